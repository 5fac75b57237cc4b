/**
 * Stewardship: a node that meets another's live steward hands its commands over as packed letters
 * instead of racing for the head. Speed only: what keeps a command from being applied twice is the
 * letter's number, which the head remembers.
 */
import type { Activation } from "./activation.ts";
import { fromJson, jsonBytes, toBytes, unlessItThrows } from "./codec.ts";
import { KernelError, StoreSilent } from "./errors.ts";
import { type Head, readHead } from "./head.ts";
import type { Host } from "./host.ts";
import {
  type CommandItem,
  type HandedAnswer,
  type HandedCommand,
  type HandedItem,
  notJson,
  settleAnswer,
} from "./item.ts";
import { keys } from "./keys.ts";
import type { Key } from "./store.ts";

const LETTERS_A_ROUND = 8;
/** Room in a letter's answer for one command's reply. */
const ANSWER_UNITS = 400;

interface HandedLetter {
  readonly n: number;
  readonly commands: readonly CommandItem[];
}

interface Round {
  letters: HandedLetter[];
  steward: string;
  /** Monotonic time of the last sign that the steward takes our letters. */
  since: number;
  written: boolean;
}

/** Commands of this node for one actor that another node runs. */
class Lane {
  readonly queue: CommandItem[] = [];
  round: Round | undefined;
  polling = false;
  pollAgain = false;
  constructor(readonly activation: Activation) {}

  get size(): number {
    const letters = this.round?.letters ?? [];
    return letters.reduce((sum, { commands }) => sum + commands.length, this.queue.length);
  }
}

export class Handovers {
  readonly #host: Host;
  readonly #lanes = new Map<string, Lane>();
  /** One sequence for all actors: it only has to grow. */
  #n = 0;
  #cancelPoll: (() => void) | undefined;
  #cancelQuick: (() => void) | undefined;
  #cancelCollect: (() => void) | undefined;
  /** Monotonic time at which letters for this node were last found. */
  #foundAt = -Infinity;
  /** Rung for since notes were last looked for, and when that was. */
  #rung = false;
  #notesAt = -Infinity;
  #collecting: Promise<void> | undefined;
  #collectAgain = false;

  constructor(host: Host) {
    this.#host = host;
  }

  get busy(): boolean {
    return this.#lanes.size > 0;
  }

  // ---- the asking side

  /** Sends the commands to the steward; their callers are told when its answers have come. */
  handOver(activation: Activation, steward: string, commands: readonly CommandItem[]): void {
    const lane = this.#lane(activation);
    for (const command of commands) lane.queue.push(command);
    if (!lane.round) this.#nextRound(lane, steward);
    this.#armPoll();
  }

  #lane(activation: Activation): Lane {
    const { name } = activation;
    let lane = this.#lanes.get(name);
    if (!lane) {
      this.#lanes.set(name, lane = new Lane(activation));
      activation.lent = lane;
    }
    return lane;
  }

  #close(lane: Lane): void {
    lane.activation.lent = undefined;
    this.#lanes.delete(lane.activation.name);
  }

  /** The node stops. Whether the stewards decide what they were handed, it will not learn. */
  abandon(): void {
    this.#cancelPoll?.();
    this.#cancelQuick?.();
    this.#cancelCollect?.();
    for (const lane of this.#lanes.values()) this.#giveUp(lane, unsure());
  }

  #giveUp(lane: Lane, error: KernelError): void {
    const letters = lane.round?.letters ?? [];
    for (const { commands } of letters) for (const command of commands) command.reject(error);
    if (lane.round) lane.round.letters = [];
    for (const command of lane.queue.splice(0)) command.reject(error);
    this.#close(lane);
  }

  #nextRound(lane: Lane, steward: string): void {
    const letters: HandedLetter[] = [];
    while (letters.length < LETTERS_A_ROUND && lane.queue.length > 0) {
      const commands = this.#letterful(lane.queue);
      if (commands.length > 0) letters.push({ n: ++this.#n, commands });
    }
    if (letters.length === 0) {
      lane.round = undefined;
      return this.#close(lane);
    }
    lane.round = { letters, steward, since: this.#host.clock.monotonic(), written: false };
    this.#host.track(this.#write(lane, lane.round));
  }

  #letterful(queue: CommandItem[]): CommandItem[] {
    const { handoverItems, handoverUnits } = this.#host.limits;
    const commands: CommandItem[] = [];
    let units = 0;
    while (commands.length < handoverItems && queue.length > 0) {
      const text = unlessItThrows(() => JSON.stringify(handed(queue[0]!)));
      if (text === undefined) {
        // It would keep all the others from being written.
        const { command, reject } = queue.shift()!;
        reject(notJson(command));
        continue;
      }
      units += Math.max(text.length, ANSWER_UNITS / 3);
      if (units > handoverUnits && commands.length > 0) break;
      commands.push(queue.shift()!);
    }
    return commands;
  }

  /** Written blindly, and again until it is known to be there: a repeat changes nothing. */
  async #write(lane: Lane, round: Round): Promise<void> {
    const { node, store, limits, metrics } = this.#host;
    const { kind } = lane.activation.kind.actor;
    const { id } = lane.activation;
    const sets = round.letters.map(({ n, commands }) => ({
      key: keys.hand(round.steward, kind, id, node, n),
      value: jsonBytes(commands.map(handed)),
      expireInMs: limits.handoverKeptMs,
    }));
    const ring = {
      key: keys.inbox(round.steward),
      value: toBytes(`${node} ${round.letters[0]?.n}`),
    };
    try {
      await store.commit({ checks: [], sets: [...sets, ring], deletes: [] });
      metrics.handedOver += round.letters.reduce((sum, letter) => sum + letter.commands.length, 0);
      round.written = true;
      this.#armQuick();
    } catch {
      // The poll writes it again.
    }
  }

  #armPoll(): void {
    if (this.#cancelPoll || this.#lanes.size === 0 || this.#host.stopped) return;
    this.#cancelPoll = this.#host.timers.after(this.#host.limits.handoverPollMs, () => {
      this.#cancelPoll = undefined;
      this.poll(true);
      this.#armPoll();
    });
  }

  /** While a round is young its answers are likely to come at any moment. */
  #armQuick(): void {
    if (this.#cancelQuick || this.#host.stopped) return;
    const { clock, limits, timers } = this.#host;
    this.#cancelQuick = timers.after(limits.handoverQuickMs, () => {
      this.#cancelQuick = undefined;
      const young = clock.monotonic() - limits.handoverPollMs;
      let any = false;
      for (const { round } of this.#lanes.values()) any ||= !!round?.written && round.since > young;
      if (!any) return;
      this.poll();
      this.#armQuick();
    });
  }

  /** Looks for answers; `patiently` also looks whether the steward is still there. */
  poll(patiently = false): void {
    for (const lane of this.#lanes.values()) {
      if (!lane.round) continue;
      if (lane.polling) {
        lane.pollAgain = true;
        continue;
      }
      lane.polling = true;
      this.#host.track(this.#pollUntilDone(lane, patiently));
    }
  }

  async #pollUntilDone(lane: Lane, patiently: boolean): Promise<void> {
    try {
      do {
        lane.pollAgain = false;
        await this.#pollLane(lane, patiently);
      } while (lane.pollAgain && lane.round && !this.#host.stopped);
    } catch (cause) {
      this.#host.report("Cannot look for handed-over answers", cause);
      // Nobody waits for a silent store; whether the steward decides what it was handed, or has, is
      // for the callers to find out.
      if (cause instanceof StoreSilent) this.#giveUp(lane, unknown());
    } finally {
      lane.polling = false;
    }
  }

  async #pollLane(lane: Lane, patiently: boolean): Promise<void> {
    const round = lane.round!;
    await this.#takeAnswers(lane, round);
    if (round.letters.length > 0 && patiently) await this.#lookAfter(lane, round);
    if (round.letters.length === 0 && lane.round === round) this.#roundOver(lane);
  }

  async #takeAnswers(lane: Lane, round: Round): Promise<void> {
    const { store, clock } = this.#host;
    const asked = round.letters;
    const rows = await store.getMany(asked.map(({ n }) => this.#answerKey(lane, n)));
    if (this.#host.stopped) return;
    const open: HandedLetter[] = [];
    asked.forEach((letter, i) => {
      const row = rows[i];
      if (!row) return void open.push(letter);
      round.since = clock.monotonic();
      const answers: HandedAnswer[] = fromJson(row.value);
      letter.commands.forEach((command, j) =>
        settleAnswer(command, answers[j]!, () => lane.queue.push(command))
      );
    });
    round.letters = open;
  }

  #answerKey(lane: Lane, n: number): Key {
    return keys.answer(this.#host.node, lane.activation.kind.actor.kind, lane.activation.id, n);
  }

  /** The answers to a letter that turned out to be taken already. */
  async recover(activation: Activation, item: HandedItem): Promise<void> {
    const { node, store } = this.#host;
    const { id, kind: { actor: { kind } } } = activation;
    const [row] = await store.getMany([keys.answer(node, kind, id, item.n)])
      .catch(() => [undefined]);
    const answers: HandedAnswer[] | undefined = row && fromJson(row.value);
    // It had nothing to do while this was read, so the node may have forgotten it by now.
    const present = this.#host.activation(kind, id)!;
    item.own!.forEach((command, i) => {
      if (answers) settleAnswer(command, answers[i]!, () => present.pushAgain(command));
      else command.reject(expired());
    });
    this.#host.schedule(present);
  }

  /** No answer yet: is the steward the same, alive, and taking letters? */
  async #lookAfter(lane: Lane, round: Round): Promise<void> {
    const { node, store, clock, limits } = this.#host;
    const { activation } = lane;
    const [row] = await store.getMany([keys.head(activation.kind.actor.kind, activation.id)]);
    const head = row ? readHead(row.value) : undefined;
    activation.noteSteward(head?.steward, row?.versionstamp);
    const taken = head?.taken?.[node]?.[0] ?? 0;
    if (round.letters.some(({ n }) => n <= taken)) {
      // Answered between our two reads, or so long ago that the answer is gone.
      await this.#takeAnswers(lane, round);
      const gone = round.letters.filter(({ n }) => n <= taken);
      round.letters = round.letters.filter(({ n }) => n > taken);
      for (const letter of gone) for (const command of letter.commands) command.reject(expired());
    }
    if (round.letters.length === 0) return;
    const steward = head?.steward;
    const patience = clock.monotonic() - round.since < 2 * limits.stewardMs;
    if (!this.#alive(head, patience)) this.#takeBack(lane, round);
    else if (steward!.node !== round.steward || !round.written) {
      round.steward = steward!.node;
      await this.#write(lane, round);
    }
  }

  #alive(head: Head | undefined, patience: boolean): boolean {
    const steward = head?.steward;
    return patience && steward !== undefined && steward.node !== this.#host.node &&
      steward.until > this.#host.clock.now();
  }

  /** The steward is gone: this node takes its own letters, under their numbers, and runs the actor. */
  #takeBack(lane: Lane, round: Round): void {
    const { activation } = lane;
    const { node } = this.#host;
    const { kind } = activation.kind.actor;
    activation.takeOver();
    const { letters } = round;
    round.letters = [];
    for (const { n, commands } of letters) {
      const key = keys.hand(round.steward, kind, activation.id, node, n);
      activation.push({ type: "handed", from: node, n, key, commands, own: commands });
    }
    this.#host.schedule(activation);
  }

  #roundOver(lane: Lane): void {
    lane.round = undefined;
    if (lane.queue.length === 0) return this.#close(lane);
    const remote = lane.activation.remote;
    if (remote) return this.#nextRound(lane, remote.node);
    // This node runs the actor now: back to the mailbox.
    this.#close(lane);
    for (const command of lane.queue.splice(0)) lane.activation.pushAgain(command);
    this.#host.schedule(lane.activation);
  }

  // ---- the steward's side

  /** Tells the steward that there is mail for its actor; only it can take it without racing. */
  leaveNote(activation: Activation, steward: string): void {
    const { store, limits, node } = this.#host;
    const key = keys.note(steward, activation.kind.actor.kind, activation.id);
    const value = toBytes(node);
    // Lost notes do no harm: a sweep finds the mail again.
    this.#host.track(store.commit({
      checks: [],
      sets: [{ key, value, expireInMs: limits.handoverKeptMs }, {
        key: keys.inbox(steward),
        value,
      }],
      deletes: [],
    }));
  }

  /** Takes up the letters that other nodes have handed to this one, and the notes they left. */
  collect(): Promise<void> {
    this.#rung = true;
    return this.#collect();
  }

  #collect(): Promise<void> {
    if (this.#collecting) {
      this.#collectAgain = true;
      return this.#collecting;
    }
    this.#collecting = this.#collectAll().catch((cause) => {
      this.#host.report("Cannot collect handed-over commands", cause);
    }).finally(() => {
      this.#collecting = undefined;
      if (this.#collectAgain && !this.#host.draining) {
        this.#collectAgain = false;
        this.#host.track(this.#collect());
      } else this.#armCollect();
    });
    return this.#collecting;
  }

  /** Who has just sent letters is likely to send more. */
  #armCollect(): void {
    const { clock, limits, timers, draining } = this.#host;
    const flowing = clock.monotonic() - this.#foundAt < limits.handoverPollMs;
    if (this.#cancelCollect || !(flowing || this.#rung) || draining) return;
    this.#cancelCollect = timers.after(limits.handoverQuickMs, () => {
      this.#cancelCollect = undefined;
      if (!this.#host.draining) this.#host.track(this.#collect());
    });
  }

  async #collectAll(): Promise<void> {
    const { node, store, limits } = this.#host;
    const full = new Set<string>();
    const rows = store.list({ prefix: keys.handedTo(node), limit: limits.sweepRows });
    for await (const row of rows) {
      this.#foundAt = this.#host.clock.monotonic();
      const [, , kind, id, from, n] = row.key as [string, string, string, string, string, number];
      // Numbers must be taken in order: past one that found no room, the rest has to wait too.
      if (full.has(`${kind}/${id}`)) continue;
      const commands: HandedCommand[] = fromJson(row.value);
      if (!this.#host.deliver(kind, id, { type: "handed", from, n, key: row.key, commands })) {
        const waits = this.#host.activation(kind, id)?.hasHanded(from, n);
        if (!waits) full.add(`${kind}/${id}`);
      }
    }
    const now = this.#host.clock.monotonic();
    // Notes are rare, and letters ring as well.
    if (!this.#rung || now - this.#notesAt < limits.handoverPollMs / 2) return;
    this.#rung = false;
    this.#notesAt = now;
    for await (const { key } of store.list({ prefix: keys.notes(node), limit: limits.sweepRows })) {
      const [, , kind, id] = key as [string, string, string, string];
      await this.#host.fetchMail(kind, id);
      this.#host.discard(key);
    }
  }
}

const unsure = () =>
  new KernelError(
    "unavailable",
    "Cannot tell what the command came to: this node is shutting down",
    {
      retryAfterMs: 1_000,
    },
  );

const unknown = () =>
  new KernelError("unavailable", "Cannot tell what the command came to: the store is silent", {
    retryAfterMs: 2_000,
  });

const expired = () =>
  new KernelError("unavailable", "Cannot tell what the command came to: its answer has expired");

const handed = ({ command, payload, by, idempotency }: CommandItem): HandedCommand => ({
  command,
  payload,
  by,
  ...(idempotency ? { idempotency } : {}),
});
