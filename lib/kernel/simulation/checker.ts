/**
 * Judges a history after all faults have ended and all has come to rest: compares what clients were
 * told, and every row the kernel left, with the model's replay of the journals.
 */
import type { AnyActor, Json } from "../actor.ts";
import { stateCodec } from "../codec.ts";
import type { Call, Effect, Mail } from "../effects.ts";
import { readHead } from "../head.ts";
import { genesis } from "../journal.ts";
import type { SimDisk } from "../testing/sim_disk.ts";
import { entriesIn } from "../testing/stored_journal.ts";
import { accountV1, accountV2, balances, claims, stock, V1, V2, withdrawals } from "./actors.ts";
import { outcomeAnswer, viewOf } from "./clients.ts";
import type { Attempt, History, Op } from "./history.ts";
import {
  ActorModel,
  type Applied,
  canonical,
  type Cause,
  checkChain,
  decideOn,
  hashOf,
  type Query,
  type StoredEntry,
} from "./model.ts";

const KERNEL = { id: "kernel", role: "kernel" };
const decoder = new TextDecoder();
// deno-lint-ignore no-explicit-any -- rows of many shapes, checked by comparing
const read = (bytes: Uint8Array): any => JSON.parse(decoder.decode(bytes));

interface SentLetter {
  readonly mail: Mail;
  readonly version: number;
  /** What the deposit's note may have looked like to the follower. */
  readonly notes: readonly (string | undefined)[];
}

interface Dead {
  readonly id: string;
  readonly to?: { kind: string; id: string; command: string };
  readonly port?: string;
  readonly payload: { op: string; amount?: number };
}

export class Checker {
  readonly faults: string[] = [];
  readonly models = new Map<string, ActorModel>();
  readonly #history: History;
  readonly #disk: SimDisk;
  readonly #final: readonly AnyActor[];
  readonly #upgraded: boolean;
  readonly #journals = new Map<string, StoredEntry[]>();
  readonly #applied = new Map<string, Applied[]>();
  readonly #letters = new Map<string, SentLetter>();
  readonly #calls = new Map<string, { call: Call; version: number }>();
  readonly #dead: Dead[];

  constructor(history: History, disk: SimDisk, upgraded: boolean) {
    this.#history = history;
    this.#disk = disk;
    this.#upgraded = upgraded;
    this.#final = (upgraded ? V2 : V1).actors;
    this.#dead = disk.all(["dead"]).map(({ value }) => read(value));
  }

  run(): string[] {
    this.#readJournals();
    this.#deriveEffects();
    for (const [where, entries] of this.#journals) this.#replay(where, entries);
    this.#checkOps();
    this.#checkLetters();
    this.#checkCalls();
    this.#checkReminders();
    this.#checkRows();
    this.#checkFeeds();
    this.#checkMoney();
    return this.faults;
  }

  #fault(what: string): void {
    this.faults.push(what);
  }

  // ---- journals

  #readJournals(): void {
    const { versionOf } = this.#history;
    for (const row of [...this.#disk.all(["journal"]), ...this.#disk.all(["head"])]) {
      const where = `${row.key[1]}/${row.key[2]}`;
      const entries = this.#journals.get(where) ?? [];
      this.#journals.set(where, entries);
      for (const { seq, text } of entriesIn(row)) {
        const version = versionOf.get(`${where}/${seq}`)!;
        entries.push({ ...JSON.parse(text), hash: hashOf(text), version });
      }
    }
    for (const [where, entries] of this.#journals) {
      const [kind, id] = split(where);
      this.faults.push(...checkChain(where, genesis(kind, id), entries));
    }
  }

  /** What follows from the events: the policies are pure, so they say it again. */
  #deriveEffects(): void {
    const { policies } = this.#upgraded ? V2 : V1;
    for (const [where, entries] of this.#journals) {
      const [kind, id] = split(where);
      const actor = this.#actor(kind);
      for (const entry of entries) {
        for (const [name, payload] of entry.events) {
          for (const policy of policies.filter((one) => one.kind === kind)) {
            const origin = { address: { actor, kind, id }, kind, id, at: entry.at };
            const effects = policy.on[name]?.(payload as never, origin as never) ?? [];
            for (const effect of effects) this.#sent(effect, entry);
          }
        }
      }
    }
  }

  #sent(effect: Effect, { version, schema }: StoredEntry): void {
    if (effect.type === "call") {
      const { op } = effect.request as { op: string };
      this.#calls.set(op, { call: effect, version });
      return;
    }
    const { op } = effect.payload as { op: string };
    const notes = schema === 1 ? [undefined, "old"] : [undefined, "new"];
    this.#letters.set(op, { mail: effect, version, notes });
  }

  #replay(where: string, entries: StoredEntry[]): void {
    const [kind, id] = split(where);
    const actor = this.#actor(kind);
    const writer = (schema: number) =>
      kind === "account" ? (schema === 1 ? accountV1 : accountV2) : actor;
    const model = new ActorModel(actor, writer, id, entries, this.#history.stepOf);
    this.models.set(where, model);
    const [headRow] = this.#disk.all(["head", kind]).filter(({ key }) => key[2] === id);
    const head = headRow && readHead(headRow.value);
    const codec = stateCodec(actor.state);
    model.run(
      (op, event) => this.#causeOf(kind, id, op, event),
      this.#queries(kind, id),
      (seq, state) => {
        const { snapshot, schema } = head ?? {};
        if (snapshot?.seq === seq && schema === actor.version) {
          this.#checkSnapshot(where, snapshot, codec, state);
        }
      },
    );
    this.faults.push(...model.faults);
    for (const applied of model.applied) {
      const list = this.#applied.get(applied.op) ?? [];
      this.#applied.set(applied.op, list);
      list.push(applied);
    }
    if (!head) return this.#fault(`${where}: a journal without a head`);
    const last = entries.at(-1);
    if (head.seq !== (last?.seq ?? 0)) {
      this.#fault(`${where}: the head says ${head.seq} entries, the journal has ${last?.seq ?? 0}`);
    }
    if (head.hash !== (last?.hash ?? genesis(kind, id))) {
      this.#fault(`${where}: the head's hash is not that of the last entry`);
    }
    if (head.snapshot && head.snapshot.seq > head.seq) {
      this.#fault(`${where}: the snapshot is ahead of the journal`);
    }
    if (head.state !== undefined && head.schema === actor.version && model.faults.length === 0) {
      const kept = codec.decode(head.state);
      if (canonical(kept) !== canonical(model.state)) {
        this.#fault(
          `${where}: the head's state is ${
            canonical(kept).slice(0, 300)
          }, the fold of the journal is ${canonical(model.state).slice(0, 300)}`,
        );
      }
    }
    if (Object.keys(head.reminders ?? {}).length > 0) {
      this.#fault(`${where}: reminders that never fired: ${canonical(head.reminders)}`);
    }
  }

  #checkSnapshot(
    where: string,
    { name, parts, seq }: { name: string; parts: number; seq: number },
    codec: ReturnType<typeof stateCodec>,
    state: unknown,
  ): void {
    const [kind, id] = split(where);
    const chunks = this.#disk.all(["snapshot", kind, id, name]).map(({ value }) => value);
    if (chunks.length !== parts) {
      return this.#fault(`${where}: the snapshot has ${chunks.length} chunks of ${parts}`);
    }
    const text = decoder.decode(Uint8Array.from(chunks.flatMap((chunk) => [...chunk])));
    const kept = codec.decode(JSON.parse(text));
    if (canonical(kept) !== canonical(state)) {
      this.#fault(`${where}: the snapshot at ${seq} is not the fold of the journal up to there`);
    }
  }

  #causeOf(
    kind: string,
    id: string,
    op: string,
    [, payload]: readonly [string, unknown],
  ): Cause | undefined {
    const asked = this.#history.ops.get(op);
    if (asked && asked.kind === kind && asked.id === id) return asked;
    const letter = this.#letters.get(op);
    if (letter && letter.mail.to.kind === kind && letter.mail.to.id === id) {
      const { mail, notes } = letter;
      const { note } = payload as { note?: string };
      if (kind !== "ledger" || !notes.includes(note)) {
        if (note !== undefined) this.#fault(`"${op}" saw the note "${note}"`);
        return { command: mail.command, payload: mail.payload, by: KERNEL };
      }
      const full = { ...(mail.payload as object), note } as Json;
      if (note === undefined) delete (full as { note?: string }).note;
      return { command: mail.command, payload: full, by: KERNEL };
    }
    const whisper = this.#history.ops.get(op.replace(/\/heard$/, ""));
    if (whisper?.command === "whisper" && whisper.kind === kind && whisper.id === id) {
      return { command: "whispered", payload: { op, fails: false }, by: KERNEL };
    }
    const call = this.#calls.get(op.replace(/\/(done|failed)$/, ""));
    if (call && kind === "lead") {
      const { said } = payload as { said?: string };
      return op.endsWith("/done")
        ? { command: "texted", payload: { op, result: { said: said ?? "" } }, by: KERNEL }
        : { command: "text_failed", payload: { op, reason: "" }, by: KERNEL };
    }
    return undefined;
  }

  // ---- clients

  #queries(kind: string, id: string): Query[] {
    const queries: Query[] = [];
    for (const op of this.#history.ops.values()) {
      if (op.kind !== kind || op.id !== id) continue;
      for (const attempt of op.attempts) {
        const { answer, answeredAt } = attempt;
        if (answer?.type !== "outcome" || op.command === "whisper") continue;
        // Kept answers may be older than this attempt, though not than the first; a refusal is not
        // kept.
        const kept = op.key !== undefined && answer.ok;
        const from = kept ? op.attempts[0]!.askedAt : attempt.askedAt;
        const wanted = canonical(answer);
        queries.push({
          from,
          until: answeredAt!,
          what: `"${op.op}" (${op.command}) was answered ${wanted.slice(0, 160)}`,
          holds: (state) => {
            if (this.#isEffect(op, wanted, attempt)) return true;
            const { outcome, events } = decideOn(this.#actor(kind), id, state, op);
            return events.length === 0 && canonical(outcomeAnswer(outcome)) === wanted;
          },
        });
      }
    }
    for (const { kind: of, id: whose, attempt } of this.#history.views) {
      if (of !== kind || whose !== id || attempt.answer?.type !== "outcome") continue;
      const wanted = canonical(attempt.answer.body);
      queries.push({
        from: attempt.askedAt,
        until: attempt.answeredAt!,
        what: `a view was answered ${wanted.slice(0, 160)}`,
        holds: (state) => canonical(viewOf(kind)(state)) === wanted,
      });
    }
    return queries;
  }

  /** Whether the journal holds this command with this answer, committed before it was told. */
  #isEffect({ kind, id, op, attempts }: Op, wanted: string, attempt: Attempt): boolean {
    return this.models.get(`${kind}/${id}`)!.applied.some((applied) =>
      applied.op === op && applied.step > attempts[0]!.askedAt &&
      applied.step <= attempt.answeredAt! && canonical(outcomeAnswer(applied.outcome)) === wanted
    );
  }

  #checkOps(): void {
    const byKey = new Map<string, Op[]>();
    for (const op of this.#history.ops.values()) {
      this.#checkOp(op);
      if (op.key === undefined) continue;
      const name = `${op.kind}/${op.id} ${op.by.id} ${op.key}`;
      byKey.set(name, [...byKey.get(name) ?? [], op]);
    }
    for (const [name, ops] of byKey) {
      const effects = ops.filter(({ op }) => this.#applied.has(op));
      if (effects.length > 1) this.#fault(`two bodies took effect under the key ${name}`);
      const answered = ops.filter(({ attempts }) =>
        attempts.some(({ answer }) => answer?.type === "outcome" && answer.ok)
      );
      if (answered.length > 1) this.#fault(`two bodies were answered under the key ${name}`);
      if (ops.length > 1) continue;
      const conflict = ops[0]!.attempts.some(({ answer }) =>
        answer?.type === "error" && answer.code === "idempotency_conflict"
      );
      if (conflict) this.#fault(`a conflict under the key ${name}, which has one body`);
    }
  }

  #checkOp(op: Op): void {
    const applied = this.#applied.get(op.op) ?? [];
    const name = `"${op.op}" (${op.command} of ${op.kind}/${op.id})`;
    if (applied.length > 1) this.#fault(`${name} took effect ${applied.length} times`);
    const [effect] = applied;
    if (effect && effect.step <= op.attempts[0]!.askedAt) this.#fault(`${name} came unasked`);
    const replies = new Set<string>();
    let answered = false;
    for (const { answer, node } of op.attempts) {
      if (!answer) {
        this.#fault(`${name} never had an answer from ${node}`);
        continue;
      }
      if (answer.type === "outcome") answered = true;
      if (answer.type === "outcome" && answer.ok) replies.add(canonical(answer));
      if (answer.type !== "error") continue;
      const { code, message } = answer;
      const final = code === "defect" || code === "void" || code === "idempotency_conflict";
      const alone = op.attempts.length === 1 && (code === "busy");
      if (effect && (final || alone)) this.#fault(`${name} took effect, and was answered ${code}`);
      if (code === "defect" && op.command !== "break") {
        this.#fault(`${name} was answered with a defect: ${message}`);
      }
      if (code === "invalid_command" || code === "unknown") {
        this.#fault(`${name} was answered ${code}: ${message}`);
      }
    }
    if (op.key !== undefined && replies.size > 1) {
      this.#fault(`${name} had different answers under one key: ${[...replies].join(", ")}`);
    }
    if (op.command === "break") this.#checkBreak(op, name);
    if (op.command === "whisper") this.#checkWhisper(op, name, answered);
    if (op.partner !== undefined) this.#checkJoint(op, name, effect);
  }

  #checkBreak({ op, attempts }: Op, name: string): void {
    const dead = this.#dead.filter(({ payload, to }) =>
      to?.command === "break" && payload.op === op
    );
    const told = attempts.some(({ answer }) =>
      answer?.type === "error" && answer.code === "defect"
    );
    if (told && dead.length === 0) this.#fault(`${name} was a defect and left no dead letter`);
    if (dead.length > attempts.length) this.#fault(`${name} left ${dead.length} dead letters`);
    if (attempts.some(({ answer }) => answer?.type === "outcome")) {
      this.#fault(`${name} was answered`);
    }
  }

  #checkWhisper({ op }: Op, name: string, answered: boolean): void {
    const died = this.#dead.filter(({ payload }) => payload.op === `${op}/heard`).length;
    const heard = (this.#applied.get(`${op}/heard`)?.length ?? 0) + died;
    if (heard > 1 || (answered && heard === 0)) this.#fault(`${name} was heard ${heard} times`);
  }

  #checkJoint(op: Op, name: string, effect: Applied | undefined): void {
    const partner = this.#history.ops.get(op.partner!)!;
    const other = this.#applied.get(partner.op)?.[0];
    if (!effect) return;
    if (other) {
      if (other.version !== effect.version) this.#fault(`${name}: a joint turn in two commits`);
      return;
    }
    // A repeated claim is answered without a trace, and only then half of it shows nothing.
    const { member } = partner.payload as { member?: string };
    const earlier = this.models.get(`${partner.kind}/${partner.id}`)?.entries.some((entry) =>
      entry.version <= effect.version &&
      entry.events.some(([, event]) => (event as { member?: string }).member === member)
    );
    if (member === undefined || !earlier) this.#fault(`${name}: half of a joint turn`);
  }

  // ---- what followed

  #checkLetters(): void {
    for (const [op, { mail, version }] of this.#letters) {
      const { kind, id } = mail.to;
      const found = (this.#applied.get(op) ?? []).filter((one) =>
        one.kind === kind && one.id === id
      );
      const dead = this.#dead.filter(({ payload, to }) => to && payload.op === op).length;
      if (found.length + dead !== 1) {
        this.#fault(`the letter "${op}" was applied ${found.length} times, and died ${dead} times`);
      }
      if (found.some((one) => one.version <= version)) {
        this.#fault(`"${op}" came before it was sent`);
      }
    }
    for (const { id, payload, to, port } of this.#dead) {
      const expected = port !== undefined || to?.command === "break" ||
        to?.command === "whispered" || (to?.command === "credit" && payload.amount === 13);
      if (!expected) this.#fault(`a dead letter ${id}: ${canonical({ to, payload })}`);
    }
  }

  #checkCalls(): void {
    const { carried, replayed, stepOf } = this.#history;
    for (const [op, { version }] of this.#calls) {
      const calls = carried.filter((one) => one.op === op);
      const dead = this.#dead.filter(({ port, payload }) => port && payload.op === op).length;
      const done = this.#applied.get(`${op}/done`) ?? [];
      const failed = this.#applied.get(`${op}/failed`) ?? [];
      if (calls.length === 0) this.#fault(`the call "${op}" was never carried`);
      if (new Set(calls.map(({ key }) => key)).size > 1) this.#fault(`"${op}" had several keys`);
      if (calls.some(({ step }) => step <= stepOf[version]!)) this.#fault(`"${op}" was not due`);
      if (done.length + dead !== 1) {
        this.#fault(`the call "${op}" was done ${done.length} times, and died ${dead} times`);
      }
      const most = dead + (replayed.get(op) ?? 0);
      if (failed.length < dead || failed.length > most) {
        this.#fault(`the call "${op}" was told to have failed ${failed.length} times, not ${most}`);
      }
      if (done.some(({ step }) => !calls.some((one) => one.said && one.step < step))) {
        this.#fault(`the call "${op}" was told to be done before it was`);
      }
    }
  }

  #checkReminders(): void {
    for (const [where, { reminders, faults }] of this.models) {
      if (reminders.size > 0 && faults.length === 0) {
        this.#fault(`${where}: reminders that never fired: ${canonical([...reminders])}`);
      }
    }
  }

  #checkRows(): void {
    const wanted = new Map<string, Json>();
    const put = (model: string, key: readonly unknown[], value: Json) =>
      wanted.set(canonical([model, ...key]), value);
    for (const [where, { state, entries }] of this.models) {
      const [kind, id] = split(where);
      const seq = entries.length;
      if (seq === 0) continue;
      if (kind === "account") {
        const { balance } = state as { balance: number };
        put(balances.name, [id], { balance, seq });
        if (balance < 20) put(balances.name, ["poor", id], true);
      }
      if (kind === "lot") {
        const { capacity, taken } = state as { capacity: number; taken: Map<string, number> };
        put(stock.name, [id], { free: capacity - taken.size, seq });
        for (const [member, number] of taken) put(claims.name, [id, number], member);
      }
      for (const [name, event] of entries.flatMap(({ events }) => events)) {
        if (name !== "withdrawn") continue;
        put(withdrawals.name, [id, event.op], (event as unknown as { amount: number }).amount);
      }
    }
    for (const { key, value } of this.#disk.all(["row"])) {
      const name = canonical(key.slice(1));
      const expected = wanted.get(name);
      if (canonical(expected) !== canonical(read(value))) {
        this.#fault(
          `the row ${name} is ${canonical(read(value))}, expected ${canonical(expected)}`,
        );
      }
      wanted.delete(name);
    }
    for (const name of wanted.keys()) this.#fault(`the row ${name} is missing`);
  }

  #checkFeeds(): void {
    for (const { kind, id, after, heard, openedAt } of this.#history.listenings) {
      const entries = this.#journals.get(`${kind}/${id}`) ?? [];
      const due = entries.find(({ version }) => this.#history.stepOf[version]! > openedAt);
      let next = after === undefined ? heard[0]?.seq ?? due?.seq ?? Infinity : after + 1;
      if (after === undefined && due && next > due.seq) {
        this.#fault(`a listener to ${id} came late`);
      }
      for (const { seq, at, events } of heard) {
        const entry = entries[seq - 1];
        if (seq !== next) this.#fault(`a listener to ${id} heard ${seq} instead of ${next}`);
        if (!entry || entry.at !== at || canonical(entry.events) !== canonical(events)) {
          this.#fault(`a listener to ${id} heard another entry ${seq} than the journal's`);
        }
        next = seq + 1;
      }
      if (next <= entries.length) this.#fault(`a listener to ${id} never heard ${next}`);
    }
  }

  #checkMoney(): void {
    let sum = 0;
    for (const [where, { state }] of this.models) {
      if (where.startsWith("account/")) sum += (state as { balance: number }).balance;
      if (!where.startsWith("lot/")) continue;
      const { capacity, taken } = state as { capacity: number; taken: Map<string, number> };
      if (taken.size > capacity) this.#fault(`${where}: oversold`);
    }
    for (const { to, payload } of this.#dead) {
      if (to?.command === "credit") sum += payload.amount!;
    }
    let paidIn = 0;
    for (const list of this.#applied.values()) {
      for (const { op } of list) {
        const asked = this.#history.ops.get(op);
        const { amount = 0 } = (asked?.payload ?? {}) as { amount?: number };
        if (asked?.command === "deposit") paidIn += amount;
        if (asked?.command === "withdraw") paidIn -= amount;
      }
    }
    if (sum !== paidIn) this.#fault(`the accounts hold ${sum}, and ${paidIn} was paid in`);
  }

  #actor(kind: string): AnyActor {
    return this.#final.find((actor) => actor.kind === kind)!;
  }
}

function split(where: string): [kind: string, id: string] {
  const at = where.indexOf("/");
  return [where.slice(0, at), where.slice(at + 1)];
}
