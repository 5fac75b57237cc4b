/** Broken turns, states and snapshots. */
import type { Mutant } from "../mutants.ts";

export const TURNS: readonly Mutant[] = [
  {
    name: "reply_before_commit",
    what: "Callers are told as soon as the turn is decided.",
    edits: [{
      file: "activation.ts",
      find: `      const plan = ahead ?? this.#turn(ready);
`,
      replace: `      const plan = ahead ?? this.#turn(ready);
      plan.items.forEach((item, i) => settle(this.#host, this, item, plan.results[i]!));
`,
    }],
    within: 150,
    seed: 34,
  },
  {
    name: "stale_retry",
    what: "After a lost race the same commands are decided on the old state.",
    edits: [{
      file: "loaded_base.ts",
      find: `    this.headVersion = null;
    this.state = undefined;`,
      replace: `    this.headVersion = null;`,
    }, {
      file: "loaded_base.ts",
      find: `      this.state = state;
      this.head =`,
      replace: `      this.state ??= state;
      this.head =`,
    }],
    within: 150,
    seed: 44,
  },
  {
    name: "lost_race_forgets",
    what: "Commands whose turn has lost a race are not decided again.",
    edits: [{
      file: "activation.ts",
      find: `    this.#host.metrics.lostRaces++;
    this.#mailbox.putBack(plan.items);`,
      replace: `    this.#host.metrics.lostRaces++;`,
    }],
    within: 150,
    seed: 4,
  },
  {
    name: "traceless_turn",
    what:
      "A turn that sets a reminder or buries a command, and records nothing, leaves no evidence.",
    edits: [{
      file: "turn.ts",
      find: `    if (this.#traceless && entries.sealed.length === 0) entries.sealNothing();\n`,
      replace: ``,
    }],
    within: 150,
    seed: 23,
  },
  {
    name: "recent_forgotten",
    what: "Entries that the head has no more room for get no rows.",
    edits: [{
      file: "head.ts",
      find: `{ recent: fresh, written: before }`,
      replace: `{ recent: fresh, written: [] }`,
    }],
    within: 5,
    seed: 1,
  },
  {
    name: "recent_no_evidence",
    what: "Whether a turn has landed is not looked up among the entries that the head holds.",
    edits: [{
      file: "committer.ts",
      find: ` || head.recent?.some(isOurs)`,
      replace: ``,
    }],
    within: 100,
    seed: 23,
  },
  {
    name: "row_stamp_believed",
    what: "A turn is taken to have landed when its entry got a row of its own.",
    edits: [{
      file: "committer.ts",
      find: `landedAt ??= plan.base.headVersion ?? BEFORE_ALL;`,
      replace: `landedAt ??= entry?.versionstamp ?? row.versionstamp;`,
    }],
    within: 100,
    seed: 23,
  },
  {
    name: "chain_skips",
    what: "The entries of one turn all name the entry before the turn.",
    edits: [{
      file: "turn_entries.ts",
      find: `    this.hash = sha256(text);\n`,
      replace: `    if (this.sealed.length === 0) this.hash = sha256(text);\n`,
    }],
    within: 150,
    seed: 58,
  },
  {
    name: "upcaster_skipped",
    what: "Events of an older version are not brought to the present one.",
    edits: [{
      file: "journal.ts",
      find: `  if (entry.schema === version || !upcast) return entry.events;`,
      replace: `  if (version > 0 || !upcast) return entry.events;`,
    }],
    within: 150,
    seed: 10,
  },
  {
    name: "folded_twice",
    what: "A state that was evolved half-way when a read failed is evolved again from the start.",
    edits: [{
      file: "loaded_base.ts",
      find: `      this.clean = false;
      return await fold(`,
      replace: `      return await fold(`,
    }],
    within: 150,
    seed: 73,
  },
  {
    name: "busy_actor_passivated",
    what: "An actor is forgotten while commands wait in its mailbox.",
    edits: [{
      file: "activation.ts",
      find: `    return this.#mailbox.length === 0 && this.#holders.length === 0 && !this.queued &&
      !this.lent &&`,
      replace: `    return true ||`,
    }],
    within: 500,
    seed: 293,
  },
  {
    name: "snapshot_ahead",
    what: "A snapshot says that it holds one entry more than it does.",
    edits: [{
      file: "snapshots.ts",
      find: `seq: head.seq, name`,
      replace: `seq: head.seq + 1, name`,
    }],
    within: 150,
    seed: 47,
  },
  {
    name: "spoiled_state_kept",
    what: "A state that a command has spoiled half-way is used again.",
    edits: [{
      file: "activation.ts",
      find: `      this.#blame(error);
      this.reset();`,
      replace: `      this.#blame(error);
      this.base.clean = true;
      this.#mailbox.recount();
      this.ended();`,
    }],
    within: 150,
    seed: 44,
  },
  {
    name: "invariant_not_checked",
    what: "A command may leave a state that breaks the invariant.",
    edits: [{
      file: "turn.ts",
      find: `if (emitted.length > 0) this.#checkState();`,
      replace: ``,
    }],
    within: 150,
    seed: 28,
  },
  {
    name: "defect_not_kept",
    what: "A command that fails leaves no dead letter.",
    edits: [{
      file: "turn.ts",
      find: `    this.#set(keys.dead(dead.id), bytes);
`,
      replace: ``,
    }],
    within: 150,
    seed: 44,
  },
  {
    name: "time_goes_back",
    what: "The time of a turn is the clock's, though an earlier turn had a later one.",
    edits: [{
      file: "turn.ts",
      find: `this.at = Math.max(env.now, before?.at ?? 0);`,
      replace: `this.at = env.now;`,
    }],
    within: 150,
    seed: 1,
  },
  {
    name: "read_not_confirmed",
    what: "What was read or refused is told without a look whether the head has moved.",
    edits: [{
      file: "committer.ts",
      find: `if (current.every(Boolean)) this.#landed(unit, "");`,
      replace: `if (current.length > 0) this.#landed(unit, "");`,
    }],
    within: 150,
    seed: 5,
  },
  {
    name: "read_from_memory",
    what:
      "Where another node runs the actor, reads are answered from the state that is known here.",
    edits: [{
      file: "rerouting.ts",
      find: `    const views = activation.takeViews();
`,
      replace: `    const views = activation.takeViews();
    activation.answer(views.splice(0));
`,
    }],
    within: 150,
    seed: 1,
  },
  {
    name: "snapshot_named_early",
    what: "The head points at a snapshot whose chunks are still on their way.",
    edits: [{
      file: "snapshots.ts",
      find: `      await host.store.commit({
        checks: [],
        sets: chunks.slice(i, i + CHUNKS_A_COMMIT),
        deletes: [],
      });`,
      replace: `      host.store.commit({
        checks: [],
        sets: chunks.slice(i, i + CHUNKS_A_COMMIT),
        deletes: [],
      }).catch(() => {});`,
    }],
    within: 150,
    seed: 55,
  },
  {
    name: "snapshot_of_old_schema",
    what: "A snapshot of another schema version is used as it is.",
    edits: [{
      file: "loaded_base.ts",
      find: `if (head.snapshot && head.schema === actor.version) {`,
      replace: `if (head.snapshot) {`,
    }, {
      file: "turn_head.ts",
      find: `(before?.schema === actor.version && chunked ? before.snapshot : undefined)`,
      replace: `(chunked ? before?.snapshot : undefined)`,
    }],
    within: 150,
    seed: 43,
  },
  {
    name: "state_of_old_schema",
    what: "An inline state of another schema version is used as it is.",
    edits: [{
      file: "head.ts",
      find: `head.state !== undefined && head.schema === schema ?`,
      replace: `head.state !== undefined && schema > 0 ?`,
    }],
    within: 150,
    seed: 10,
  },
  {
    name: "ahead_of_the_lost",
    what: "A turn decided ahead is kept though the one that it stands on was lost.",
    edits: [{
      file: "activation.ts",
      find: `    this.#ahead = undefined;\n    this.#spoilt = false;`,
      replace: `    this.#spoilt = false;`,
    }],
    within: 150,
    seed: 10,
  },
  {
    name: "ahead_and_spoilt",
    what: "A state that failed while it was taken ahead is used by the next turn.",
    edits: [{
      file: "activation.ts",
      find: `    if (this.#spoilt) this.reset();\n    else if`,
      replace: `    if`,
    }],
    within: 150,
    seed: 107,
  },
  {
    name: "ahead_of_its_head",
    what: "A turn decided ahead starts from the head before the turn under way.",
    edits: [{
      file: "activation.ts",
      find: `this.#turn(ready, { head });`,
      replace: `this.#turn(ready);`,
    }],
    within: 150,
    seed: 58,
  },
  {
    name: "ahead_with_keys",
    what: "Commands with idempotency keys are decided ahead, without a look at the kept answers.",
    edits: [{
      file: "mailbox.ts",
      find: `item.type !== "command" || isKeyed(item)`,
      replace: `item.type !== "command"`,
    }],
    within: 150,
    seed: 1,
  },
];
