/**
 * Kernels that are broken on purpose. Each must be caught by the simulation within its number of
 * seeds, counted from seed 1; so each rule of the kernel is known to be watched.
 */

export interface Edit {
  /** Below `lib/kernel`. */
  readonly file: string;
  /** Found exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  /** What is broken, as a sentence. */
  readonly what: string;
  readonly edits: readonly Edit[];
  /** Caught within so many seeds. */
  readonly within: number;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: "mail_without_version_rule",
    what: "A letter is applied though it was seen before the head it is applied on.",
    edits: [{
      file: "turn.ts",
      find: `      case "letter": {
        const { headVersion } = this.#base;
        if (headVersion !== null && item.seenAt < headVersion) return { dropped: true };`,
      replace: `      case "letter": {`,
    }],
    within: 150,
  },
  {
    name: "letter_not_deleted",
    what: "A turn applies a letter and leaves it in the mail.",
    edits: [{
      file: "turn.ts",
      find: `        this.#delete(item.key);
        this.#dirty = true;
        return this.#decideSafely(item, KERNEL);`,
      replace: `        this.#dirty = true;
        return this.#decideSafely(item, KERNEL);`,
    }],
    within: 150,
  },
  {
    name: "reply_before_commit",
    what: "Callers are told as soon as the turn is decided.",
    edits: [{
      file: "activation.ts",
      find: `      const plan = ahead ?? this.#turn(ready);
`,
      replace: `      const plan = ahead ?? this.#turn(ready);
      plan.items.forEach((item, i) => this.#settle(item, plan.results[i]!));
`,
    }],
    within: 150,
  },
  {
    name: "reminder_left_behind",
    what: "A turn takes a reminder and leaves its row.",
    edits: [{
      file: "turn.ts",
      find: `if (!again) this.#delete(reminderKey(name, due));`,
      replace: ``,
    }],
    within: 150,
  },
  {
    name: "reminder_not_checked",
    what: "A reminder fires whether or not the head says that it is set.",
    edits: [{ file: "turn.ts", find: `if (!same) return { dropped: true };`, replace: `` }],
    within: 150,
  },
  {
    name: "reminder_seen_once",
    what: "A reminder that was set again to the same time fires with what it was set to before.",
    edits: [{
      file: "turn.ts",
      find: `      case "reminder": {
        const { headVersion } = this.#base;
        if (headVersion !== null && item.seenAt < headVersion) return { dropped: true };`,
      replace: `      case "reminder": {`,
    }, {
      file: "item.ts",
      find: `...fromJson(value), seenAt: versionstamp };`,
      replace: `...fromJson(value), seenAt: "f".repeat(20) };`,
    }],
    within: 150,
  },
  {
    name: "reminder_set_and_deleted",
    what: "A reminder set again to the same time is deleted by the turn that sets it.",
    edits: [{
      file: "turn.ts",
      find: `if (!again) this.#delete(`,
      replace: `this.#delete(`,
    }],
    within: 150,
  },
  {
    name: "reminder_before_its_time",
    what: "A node whose clock is behind believes the one that found the reminder due.",
    edits: [{
      file: "turn.ts",
      find: `if (item.due > this.at) return { dropped: true };`,
      replace: ``,
    }],
    within: 150,
  },
  {
    name: "stale_retry",
    what: "After a lost race the same commands are decided on the old state.",
    edits: [{
      file: "activation.ts",
      find: `    this.base.head = undefined;
    this.base.headVersion = null;
    this.base.state = undefined;`,
      replace: `    this.base.head = undefined;
    this.base.headVersion = null;`,
    }, {
      file: "activation.ts",
      find: `      this.base.state = state;
      this.base.head =`,
      replace: `      this.base.state ??= state;
      this.base.head =`,
    }],
    within: 150,
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
  },
  {
    name: "steward_trusted",
    what: "A node that claims stewardship commits without a check of the head.",
    edits: [{
      file: "committer.ts",
      find:
        `      checks.push({ key: keys.head(kind, plan.base.id), versionstamp: plan.base.headVersion });`,
      replace:
        `      if (plan.head?.steward?.node !== host.node) checks.push({ key: keys.head(kind, plan.base.id), versionstamp: plan.base.headVersion });`,
    }],
    within: 150,
  },
  {
    name: "handed_over_twice",
    what: "A handed-over letter is taken though its number was taken before.",
    edits: [{ file: "turn.ts", find: `if (item.n <= last) {`, replace: `if (item.n < 0) {` }],
    within: 150,
  },
  {
    name: "taken_not_recorded",
    what: "A turn takes a handed-over letter and does not note its number in the head.",
    edits: [{
      file: "turn.ts",
      find: `    this.#taken = withTaken(this.#taken, item.from, item.n, this.at);\n`,
      replace: ``,
    }],
    within: 150,
  },
  {
    name: "snapshot_ahead",
    what: "A snapshot says that it holds one entry more than it does.",
    edits: [{
      file: "snapshot.ts",
      find: `seq: head.seq, name`,
      replace: `seq: head.seq + 1, name`,
    }],
    within: 150,
  },
  {
    name: "unknown_is_failure",
    what: "A commit without an answer counts as lost, and its commands are decided again.",
    edits: [{
      file: "committer.ts",
      find: `        metrics.unknownCommits++;\n`,
      replace: `        for (const unit of open) this.#lost(unit);
        break;\n`,
    }],
    within: 150,
  },
  {
    name: "unknown_is_success",
    what: "A commit without an answer counts as landed.",
    edits: [{
      file: "committer.ts",
      find: `        metrics.unknownCommits++;\n`,
      replace: `        for (const unit of open) this.#landed(unit, "f".repeat(20));
        break;\n`,
    }],
    within: 150,
  },
  {
    name: "no_evidence",
    what: "A failed check counts as a lost race, though a silent repeat of the commit has landed.",
    edits: [{
      file: "committer.ts",
      find: `else ({ landedAt, heads } = await this.#evidence(open));`,
      replace: `else ({ heads } = await this.#evidence(open));`,
    }],
    within: 150,
  },
  {
    name: "traceless_turn",
    what:
      "A turn that sets a reminder or buries a command, and records nothing, leaves no evidence.",
    edits: [{
      file: "turn.ts",
      find: `    if (this.#traceless && this.#entries.length === 0) this.#sealAll([], []);\n`,
      replace: ``,
    }],
    within: 150,
  },
  {
    name: "answer_kept_later",
    what: "The answer under an idempotency key is stored after the turn's commit.",
    edits: [{
      file: "committer.ts",
      find: `  return { checks, sets, deletes };`,
      replace:
        `  return { checks, sets: sets.filter(({ key }) => key[0] !== "idempotent"), deletes };`,
    }, {
      file: "committer.ts",
      find: `      activation.committed(plan, versionstamp);\n`,
      replace: `      activation.committed(plan, versionstamp);
      const kept = plan.sets.filter(({ key }) => key[0] === "idempotent");
      if (kept.length > 0) {
        this.#host.store.commit({ checks: [], sets: kept, deletes: [] }).catch(() => {});
      }\n`,
    }],
    within: 150,
  },
  {
    name: "kept_answer_not_read",
    what: "A command with an idempotency key is decided without a look at the kept answers.",
    edits: [{ file: "activation.ts", find: `if (this.#keyed > 0) return true;`, replace: `` }],
    within: 150,
  },
  {
    name: "cursor_not_checked",
    what: "Two nodes follow the same journal, and both carry out what follows from an entry.",
    edits: [{ file: "follower.ts", find: `checks: [check],`, replace: `checks: [],` }, {
      file: "committer.ts",
      find: `      checks.push(along.check);\n`,
      replace: ``,
    }],
    within: 150,
  },
  {
    name: "direct_cursor_not_checked",
    what: "Receivers' turns land with a cursor that another node has moved.",
    edits: [{ file: "committer.ts", find: `      checks.push(along.check);\n`, replace: `` }],
    within: 150,
  },
  {
    name: "direct_cursor_not_moved",
    what: "Receivers' turns land and the cursor stays where it was.",
    edits: [{
      file: "committer.ts",
      find: `      sets.push(...along.sets);\n`,
      replace: `      sets.push(...along.sets.slice(1));\n`,
    }],
    within: 150,
  },
  {
    name: "direct_and_by_letter",
    what: "What a receiver has decided with the cursor's commit goes to it as a letter as well.",
    edits: [{
      file: "follower.ts",
      find: `const carried = batch.carried(this.#host, letters);`,
      replace: `const carried = batch.carried(this.#host, [...batch.mail.values()].flat());`,
    }],
    within: 150,
  },
  {
    name: "joint_turn_torn",
    what: "The parts of a joint turn are committed one after the other.",
    edits: [{
      file: "joint.ts",
      find: `    const ended = await new Promise<"landed" | "lost" | KernelError>((resolve) =>
      committer.submit({
        parts: plans.map((plan, i) => ({ activation: held[i]!, plan })),
        joint: resolve,
      })
    );`,
      replace: `    const ends = await Promise.all(plans.map((plan, i) =>
      new Promise<"landed" | "lost" | KernelError>((resolve) =>
        committer.submit({ parts: [{ activation: held[i]!, plan }], joint: resolve })
      )
    ));
    const ended = ends.find((end) => end !== "landed") ?? "landed";`,
    }],
    within: 150,
  },
  {
    name: "joint_refusal_on_old_state",
    what: "A joint turn is refused for a state that another node has long moved on from.",
    edits: [{
      file: "joint.ts",
      find: `failed >= 0 || await areCurrent(host, held)`,
      replace: `true`,
    }],
    within: 150,
  },
  {
    name: "actor_twice_in_a_commit",
    what: "A joint turn holds an actor that was passivated meanwhile, and both share one check.",
    edits: [{
      file: "joint.ts",
      find: `  try {
    for (const part of ordered) {`,
      replace: `  const early = new Map(ordered.map((part) => [part, find(host, part)]));
  try {
    for (const part of ordered) {`,
    }, {
      file: "joint.ts",
      find: `      const activation = find(host, part);
      await`,
      replace: `      const activation = early.get(part)!;
      await`,
    }, {
      file: "committer.ts",
      find: `    if (actors.some((actor) => this.#actors.has(actor))) return false;\n`,
      replace: ``,
    }],
    within: 150,
  },
  {
    name: "chain_skips",
    what: "The entries of one turn all name the entry before the turn.",
    edits: [{
      file: "turn.ts",
      find: `    this.#hash = sha256(bytes);\n`,
      replace: `    if (this.#entries.length === 0) this.#hash = sha256(bytes);\n`,
    }],
    within: 150,
  },
  {
    name: "lost_race_forgets",
    what: "Commands whose turn has lost a race are not decided again.",
    edits: [{
      file: "activation.ts",
      find: `    this.#host.metrics.lostRaces++;
    this.#mailbox = [...plan.items, ...this.#mailbox];`,
      replace: `    this.#host.metrics.lostRaces++;`,
    }],
    within: 150,
  },
  {
    name: "mail_of_the_dead",
    what: "Nobody takes up the mail whose writer has crashed.",
    edits: [{
      file: "sweeper.ts",
      find: `    await this.#mail(`,
      replace: `    if (now < 0) await this.#mail(`,
    }],
    within: 150,
  },
  {
    name: "feed_gap",
    what: "A listener is told the newest entry though it has not heard the one before.",
    edits: [{
      file: "feed.ts",
      find:
        `      if (channel.seq < 0 || entry.seq > channel.seq + 1) return this.#fetch(channel);\n`,
      replace: ``,
    }],
    within: 150,
  },
  {
    name: "feed_never_told",
    what: "A turn that landed without an answer is never published.",
    edits: [{
      file: "feed.ts",
      find: `    if (channel && !this.#host.stopped) this.#fetch(channel);`,
      replace: ``,
    }],
    within: 150,
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
  },
  {
    name: "folded_twice",
    what: "A state that was evolved half-way when a read failed is evolved again from the start.",
    edits: [{
      file: "activation.ts",
      find: `      this.#clean = false;
      return await fold(`,
      replace: `      return await fold(`,
    }],
    within: 150,
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
  },
  {
    name: "settled_unchecked",
    what: "A courier tells the sender of its call though another courier has done so.",
    edits: [{
      file: "courier.ts",
      find: `      checks: [{ key: row.key, versionstamp: row.versionstamp }],
      sets,`,
      replace: `      checks: [],
      sets,`,
    }],
    within: 150,
  },
];
