/** A server that speaks drand's HTTP API and signs with a key of its own. */
import { type Beacon, publishedAt, SCHEME } from "./port.ts";
import { signerOf } from "./signature.ts";

export interface Behaviour {
  /** Gives the round before, under the number that was asked for. */
  readonly lie?: boolean;
  /** Answers with this status only. */
  readonly status?: number;
  /** Answers so many bytes too much. */
  readonly padding?: number;
  /** Never answers. */
  readonly silent?: boolean;
}

export interface DrandFake extends AsyncDisposable {
  readonly origin: string;
  readonly beacon: Beacon;
  /** Requests so far. */
  asked: number;
}

export function startDrandFake(now: () => number, behaviour: Behaviour = {}): DrandFake {
  const { publicKey, sign } = signerOf(new Uint8Array(32).fill(7));
  const beacon: Beacon = {
    chain: "5a".repeat(32),
    scheme: SCHEME,
    publicKey,
    genesisMs: 1_692_803_367_000,
    periodMs: 3_000,
  };
  const answer = (path: string): unknown => {
    if (path === "info") {
      return {
        public_key: publicKey,
        period: beacon.periodMs / 1_000,
        genesis_time: beacon.genesisMs / 1_000,
        hash: beacon.chain,
        groupHash: "00".repeat(32),
        schemeID: SCHEME,
        metadata: { beaconID: "quicknet" },
      };
    }
    const round = Number(/^public\/(\d+)$/.exec(path)?.[1]);
    if (!(round >= 1) || publishedAt(beacon, round) > now()) return undefined;
    return behaviour.lie ? { ...sign(round - 1), round } : sign(round);
  };
  const stop = new AbortController();
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen: () => {},
    signal: stop.signal,
  }, (request) => {
    fake.asked++;
    if (behaviour.silent) {
      return new Promise((resolve) =>
        stop.signal.addEventListener("abort", () => resolve(new Response(null)))
      );
    }
    if (behaviour.status !== undefined) return new Response("no", { status: behaviour.status });
    const prefix = `/${beacon.chain}/`;
    const { pathname } = new URL(request.url);
    const found = pathname.startsWith(prefix) ? answer(pathname.slice(prefix.length)) : undefined;
    if (found === undefined) return new Response('{"error":"not found"}', { status: 404 });
    return new Response(JSON.stringify(found) + " ".repeat(behaviour.padding ?? 0));
  });
  const fake: DrandFake = {
    origin: `http://127.0.0.1:${server.addr.port}`,
    beacon,
    asked: 0,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.finished;
    },
  };
  return fake;
}
