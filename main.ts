/**
 * The composition root: settings, store, platform, API and pages. The only reader of the
 * environment. `deno task start` runs it; the development server and the built pages import `app`.
 */
import { staticFiles } from "fresh";
import pages from "./fresh.config.ts";
import { openDingTalk } from "./lib/adapters/chat/dingtalk.ts";
import { openGateways } from "./lib/adapters/payments/open.ts";
import type { PaymentGateway } from "./lib/adapters/payments/port.ts";
import { Drand } from "./lib/adapters/randomness/drand.ts";
import { type Config, ConfigError, readConfig } from "./lib/config.ts";
import { keepServing } from "./lib/http/keep_serving.ts";
import { openStore, type Tracer } from "./lib/kernel/mod.ts";
import { createPlatform, type PlatformOptions } from "./lib/platform.ts";
import { beginReconciliations } from "./lib/reconciliation/begin.ts";
import { LAUNCH_CAR, LAUNCH_SALE, seedShowroom } from "./lib/showroom/seed.ts";
import { startProblem } from "./lib/start_problem.ts";
import { builtPages, ensureBuilt, type ServePage } from "./lib/web/built.ts";
import { guards } from "./lib/web/guards.ts";
import { withShells } from "./lib/web/shells.ts";
import { ShopApp } from "./lib/web/shop_app.ts";
import { createApi } from "./routes/api/app.ts";
import { hasOwn } from "./routes/api/has_own.ts";
import { addChatSandbox } from "./routes/sandbox_chat.ts";
import { addCashier } from "./routes/sandbox_pay.ts";

let config: Config | undefined;

async function orExit<T>(begin: () => T | Promise<T>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    console.error(startProblem(error, config) ?? error);
    Deno.exit(1);
  }
}

const settings = await orExit(() => config = readConfig((name) => Deno.env.get(name)));
const store = await orExit(() => openStore(settings.DENO_KV_URL));
const tracer = settings.OTEL_DENO ? await openTelemetry() : undefined;
const platform = await orExit(async () =>
  createPlatform({
    store,
    gateways: await gatewaysOf(settings),
    offered: settings.PAYMENTS,
    ...await erpOf(settings),
    ...chatOf(settings),
    ...await mapsOf(settings),
    staffPhones: settings.STAFF_PHONES,
    passkeyOrigin: settings.PUBLIC_ORIGIN,
    trustedProxies: settings.TRUSTED_PROXIES,
    loadTest: settings.LOADTEST,
    showSandbox: settings.SANDBOX,
    ...(settings.RANDOMNESS === "drand" ? { randomness: new Drand() } : {}),
    ...(settings.SESSION_SECRET ? { sessionSecret: settings.SESSION_SECRET } : {}),
    ...(settings.VAULT_SECRET ? { vaultSecret: settings.VAULT_SECRET } : {}),
    ...(tracer ? { tracer } : {}),
  })
);
await orExit(async () => {
  const car = await platform.prices.price(LAUNCH_CAR);
  await seedShowroom(platform.system, {
    now: Date.now(),
    cars: settings.SALE_CARS,
    openAtOnce: settings.LOADTEST,
    ...(car ? { car } : {}),
  });
});

// Each provider's bill is compared every day from the first start on.
await orExit(() => beginReconciliations(platform));
platform.chat.watch.begin();

const api = createApi(platform);
const { cashier, chat, now, deadlines } = platform;
if (cashier) addCashier(api, { cashier, now, deadlines });
if (chat.sandbox) addChatSandbox(api, chat.sandbox);

/** Paths that the API answers by itself; everything else is a page. */
const API_PATH = /^\/(?:api|sandbox|loadtest)(?:\/|$)|^\/metrics$/;

/** The pages, with the API in front of them. */
export const app: ShopApp = new ShopApp(pages.app)
  .use((ctx) => {
    if (API_PATH.test(ctx.url.pathname)) return api.fetch(ctx.req, ctx.info);
    ctx.state.platform = platform;
    return ctx.next();
  })
  .use(...guards)
  .use(staticFiles())
  .fsRoutes();

/** How long after listening the pages are read that nobody has asked for. */
const PAGES_AFTER_MS = 250;

if (import.meta.main) void orExit(start);

async function start(): Promise<void> {
  // A chore that fails is a line in the log: it must not end the sale for everybody.
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    console.error("Something failed that nobody waited for:", event.reason);
  });
  await ensureBuilt();
  let loading: Promise<ServePage> | undefined;
  const reading = () => loading ??= orExit(loadPages);
  let page: ServePage = async (request, info) => (await reading())(request, info);
  // Before anybody hears that it listens: a signal that comes at once is heard as well.
  let stopping = false;
  const shutDown = async () => {
    if (stopping) return;
    stopping = true;
    console.log("Stopping: finishing what was accepted …");
    const served = server.shutdown();
    await platform.stop();
    await Promise.race([served, new Promise((resolve) => setTimeout(resolve, 2_000))]);
    store.close();
    Deno.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => void shutDown());
  }
  const answer: Deno.ServeHandler<Deno.NetAddr> = (request, info) => {
    const { url } = request;
    // The path begins after the scheme and the host; looking for it is quicker than parsing the URL.
    if (url.startsWith("/api/", url.indexOf("/", 8))) return api.fetch(request, info);
    // With a Host that is none it is no URL, which is the sender's mistake (RFC 9112, 3.2).
    return URL.canParse(url) ? page(request, info) : new Response("Bad Request\n", { status: 400 });
  };
  let port: number | undefined;
  const onListen = (address: Deno.NetAddr) => {
    if (port === undefined) announce(`http://${address.hostname}:${address.port}`);
    ({ port } = address);
  };
  const server = keepServing(() =>
    Deno.serve({ port: port ?? settings.PORT, hostname: settings.HOST, onListen }, answer)
  );
  // Reading the pages takes half as long as all before it and lets nothing else be answered
  // meanwhile: whoever waited for the API to start comes first.
  const readAll = async () => {
    page = await reading();
    await platform.passkeys.prepare();
    await giveBackFiles();
  };
  setTimeout(() => void orExit(readAll), PAGES_AFTER_MS);
}

async function loadPages(): Promise<ServePage> {
  return withShells(await builtPages(), {
    ...platform,
    hasOwn: (sale, memberId) => hasOwn(platform, sale, memberId).catch(() => true),
  });
}

async function gatewaysOf(settings: Config): Promise<PaymentGateway[]> {
  try {
    return await openGateways(settings, { store, now: () => Date.now() });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Cannot take payments with these settings: ${why}`, { cause });
  }
}

async function erpOf(settings: Config): Promise<Pick<PlatformOptions, "erp">> {
  if (settings.ERP === "sandbox") return {};
  const { openTryton } = await import("./lib/adapters/erp/tryton.ts");
  const { ERP_URL = "", ERP_DATABASE = "", ERP_USER = "", ERP_PASSWORD = "" } = settings;
  const access = { url: ERP_URL, database: ERP_DATABASE, user: ERP_USER, password: ERP_PASSWORD };
  return { erp: openTryton(access) };
}

function chatOf(settings: Config): Pick<PlatformOptions, "chat" | "publicOrigin"> {
  const { CHAT, DINGTALK_ROBOTS = {}, HOST, PORT, PUBLIC_ORIGIN } = settings;
  const publicOrigin = PUBLIC_ORIGIN ?? `http://${HOST}:${PORT}`;
  if (CHAT === "sandbox") return { publicOrigin };
  const robots = new Map(Object.entries(DINGTALK_ROBOTS));
  const gateway = openDingTalk({ robots, now: () => Date.now() });
  return { publicOrigin, chat: { groups: new Set(robots.keys()), gateway } };
}

async function mapsOf(settings: Config): Promise<Pick<PlatformOptions, "maps">> {
  if (settings.MAPS === "sandbox") return {};
  const { openAmap } = await import("./lib/adapters/maps/amap.ts");
  const { AMAP_KEY: key = "", AMAP_SECRET: secret, AMAP_API: api } = settings;
  return { maps: openAmap({ key, api, ...(secret ? { secret } : {}) }) };
}

/** Store, lock and pages are open and nothing else is a file: a flaw found later on reaches none. */
async function giveBackFiles(): Promise<void> {
  for (const name of ["read", "write", "run"] as const) await Deno.permissions.revoke({ name });
}

/** Deno's own exporter, by the API that it serves. */
async function openTelemetry(): Promise<Tracer> {
  const { context, ROOT_CONTEXT, trace } = await import("@opentelemetry/api");
  const tracer = trace.getTracer("forecourt");
  type Context = ReturnType<typeof context.active>;
  return {
    current: () => trace.getSpan(context.active()) && context.active(),
    startSpan(name, { attributes, under, links = [] } = {}) {
      const parent = (under ?? ROOT_CONTEXT) as Context;
      const span = tracer.startSpan(name, {
        ...(attributes ? { attributes } : {}),
        links: links.flatMap((link) => {
          const context = trace.getSpanContext(link as Context);
          return context ? [{ context }] : [];
        }),
      }, parent);
      return {
        point: trace.setSpan(parent, span),
        setAttribute: (name, value) => span.setAttribute(name, value),
        recordException: (error) => span.recordException(error),
        end: () => span.end(),
      };
    },
  };
}

function announce(origin: string): void {
  console.log(`Listening on ${origin}`);
  console.log(`  shop   ${origin}/`);
  console.log(`  sale   ${origin}/sales/${LAUNCH_SALE}`);
  console.log(`  docs   ${origin}/api/docs`);
  const [staff] = settings.STAFF_PHONES;
  if (staff && settings.SANDBOX) {
    console.log(`  staff  sign in as ${staff}; codes: ${origin}/sandbox/sms?phone=${staff}`);
  }
  if (settings.LOADTEST) console.log("  LOADTEST is on: test members are let in, the sale is open");
}
