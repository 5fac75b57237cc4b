/**
 * Three server processes share one sale on one denokv: claims a second in all, and the least that
 * one of them answers, beside one process on the embedded store in the same run.
 */
import { ownFolder } from "../tools/load/own_folder.ts";
import { startFresh } from "../tools/load/server_process.ts";
import { median, printFigure } from "./figures.ts";
import { type Answers, SLICE_MS } from "./nodes_load.ts";

const NODES = 3;
const ROUNDS = 3;
const CLAIMS = Number(Deno.env.get("BENCH_CLAIMS") ?? 24_000);
const CONNECTIONS = 256;
const TOKEN = "a token of the benchmark";

interface Target {
  readonly url: string;
  readonly secret: string;
}

interface Round {
  readonly perSecond: number;
  /** The least that a node answered, as a part of an equal share. */
  readonly leastShare: number;
  readonly p99Ms: number;
}

/** Claims on all targets at once; counted is the time in which all of them had something to do. */
async function claims(targets: readonly Target[], first: number, count: number): Promise<Round> {
  const each = Math.floor(count / targets.length);
  const loads = await Promise.all(targets.map(async ({ url, secret }, i) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", import.meta.resolve("./nodes_load.ts"), url, secret],
        ...[first + i * each, each, Math.floor(CONNECTIONS / targets.length)].map(String),
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    if ((await lines.read()).value?.trim() !== "ready") throw new Error("a load is not ready");
    return { child, lines };
  }));
  await Promise.all(loads.map(async ({ child }) => {
    const stdin = child.stdin.getWriter();
    await stdin.write(new TextEncoder().encode("go\n"));
    await stdin.close();
  }));
  const answers = await Promise.all(loads.map(async ({ child, lines }): Promise<Answers> => {
    let text = "";
    for (let part = await lines.read(); !part.done; part = await lines.read()) text += part.value;
    await child.status;
    return JSON.parse(text);
  }));
  const from = Math.max(...answers.map(({ firstSlice }) => firstSlice));
  const to = Math.min(...answers.map(({ firstSlice, counts }) => firstSlice + counts.length));
  const answered = answers.map(({ firstSlice, counts }) =>
    counts.slice(from - firstSlice, to - firstSlice).reduce((sum, n) => sum + n, 0)
  );
  const all = answered.reduce((sum, n) => sum + n, 0);
  return {
    perSecond: all / ((to - from) * SLICE_MS) * 1_000,
    leastShare: Math.min(...answered) / (all / answered.length),
    p99Ms: Math.max(...answers.map(({ p99Ms }) => p99Ms)),
  };
}

/** Rounds after one that warms up, each with members of its own. */
async function rounds(targets: readonly Target[]): Promise<Round[]> {
  const all: Round[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    all.push(await claims(targets, 1 + round * CLAIMS, round === 0 ? CLAIMS / 3 : CLAIMS));
  }
  return all.slice(1);
}

async function startDenokv(folder: string): Promise<AsyncDisposable & { url: string }> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const child = new Deno.Command("denokv", {
    args: [
      ...["--sqlite-path", `${folder}/shared.db`, "serve"],
      ...["--addr", `127.0.0.1:${port}`, "--access-token", TOKEN],
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  for (let attempt = 0;; attempt++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      break;
    } catch (cause) {
      if (attempt >= 200) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

async function onOneProcess(): Promise<Round[]> {
  await using server = await startFresh({ cars: 2_017 });
  return await rounds([server]);
}

async function onNodes(folder: string): Promise<Round[]> {
  await using denokv = await startDenokv(folder);
  const secret = crypto.getRandomValues(new Uint8Array(32)).toHex();
  const env = {
    DENO_KV_URL: denokv.url,
    DENO_KV_ACCESS_TOKEN: TOKEN,
    SESSION_SECRET: secret,
  };
  await using nodes = new AsyncDisposableStack();
  const targets: Target[] = [];
  for (let i = 0; i < NODES; i++) {
    const { url } = nodes.use(await startFresh({ cars: 2_017, env }));
    targets.push({ url, secret });
  }
  return await rounds(targets);
}

async function main(): Promise<void> {
  const installed = await new Deno.Command("denokv", { args: ["--help"] }).output()
    .then(({ success }) => success, () => false);
  if (!installed) {
    console.error(
      "Several nodes are not measured: denokv is needed (cargo install denokv --locked)",
    );
    return;
  }
  await using folder = await ownFolder("forecourt-nodes-");
  const one = await onOneProcess();
  const three = await onNodes(folder.path);
  const of = (all: readonly Round[], what: keyof Round) => median(all.map((round) => round[what]));
  printFigure("claims, one process, embedded store", of(one, "perSecond"), "1/s");
  printFigure(`claims, ${NODES} nodes on one denokv`, of(three, "perSecond"), "1/s");
  printFigure(
    `claims, ${NODES} nodes on one denokv to one process`,
    of(three, "perSecond") / of(one, "perSecond"),
    "ratio",
  );
  printFigure(`least of ${NODES} nodes to an equal share`, of(three, "leastShare"), "ratio");
  printFigure(`claims, ${NODES} nodes on one denokv, p99`, of(three, "p99Ms"), "ms");
}

if (import.meta.main) await main();
