/** The composition root: settings, store, platform, HTTP. The only reader of the environment. */
import { readConfig } from "./lib/config.ts";
import { Drand } from "./lib/adapters/randomness/drand.ts";
import { DenoKvStore, type Tracer } from "./lib/kernel/mod.ts";
import { createPlatform } from "./lib/platform.ts";
import { LAUNCH_SALE, seedShowroom } from "./lib/showroom/seed.ts";
import { createApi } from "./routes/api/app.ts";
import { home, missingPage } from "./routes/home.ts";
import { addCashier } from "./routes/sandbox_pay.ts";

const config = settings();
const remote = /^https?:\/\//.test(config.DENO_KV_URL);
if (!remote && config.DENO_KV_URL !== ":memory:") await makeFolderOf(config.DENO_KV_URL);
const store = await DenoKvStore.open(config.DENO_KV_URL);
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

const api = createApi(platform, { missing: missingPage });
const { cashier, now, deadlines } = platform;
if (cashier) addCashier(api, { cashier, now, deadlines });
const server = Deno.serve({
  port: config.PORT,
  hostname: config.HOST,
  onListen: ({ hostname, port }) => announce(`http://${hostname}:${port}`),
}, (request, connection) => {
  const url = request.url;
  // The path begins after the scheme and the host; looking for it is quicker than parsing the URL.
  const path = url.indexOf("/", 8);
  const front = path === url.length - 1 || url[path + 1] === "?";
  return front ? home(platform, request) : api.fetch(request, connection);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => void shutDown());
}

let stopping = false;
async function shutDown(): Promise<void> {
  if (stopping) return;
  stopping = true;
  console.log("Stopping: finishing what was accepted …");
  const served = server.shutdown();
  await platform.stop();
  await Promise.race([served, new Promise((resolve) => setTimeout(resolve, 2_000))]);
  store.close();
  Deno.exit(0);
}

function settings() {
  try {
    return readConfig((name) => Deno.env.get(name));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(2);
  }
}

/** The store is open and nothing else is a file: a flaw that is found later on reaches none. */
async function giveBackFiles(): Promise<void> {
  for (const name of ["read", "write"] as const) await Deno.permissions.revoke({ name });
}

async function makeFolderOf(file: string): Promise<void> {
  const end = file.lastIndexOf("/");
  if (end > 0) await Deno.mkdir(file.slice(0, end), { recursive: true });
}

async function openTelemetry(): Promise<Tracer> {
  const { trace } = await import("@opentelemetry/api");
  return trace.getTracer("forecourt");
}

function announce(origin: string): void {
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
