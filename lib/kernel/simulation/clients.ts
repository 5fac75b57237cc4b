/** What the clients of a simulated world do: ask, repeat, listen, read, and be told nothing at times. */
import type { AnyActor, Json } from "../actor.ts";
import { KernelError } from "../errors.ts";
import { part } from "../joint.ts";
import type { SimNode } from "../testing/sim_node.ts";
import { accountV1 as account, alarm, lot, UNLUCKY } from "./actors.ts";
import type { Answer, Attempt, Listening, Op } from "./history.ts";
import type { Scene } from "./scene.ts";
import type { Deed } from "./swarm.ts";

/** A client that has not been answered by then gives up on the attempt. */
const PATIENCE_MS = 6_000;
const ATTEMPTS = 5;
const MEMBERS = 40;

const ACTOR: Readonly<Record<string, AnyActor>> = { account, lot, alarm };

type Asked = Pick<Op, "kind" | "id" | "command" | "payload">;

export class Clients {
  readonly #scene: Scene;
  #deedsLeft: number;
  #ops = 0;
  readonly #keys = new Map<number, number>();
  #running = 0;
  /** Attempts that nobody has answered yet, on nodes that live. */
  readonly open = new Set<Attempt>();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#deedsLeft = scene.plan.deeds;
  }

  get done(): boolean {
    return this.#running === 0;
  }

  start(): void {
    for (let client = 0; client < this.#scene.plan.clients; client++) {
      this.#running++;
      void this.#work(client).finally(() => this.#running--);
    }
  }

  async #work(client: number): Promise<void> {
    const { world, chance, plan } = this.#scene;
    while (this.#deedsLeft-- > 0) {
      await world.sleep(plan.thinkMs * chance.between(0, 2));
      await this.#do(chance.weighted(plan.weights), client);
    }
  }

  // ---- deeds

  async #do(deed: Deed, client: number): Promise<unknown> {
    const { chance, plan } = this.#scene;
    const anAccount = () => `a${chance.whole(1, plan.accounts)}`;
    const aLot = () => `l${chance.whole(1, plan.lots)}`;
    const anAlarm = () => `w${chance.whole(1, plan.alarms)}`;
    const aName = () => `r${chance.whole(1, 3)}`;
    const op = this.#newOp();
    switch (deed) {
      case "deposit":
        return await this.#command(client, {
          kind: "account",
          id: anAccount(),
          command: "deposit",
          payload: { op, amount: chance.whole(1, 50) },
        });
      case "withdraw":
        return await this.#command(client, {
          kind: "account",
          id: anAccount(),
          command: "withdraw",
          payload: { op, amount: chance.whole(1, 60) },
        });
      case "send":
        return await this.#command(client, {
          kind: "account",
          id: anAccount(),
          command: "send",
          payload: {
            op,
            amount: chance.hits(0.1) ? UNLUCKY : chance.whole(1, 30),
            to: anAccount(),
          },
        });
      case "peek":
        return await this.#command(client, {
          kind: "account",
          id: anAccount(),
          command: "peek",
          payload: { op },
        });
      case "break":
        return await this.#command(client, {
          kind: "account",
          id: anAccount(),
          command: "break",
          payload: {
            op,
            how: chance.pick([
              "decide",
              "evolve",
              "invariant",
              "policy",
              "row",
              "large_event",
              "large_letter",
            ]),
          },
        });
      case "claim":
        return await this.#command(client, this.#aClaim(op, aLot()));
      case "burst": {
        const id = aLot();
        const size = chance.whole(5, 25);
        return await Promise.all(
          Array.from(
            { length: size },
            () => this.#command(client, this.#aClaim(this.#newOp(), id)),
          ),
        );
      }
      case "rush": {
        const id = anAccount();
        const deposits = Array.from({ length: chance.whole(4, 12) }, () =>
          this.#command(client, {
            kind: "account",
            id,
            command: "deposit",
            payload: { op: this.#newOp(), amount: 1 },
          }));
        return await Promise.all(deposits);
      }
      case "grow":
        return await this.#command(client, {
          kind: "lot",
          id: aLot(),
          command: "grow",
          payload: { op, by: chance.whole(1, 5) },
        });
      case "look":
        return await this.#command(client, {
          kind: "lot",
          id: aLot(),
          command: "look",
          payload: { op },
        });
      case "arm":
        return await this.#command(client, {
          kind: "alarm",
          id: anAlarm(),
          command: "arm",
          payload: {
            op,
            name: aName(),
            inMs: chance.pick([0, 50, 500, 2_500]),
            times: chance.whole(1, 3),
          },
        });
      case "affirm":
      case "disarm":
        return await this.#command(client, {
          kind: "alarm",
          id: anAlarm(),
          command: deed,
          payload: { op, name: aName() },
        });
      case "whisper":
        return await this.#command(client, {
          kind: "alarm",
          id: anAlarm(),
          command: "whisper",
          payload: { op, inMs: chance.pick([0, 300, 2_000]), fails: chance.hits(0.2) },
        });
      case "view":
        return await this.#view(chance.hits(0.5) ? "account" : "lot", anAccount(), aLot());
      case "joint": {
        const amount = chance.whole(1, 40);
        const [from, to] = [anAccount(), anAccount()];
        if (from === to) return;
        return await this.#joint(client, op, [
          { kind: "account", id: from, command: "withdraw", payload: { op: `${op}.1`, amount } },
          { kind: "account", id: to, command: "deposit", payload: { op: `${op}.2`, amount } },
        ]);
      }
      case "jointClaim":
        return await this.#joint(client, op, [
          this.#aClaim(`${op}.1`, aLot()),
          {
            kind: "account",
            id: anAccount(),
            command: "withdraw",
            payload: { op: `${op}.2`, amount: chance.whole(1, 20) },
          },
        ]);
      case "follow":
        return void this.listen(aLot(), chance.pick([0, undefined]));
      case "replay":
        return await this.replay();
    }
  }

  #newOp(): string {
    return `o${++this.#ops}`;
  }

  /** Clients number their keys each for himself, so that they choose the same ones. */
  #newKey(client: number): string {
    const n = (this.#keys.get(client) ?? 0) + 1;
    this.#keys.set(client, n);
    return `k${n}`;
  }

  #aClaim(op: string, id: string): Asked {
    const member = `m${this.#scene.chance.whole(1, MEMBERS)}`;
    return { kind: "lot", id, command: "claim", payload: { op, member } };
  }

  // ---- commands

  #record(client: number, asked: Asked, more: Partial<Op> = {}): Op {
    const op: Op = {
      ...asked,
      op: (asked.payload as { op: string }).op,
      by: { id: `c${client}`, role: "test" },
      attempts: [],
      ...more,
    };
    this.#scene.history.ops.set(op.op, op);
    return op;
  }

  /** Asks until it is answered, where that is safe; else once. */
  async #command(client: number, asked: Asked): Promise<void> {
    const { chance, plan, world } = this.#scene;
    const keyed = chance.hits(plan.keyed);
    const op = this.#record(client, asked, keyed ? { key: this.#newKey(client) } : {});
    if (keyed && chance.hits(plan.doubled)) void this.#ask(op);
    if (keyed && chance.hits(plan.misused)) {
      const payload = { ...(asked.payload as object), op: this.#newOp() };
      void this.#ask(this.#record(client, { ...asked, payload }, { key: op.key! }));
    }
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const answer = await this.#ask(op);
      const again = answer.type === "lost" ||
        (answer.type === "error" && ["busy", "unavailable", "stopping"].includes(answer.code));
      if (!again || !(keyed || asked.command === "claim")) return;
      await world.sleep(chance.between(0, 500));
    }
  }

  async #ask(op: Op): Promise<Answer> {
    const node = await this.#scene.someNode();
    const attempt = this.#attempt(node, `asks ${op.op} ${op.command} ${op.kind}/${op.id}`);
    op.attempts.push(attempt);
    const promise = node.system.ask(ACTOR[op.kind]!(op.id), op.command as never, op.payload, {
      by: op.by,
      ...(op.key === undefined ? {} : { idempotencyKey: op.key }),
    });
    return await this.#settle(node, attempt, op.op, promise.then(outcomeAnswer));
  }

  async #joint(client: number, name: string, asked: readonly [Asked, Asked]): Promise<void> {
    const ops = asked.map((one, i) => this.#record(client, one, { partner: `${name}.${2 - i}` }));
    const node = await this.#scene.someNode();
    const attempt = this.#attempt(node, `joins ${name}`);
    const attempts = ops.map((op) => {
      const own: Attempt = { node: attempt.node, askedAt: attempt.askedAt };
      op.attempts.push(own);
      return own;
    });
    const parts = asked.map(({ kind, id, command, payload }) =>
      part(ACTOR[kind]!(id), command as never, payload as never)
    );
    const promise = node.system.joint(parts, { by: ops[0]!.by }) as Promise<JointResult>;
    let result: Awaited<typeof promise> | undefined;
    const answered = promise.then((value): Answer => {
      result = value;
      return { type: "outcome", ok: value.ok, body: null };
    });
    await this.#settle(node, attempt, name, answered, (answer) =>
      attempts.forEach((own, i) => {
        own.answeredAt = this.#scene.world.step;
        own.answer = result ? partAnswer(result, i) : answer;
      }));
  }

  async #view(kind: "account" | "lot", accountId: string, lotId: string): Promise<void> {
    const node = await this.#scene.someNode();
    const id = kind === "lot" ? lotId : accountId;
    const attempt = this.#attempt(node, `views ${kind}/${id}`);
    this.#scene.history.views.push({ kind, id, attempt });
    const read = node.system.view(ACTOR[kind]!(id), viewOf(kind));
    await this.#settle(
      node,
      attempt,
      "view",
      read.then((body) => ({ type: "outcome", ok: true, body })),
    );
  }

  #attempt(node: SimNode, what: string): Attempt {
    this.#scene.note(`${this.#scene.nameOf(node)} ${what}`);
    return { node: this.#scene.nameOf(node), askedAt: this.#scene.world.step };
  }

  /** Waits for the answer, the node's death, or the end of the client's patience. */
  #settle(
    node: SimNode,
    attempt: Attempt,
    what: string,
    job: Promise<Answer>,
    told: (answer: Answer) => void = () => {},
  ): Promise<Answer> {
    const scene = this.#scene;
    this.open.add(attempt);
    return new Promise((resolve) => {
      const finish = (answer: Answer) => {
        if (attempt.answer) return;
        attempt.answer = answer;
        attempt.answeredAt = scene.world.step;
        this.open.delete(attempt);
        forget();
        const text = answer.type === "lost" ? "lost" : JSON.stringify(answer).slice(0, 120);
        scene.note(`${attempt.node} ${what} → ${text}`);
        told(answer);
        resolve(answer);
      };
      const forget = scene.onDeath(node, () => finish({ type: "lost" }), "waits");
      scene.world.after(PATIENCE_MS, () => resolve({ type: "lost" }));
      job.then(finish, (error) => {
        const known = error instanceof KernelError;
        const message = String(error instanceof Error ? error.message : error);
        finish({ type: "error", code: known ? error.code : "unknown", message });
      });
    });
  }

  // ---- listening

  /** Listens to a lot for good, from node to node. */
  async listen(id: string, after: number | undefined): Promise<void> {
    const { world, chance, history, plan } = this.#scene;
    const listening: Listening = { kind: "lot", id, after, heard: [], openedAt: Infinity };
    history.listenings.push(listening);
    let resume = after;
    while (true) {
      const node = await this.#scene.someNode();
      let stop: (() => void) | undefined;
      let connected = true;
      if (resume === undefined) listening.openedAt = Infinity;
      try {
        this.#scene.note(`${this.#scene.nameOf(node)} follows ${id} after ${resume}`);
        const following = node.system.follow(lot(id), {
          entry: ({ seq, at, events }) => {
            if (!connected || !node.alive) return;
            this.#scene.note(`${this.#scene.nameOf(node)} tells ${id} ${seq}`);
            listening.heard.push({ seq, at, events: JSON.parse(JSON.stringify(events)) });
            resume = seq;
          },
        }, resume);
        const died = new Promise<undefined>((resolve) =>
          this.#scene.onDeath(node, () => resolve(undefined))
        );
        stop = await Promise.race([following, died]);
        if (!stop) continue;
        if (resume === undefined) listening.openedAt = world.step;
        // In the end it stays connected, so that it must hear the last word.
        const gone = this.#scene.healed ? died : Promise.race([
          died,
          world.sleep(plan.listenMs * chance.between(0.2, 2)),
        ]);
        await gone;
      } catch {
        await world.sleep(100);
      } finally {
        connected = false;
        stop?.();
        if (chance.hits(0.3)) stop?.();
      }
    }
  }

  // ---- staff

  /** Sends dead letters again that may do better now. */
  async replay(): Promise<void> {
    const node = await this.#scene.someNode();
    const died = new Promise<void>((resolve) => this.#scene.onDeath(node, resolve));
    // Staff whose node dies, or whose store fails, try again another time.
    await Promise.race([this.#replayOn(node).catch(() => {}), died]);
  }

  async #replayOn(node: SimNode): Promise<void> {
    const { replayed } = this.#scene.history;
    for await (const dead of node.system.deadLetters(20)) {
      if (dead.to && dead.to.command !== "credit") continue;
      const { op } = dead.payload as { op: string };
      replayed.set(op, (replayed.get(op) ?? 0) + 1);
      this.#scene.note(`${this.#scene.nameOf(node)} replays ${op}`);
      await node.system.replay(dead.id);
    }
  }
}

type JointResult = { ok: true; values: Json[] } | {
  ok: false;
  index: number;
  refusal: string;
  detail?: Json;
};

function partAnswer(result: JointResult, i: number): Answer {
  if (result.ok) return outcomeAnswer({ ok: true, value: result.values[i] });
  if (result.index === i) return outcomeAnswer(result);
  return { type: "error", code: "void", message: "another part was refused" };
}

/** What a view takes of a state; also what the checker compares it with. */
export const viewOf = (kind: string) => (state: unknown): Json => {
  if (kind === "account") {
    const { balance, moves } = state as { balance: number; moves: number };
    return { balance, moves };
  }
  const { capacity, moves, taken } = state as {
    capacity: number;
    moves: number;
    taken: Map<string, number>;
  };
  return { capacity, moves, taken: [...taken.keys()] };
};

export function outcomeAnswer(outcome: unknown): Answer {
  const { ok, value, refusal, detail } = outcome as {
    ok: boolean;
    value?: Json;
    refusal?: string;
    detail?: Json;
  };
  const body = ok ? value : { refusal: refusal!, ...(detail === undefined ? {} : { detail }) };
  return { type: "outcome", ok, body: JSON.parse(JSON.stringify(body ?? null)) };
}
