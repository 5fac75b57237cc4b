/**
 * `deno task layers`: which layer may import which, import cycles, sizes of files, and business rules
 * that no test names. The table below is the one description of the layers.
 */
import { fileURLToPath } from "node:url";

interface Layer {
  /** Paths that begin with one of these belong to the layer. */
  readonly paths: readonly string[];
  /** Layers it may import beside itself. */
  readonly may: readonly string[];
  /** Packages it may import; undefined for any. */
  readonly packages?: readonly string[];
  /** Stands apart, as a package of its own would: not even the foundation is under it. */
  readonly apart?: true;
}

/** Under all layers that do not stand apart: it imports nothing, and no layer has to name it. */
const FOUNDATION = "foundation";

/** More particular paths first: the first match decides. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  tools: { paths: ["tools/", "tests/", "bench/", "loadtests/", "data/"], may: ["*"] },
  std: { paths: ["lib/std/"], apart: true, may: [], packages: ["deno-std/", "node:", "@std/"] },
  // The framework knows nothing of what is built with it.
  fresh: {
    paths: ["lib/fresh/"],
    apart: true,
    may: [],
    packages: ["preact", "preact-render-to-string", "@preact/signals", "esbuild", "node:"],
  },
  proof: { paths: ["lib/proof/"], apart: true, may: [], packages: ["node:", "@noble/curves/"] },
  kernel: {
    paths: ["lib/kernel/"],
    apart: true,
    may: [],
    packages: ["@deno/kv", "zod", "node:"],
  },
  [FOUNDATION]: {
    paths: ["lib/collections/", "lib/ids/", "lib/time/", "lib/words/"],
    may: [],
    packages: [],
  },
  mac: { paths: ["lib/mac/"], may: [], packages: ["@noble/hashes/"] },
  alerts: { paths: ["lib/alerts/"], may: ["dealers"], packages: [] },
  loyalty: { paths: ["lib/loyalty/"], may: [], packages: ["zod"] },
  garage: { paths: ["lib/garage/"], may: ["loyalty"], packages: ["zod"] },
  insurance: { paths: ["lib/insurance/"], may: [], packages: ["zod"] },
  configurator: { paths: ["lib/configurator/"], may: [], packages: ["zod"] },
  staff_roles: { paths: ["lib/staff/"], may: [], packages: [] },
  dealers: { paths: ["lib/dealers/"], may: ["appointments"], packages: [] },
  news: { paths: ["lib/news/"], may: [], packages: ["zod"] },
  search: {
    paths: ["lib/search/"],
    may: ["appointments", "configurator", "dealers", "i18n", "news", "showroom"],
    packages: [],
  },
  appointments: { paths: ["lib/appointments/"], may: [], packages: [] },
  configurator_ui: {
    paths: ["lib/configurator_ui/"],
    may: ["configurator", "i18n", "ui"],
    packages: ["preact"],
  },
  shop_ui: {
    paths: ["lib/shop_ui/"],
    may: ["i18n", "identity_number", "live", "ui"],
    packages: ["preact"],
  },
  // Before the words of orders: it opens the vault.
  person: { paths: ["lib/orders/person.ts"], may: ["adapters", "vault"], packages: [] },
  orders: { paths: ["lib/orders/"], may: [], packages: ["zod"] },
  origin: { paths: ["actors/sales/origin.ts"], may: [], packages: ["zod"] },
  identities: { paths: ["actors/sales/identities.ts"], may: [], packages: ["zod"] },
  room_state: {
    paths: ["actors/sales/room_state.ts", "actors/sales/fair_shuffle.ts"],
    may: ["kernel"],
    packages: ["zod"],
  },
  draw_order: { paths: ["actors/sales/draw_order.ts"], may: [], packages: ["@noble/hashes/"] },
  actors: {
    paths: ["actors/"],
    may: [
      "alerts",
      "appointments",
      "configurator",
      "garage",
      "insurance",
      "kernel",
      "loyalty",
      "orders",
      "origin",
      "identities",
      "room_state",
      "draw_order",
      "staff_roles",
    ],
    packages: ["zod"],
  },
  // What a browser may check as well.
  identity_number: {
    paths: ["lib/adapters/real_name/identity_number.ts"],
    may: [],
    packages: [],
  },
  adapters: { paths: ["lib/adapters/"], may: ["alerts", "identity_number", "kernel"] },
  policies: {
    paths: ["lib/policies/"],
    may: ["actors", "adapters", "alerts", "kernel"],
    packages: [],
  },
  // Polls what would be too much to be told one by one.
  chat: {
    paths: ["lib/chat/"],
    may: ["actors", "adapters", "alerts", "auth", "dealers", "kernel", "read_models"],
    packages: [],
  },
  read_models: {
    paths: ["lib/read_models/"],
    may: ["actors", "kernel", "orders", "room_state"],
    packages: [],
  },
  waiting_room: {
    paths: ["lib/waiting_room/"],
    may: ["actors", "adapters", "http", "kernel", "live", "mac", "room_state"],
    packages: ["@noble/hashes/", "node:"],
  },
  reconciliation: {
    paths: ["lib/reconciliation/"],
    may: ["actors", "adapters", "kernel", "read_models"],
    packages: [],
  },
  live: {
    paths: ["lib/live/"],
    may: ["actors", "identities", "read_models", "kernel"],
    packages: ["zod"],
  },
  vault: { paths: ["lib/vault/"], may: ["kernel"], packages: [] },
  push: {
    paths: ["lib/push/"],
    may: ["actors", "adapters", "kernel", "vault"],
    packages: [],
  },
  auth: {
    paths: ["lib/auth/"],
    may: ["actors", "kernel", "mac", "staff_roles"],
    packages: ["@noble/hashes/", "@simplewebauthn/server", "zod"],
  },
  members: {
    paths: ["lib/members/"],
    may: [
      "actors",
      "adapters",
      "auth",
      "garage",
      "i18n",
      "kernel",
      "loyalty",
      "orders",
      "person",
      "read_models",
      "vault",
    ],
    packages: ["node:", "zod"],
  },
  http: { paths: ["lib/http/"], may: ["kernel"] },
  i18n: { paths: ["lib/i18n/"], may: [] },
  rehearsal: {
    paths: ["lib/rehearsal/"],
    may: ["actors", "adapters", "kernel", "policies", "read_models"],
    packages: [],
  },
  showroom: {
    paths: ["lib/showroom/"],
    may: ["actors", "configurator", "dealers", "kernel", "orders"],
    packages: ["zod"],
  },
  config: { paths: ["lib/config"], may: ["alerts", "auth", "http"], packages: ["zod"] },
  start: { paths: ["lib/start_problem.ts"], may: ["config", "kernel"], packages: [] },
  api: {
    paths: ["routes/api/"],
    may: [
      "identities",
      "staff_roles",
      "actors",
      "alerts",
      "appointments",
      "chat",
      "origin",
      "kernel",
      "orders",
      "person",
      "read_models",
      "rehearsal",
      "live",
      "auth",
      "push",
      "vault",
      "http",
      "adapters",
      "configurator",
      "dealers",
      "garage",
      "identity_number",
      "i18n",
      "loyalty",
      "members",
      "orders",
      "room_state",
      "search",
      "showroom",
      "waiting_room",
    ],
  },
  sandbox_pages: { paths: ["routes/sandbox_"], may: ["adapters", "http", "i18n"] },
  ui: { paths: ["lib/ui/"], may: [], packages: ["preact"] },
  web: {
    paths: ["lib/web/"],
    may: ["staff_roles", "auth", "http", "i18n", "kernel", "platform", "ui"],
    packages: ["fresh", "node:"],
  },
  console: {
    paths: ["lib/console/"],
    may: [
      "identities",
      "staff_roles",
      "actors",
      "alerts",
      "appointments",
      "auth",
      "configurator",
      "garage",
      "i18n",
      "kernel",
      "live",
      "members",
      "orders",
      "platform",
      "read_models",
      "web",
    ],
    packages: ["fresh"],
  },
  islands: {
    paths: ["islands/"],
    may: ["configurator", "configurator_ui", "shop_ui", "ui", "live", "i18n"],
    packages: ["preact", "@preact/signals", "fresh/runtime"],
  },
  pages: {
    paths: ["routes/"],
    may: [
      "staff_roles",
      "actors",
      "alerts",
      "appointments",
      "api",
      "auth",
      "chat",
      "configurator",
      "configurator_ui",
      "console",
      "dealers",
      "garage",
      "http",
      "insurance",
      "i18n",
      "islands",
      "kernel",
      "live",
      "loyalty",
      "members",
      "news",
      "orders",
      "platform",
      "read_models",
      "room_state",
      "search",
      "shop_ui",
      "showroom",
      "ui",
      "web",
    ],
  },
  platform: {
    paths: ["lib/platform.ts"],
    may: [
      "actors",
      "adapters",
      "api",
      "auth",
      "chat",
      "http",
      "kernel",
      "live",
      "members",
      "orders",
      "person",
      "policies",
      "push",
      "reconciliation",
      "read_models",
      "rehearsal",
      "search",
      "showroom",
      "vault",
      "waiting_room",
    ],
  },
  main: { paths: ["main.ts", "dev.ts", "fresh.config.ts"], may: ["*"] },
};

/** A file past this holds more than one concept. */
const LONGEST_FILE = 640;

export interface Source {
  readonly path: string;
  readonly text: string;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^"';]*?from\s+"([^"]+)"|(?:^|\n)\s*import\s+"([^"]+)"|\bimport\("([^"]+)"\)/g;

export const importsOf = (text: string): string[] =>
  [...text.matchAll(IMPORT)].map(([, from, bare, dynamic]) => (from ?? bare ?? dynamic)!);

export const layerOf = (path: string): string | undefined =>
  Object.entries(LAYERS).find(([, { paths }]) => paths.some((prefix) => path.startsWith(prefix)))
    ?.[0];

/** Tests reach across layers on purpose, and nothing imports them. */
const isTest = (path: string): boolean =>
  /_test\.tsx?$|\/testing\/|\/simulation\/|_testing\.ts$/.test(path);

const resolved = (from: string, specifier: string): string =>
  new URL(specifier, `file:///${from}`).pathname.slice(1);

/** What does not fit, one sentence each. */
export function checkSources(sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap(checkImports),
    ...sources.flatMap(checkLength),
    ...checkCycles(sources),
    ...checkRules(sources),
  ];
}

function checkImports({ path, text }: Source): string[] {
  const name = layerOf(path);
  if (name === undefined) {
    return [`${path} belongs to no layer: name its folder in tools/check_layers.ts`];
  }
  if (isTest(path)) return [];
  const layer = LAYERS[name]!;
  return importsOf(text).flatMap((specifier) => {
    if (!specifier.startsWith(".")) {
      const { packages } = layer;
      const fits = packages === undefined ||
        packages.some((one) => specifier === one || specifier.startsWith(one));
      return fits
        ? []
        : [`${path} imports "${specifier}": ${name} takes ${packages!.join(", ") || "no package"}`];
    }
    const imported = resolved(path, specifier);
    const target = layerOf(imported);
    if (name === "actors" && target === "actors" && !isPart(imported)) {
      return [`${path} imports ${specifier}: an actor never imports another`];
    }
    const fits = target === name || layer.may.includes("*") ||
      (target === FOUNDATION && !layer.apart) ||
      (target !== undefined && layer.may.includes(target));
    return fits
      ? []
      : [`${path} imports ${specifier}: ${name} may use ${layer.may.join(", ") || "nothing else"}`];
  });
}

function checkLength({ path, text }: Source): string[] {
  const lines = text.split("\n").length;
  return isTest(path) || lines <= LONGEST_FILE
    ? []
    : [`${path} has ${lines} lines, at most ${LONGEST_FILE} are well read`];
}

/** Cycles of imports that exist at run time; types alone may refer to each other. */
function checkCycles(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map(({ path, text }) => [
    path,
    importsOf(text.replace(/(?:^|\n)\s*(?:import|export)\s+type\s[^;]*;/g, ""))
      .filter((specifier) => specifier.startsWith(".")).map((specifier) =>
        resolved(path, specifier)
      ),
  ]));
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      return void found.push(`a cycle of imports: ${[...trail.slice(start), path].join(" → ")}`);
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

/** Rules are stated in actors as ` * SALE-1: …` and quoted in the titles of the tests that show them. */
function checkRules(sources: readonly Source[]): string[] {
  const stated = new Set<string>();
  const quoted = new Set<string>();
  for (const { path, text } of sources) {
    if (layerOf(path) === "actors" && !isTest(path)) {
      for (const [, rule] of text.matchAll(/^ \* ([A-Z]+-\d+):/gm)) stated.add(rule!);
    } else if (isTest(path) && path.startsWith("actors/")) {
      for (const [, title] of text.matchAll(/Deno\.test\(\s*"([^"]*)"/g)) {
        for (const [rule] of title!.matchAll(/\b[A-Z]+-\d+\b/g)) quoted.add(rule);
      }
    }
  }
  return [
    ...[...stated].filter((rule) => !quoted.has(rule)).map((rule) =>
      `no test names the rule ${rule}`
    ),
    ...[...quoted].filter((rule) => !stated.has(rule)).map((rule) =>
      `a test names ${rule}, but no actor states it`
    ),
  ];
}

async function* walk(folder: string, prefix = ""): AsyncGenerator<Source> {
  for await (const entry of Deno.readDir(`${folder}/${prefix}`)) {
    const path = prefix + entry.name;
    if (/^(?:\.|node_modules|_fresh|static|docs|coverage)/.test(entry.name)) continue;
    if (entry.isDirectory) yield* walk(folder, `${path}/`);
    else if (/\.tsx?$/.test(entry.name)) {
      yield { path, text: await Deno.readTextFile(`${folder}/${path}`) };
    }
  }
}

/** What an actor is too long for stands beside it, with its name in front: `lot_cars.ts`. */
function isPart(path: string): boolean {
  return /\/[a-z_]+_(state|cars|rules|messages|money)\.ts$/.test(path);
}

if (import.meta.main) {
  const sources = await Array.fromAsync(
    walk(fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")),
  );
  const findings = checkSources(sources);
  for (const finding of findings) console.error(finding);
  console.log(`${sources.length} files, ${findings.length} findings`);
  if (findings.length > 0) Deno.exit(1);
}
