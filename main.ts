/** The composition root: settings, store, platform, HTTP. The only reader of the environment. */
import { Drand } from "./lib/adapters/randomness/drand.ts";
import { type Config, readConfig } from "./lib/config.ts";
import { openStore, type Store, type Tracer } from "./lib/kernel/mod.ts";
import { createPlatform, type Platform } from "./lib/platform.ts";
import { LAUNCH_SALE, seedShowroom } from "./lib/showroom/seed.ts";
import { startProblem } from "./lib/start_problem.ts";
import { createApi } from "./routes/api/app.ts";
import { home, missingPage } from "./routes/home.ts";
import { addCashier } from "./routes/sandbox_pay.ts";

let config: Config | undefined;
try {
  config = readConfig((name) => Deno.env.get(name));
  await start(config);
} catch (error) {
  console.error(startProblem(error, config) ?? error);
  Deno.exit(1);
}

async function start(config: Config): Promise<void> {
  const store = await openStore(config.DENO_KV_URL);
  const tracer = config.OTEL_DENO ? await openTelemetry() : undefined;
  await giveBackFiles();
  const platform = await createPlatform({
    store,
    staffPhones: config.STAFF_PHONES,
    trustedProxies: config.TRUSTED_PROXIES,
    loadTest: config.LOADTEST,
    showSandbox: config.SANDBOX,
    ...(config.RANDOMNESS === "drand" ? { randomness: new Drand() } : {}),
    ...(config.SESSION_SECRET ? { sessionSecret: config.SESSION_SECRET } : {}),
    ...(config.VAULT_SECRET ? { vaultSecret: config.VAULT_SECRET } : {}),
    ...(tracer ? { tracer } : {}),
  });
  await seedShowroom(platform.system, {
    now: Date.now(),
    cars: config.SALE_CARS,
    openAtOnce: config.LOADTEST,
  });
  serve(config, platform, store);
}

function serve(config: Config, platform: Platform, store: Store): void {
  const api = createApi(platform, { missing: missingPage });
  const { cashier, now, deadlines } = platform;
  if (cashier) addCashier(api, { cashier, now, deadlines });
  const server = Deno.serve({
    port: config.PORT,
    hostname: config.HOST,
    onListen: ({ hostname, port }) => announce(config, `http://${hostname}:${port}`),
  }, (request, connection) => {
    const url = request.url;
    // The path begins after the scheme and the host; looking for it is quicker than parsing the URL.
    const path = url.indexOf("/", 8);
    const front = path === url.length - 1 || url[path + 1] === "?";
    return front ? home(platform, request) : api.fetch(request, connection);
  });
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
}

/** The store and its lock are open and nothing else is a file: a flaw found later on reaches none. */
async function giveBackFiles(): Promise<void> {
  for (const name of ["read", "write"] as const) await Deno.permissions.revoke({ name });
}

async function openTelemetry(): Promise<Tracer> {
  const { trace } = await import("@opentelemetry/api");
  return trace.getTracer("forecourt");
}

function announce(config: Config, origin: string): void {
  console.log(`Listening on ${origin}`);
  console.log(`  shop   ${origin}/`);
  console.log(`  sale   ${origin}/api/sales/${LAUNCH_SALE}`);
  console.log(`  docs   ${origin}/api/docs`);
  const [staff] = config.STAFF_PHONES;
  if (staff && config.SANDBOX) {
    console.log(`  staff  sign in as ${staff}; codes: ${origin}/sandbox/sms?phone=${staff}`);
  }
  if (config.LOADTEST) console.log("  LOADTEST is on: test members are let in, the sale is open");
}
