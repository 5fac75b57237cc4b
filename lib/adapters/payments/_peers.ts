/** A vendor's peer on loopback and virtual time, with the adapter that talks to it. */
import { DenoKvStore, type Store } from "../../kernel/mod.ts";
import { Chance } from "../../kernel/testing/chance.ts";
import type { ContractSubject, Forgery, Traits } from "./contract_testing.ts";
import type { NotifyRequest, PaymentGateway } from "./port.ts";
import { ManualClock } from "./sandbox/_testing.ts";
import { type Behaviour, PROMPT } from "./sandbox/behaviour.ts";
import { Deliveries, type Notice } from "./sandbox/deliveries.ts";
import { type Delivery, Ledger } from "./sandbox/ledger.ts";
import { Till } from "./sandbox/till.ts";
import type { Trade } from "./sandbox/trade.ts";

export interface Peer {
  handle(request: Request): Promise<Response>;
  pay(no: string, behaviour?: Behaviour): Promise<boolean>;
  open?(no: string): Promise<void>;
  notice(trade: Trade, delivery: Delivery): Notice | undefined;
}

export interface PeerBench<P extends Peer> extends ContractSubject {
  readonly peer: P;
  readonly clock: ManualClock;
  readonly origin: string;
}

export interface PeerOptions<P extends Peer> {
  readonly peerOf: (till: Till, now: () => number) => P;
  readonly gatewayOf: (
    at: { origin: string; now: () => number; store: Store; fetch: typeof fetchRequest },
  ) => PaymentGateway;
  readonly traits: Traits;
  readonly refundSettlesMs: number;
  readonly pausesMs: readonly number[];
  readonly accepts?: (response: Response, body: string) => boolean;
  readonly forgeries: (genuine: NotifyRequest, peer: P) => Iterable<Forgery>;
}

const fetchRequest = (request: Request): Promise<Response> => fetch(request);

export async function openPeer<P extends Peer>(options: PeerOptions<P>): Promise<PeerBench<P>> {
  const clock = new ManualClock();
  const store = await DenoKvStore.open(":memory:");
  const ledger = new Ledger(store, clock.now);
  const random = new Chance(4).uint32;
  const till = new Till({
    ledger,
    now: clock.now,
    random,
    behaviour: PROMPT,
    refundSettlesMs: options.refundSettlesMs,
    closableAfterMs: 0,
  });
  const peer = options.peerOf(till, clock.now);
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => peer.handle(request),
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const gateway = options.gatewayOf({ origin, now: clock.now, store, fetch: fetchRequest });
  const received: NotifyRequest[] = [];
  const deliveries = new Deliveries({
    ledger,
    clock,
    pausesMs: options.pausesMs,
    ...(options.accepts ? { accepts: options.accepts } : {}),
    notice: (trade, delivery) => peer.notice(trade, delivery),
    deliver: async (request) => {
      received.push({ headers: request.headers, body: await request.text() });
      return bench.acknowledges ? gateway.acknowledge() : new Response("later", { status: 503 });
    },
  });
  const bench: PeerBench<P> = {
    peer,
    clock,
    origin,
    gateway,
    received,
    traits: options.traits,
    acknowledges: true,
    now: clock.now,
    openPage: async (no) => await peer.open?.(no),
    forgeries: (genuine) => options.forgeries(genuine, peer),
    async advance(ms) {
      const until = clock.time + ms;
      for (
        let due = await ledger.nextDue();
        due !== undefined && due <= until;
        due = await ledger.nextDue()
      ) {
        clock.set(Math.max(clock.time, due));
        await deliveries.runDue();
      }
      clock.set(until);
    },
    pay: (no, behaviour) => peer.pay(no, behaviour),
    async stop() {
      await server.shutdown();
      store.close();
    },
  };
  return bench;
}
