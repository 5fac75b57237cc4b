/** Broken commits: single, shared, joint and handed-over ones, and what they keep under idempotency keys. */
import type { Mutant } from "../mutants.ts";

export const COMMITS: readonly Mutant[] = [
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
    seed: 34,
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
    seed: 34,
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
    seed: 47,
  },
  {
    name: "steward_trusted",
    what: "A node that claims stewardship commits without a check of the head.",
    edits: [{
      file: "commit_unit.ts",
      find:
        `      checks.push({ key: keys.head(kind, plan.base.id), versionstamp: plan.base.headVersion });`,
      replace:
        `      if (plan.head?.steward?.node !== host.node) checks.push({ key: keys.head(kind, plan.base.id), versionstamp: plan.base.headVersion });`,
    }],
    within: 150,
    seed: 27,
  },
  {
    name: "handed_over_twice",
    what: "A handed-over letter is taken though its number was taken before.",
    edits: [{ file: "turn.ts", find: `if (item.n <= last) {`, replace: `if (item.n < 0) {` }],
    within: 150,
    seed: 1,
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
    seed: 59,
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
    seed: 5,
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
    seed: 17,
  },
  {
    name: "actor_twice_in_a_commit",
    what: "A joint turn holds an actor that was passivated meanwhile, and both share one check.",
    edits: [{
      file: "joint.ts",
      find: `  try {
    for (const part of ordered) {`,
      replace:
        `  const early = new Map(ordered.map((part) => [part, host.activation(part.to.kind, part.to.id)!]));
  try {
    for (const part of ordered) {`,
    }, {
      file: "joint.ts",
      find: `      const activation = host.activation(part.to.kind, part.to.id)!;
      await`,
      replace: `      const activation = early.get(part)!;
      await`,
    }, {
      file: "commit_unit.ts",
      find: `      if (this.#actors.has(activation.name)) return false;\n`,
      replace: ``,
    }],
    within: 500,
    seed: 381,
  },
  {
    name: "answer_kept_later",
    what: "The answer under an idempotency key is stored after the turn's commit.",
    edits: [{
      file: "commit_unit.ts",
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
    seed: 3,
  },
  {
    name: "kept_answer_not_read",
    what: "A command with an idempotency key is decided without a look at the kept answers.",
    edits: [{
      file: "activation.ts",
      find: `if (this.#mailbox.keyed > 0) return true;`,
      replace: ``,
    }],
    within: 150,
    seed: 1,
  },
  {
    name: "shared_fate",
    what: "Of a shared commit that failed, the turns that are not stale count as landed.",
    edits: [{
      file: "committer.ts",
      find: `      open = open.filter((unit) => !stale.includes(unit));`,
      replace: `      if (stale.length > 0) {
        for (const unit of open) if (!stale.includes(unit)) this.#landed(unit, "f".repeat(20));
        break;
      }`,
    }],
    within: 150,
    seed: 47,
  },
  {
    name: "joint_checks_one",
    what: "A joint turn checks the head of its first actor alone.",
    edits: [{
      file: "commit_unit.ts",
      find: `      checks.push({ key: keys.head`,
      replace: `      if (plan === parts[0]!.plan) checks.push({ key: keys.head`,
    }],
    within: 150,
    seed: 5,
  },
  {
    name: "rows_apart",
    what: "Rows of read models are written after the turn's commit.",
    edits: [{
      file: "commit_unit.ts",
      find: `  return { checks, sets, deletes };`,
      replace: `  return { checks, sets: sets.filter(({ key }) => key[0] !== "row"), deletes };`,
    }, {
      file: "committer.ts",
      find: `      activation.committed(plan, versionstamp);
`,
      replace: `      activation.committed(plan, versionstamp);
      const rows = plan.sets.filter(({ key }) => key[0] === "row");
      if (rows.length > 0) {
        this.#host.store.commit({ checks: [], sets: rows, deletes: [] }).catch(() => {});
      }
`,
    }],
    within: 150,
    seed: 34,
  },
  {
    name: "conflict_not_told",
    what: "Another body under the same idempotency key gets the first answer.",
    edits: [{
      file: "turn.ts",
      find: `if (kept.command === command && kept.fingerprint === fingerprint) {`,
      replace: `if (kept.command === command) {`,
    }],
    within: 150,
    seed: 27,
  },
  {
    name: "askers_share_keys",
    what: "Idempotency keys of different askers are not told apart.",
    edits: [{
      file: "plan.ts",
      find: `\`\${by.id.length} \${by.id} \${idempotency.key}\``,
      replace: `\`\${by.id.slice(0, 0)} \${idempotency.key}\``,
    }, {
      file: "keys.ts",
      find: `    "idempotent",
    kind,
    id,
    asker,`,
      replace: `    "idempotent",
    kind,
    id,
    asker.slice(0, 0),`,
    }],
    within: 150,
    seed: 28,
  },
  {
    name: "taken_back_renumbered",
    what: "Letters taken back from a silent steward are decided as new commands.",
    edits: [{
      file: "handover.ts",
      find: `activation.push({ type: "handed", from: node, n, key, commands, own: commands });`,
      replace: `for (const command of commands) activation.push(command);`,
    }],
    within: 150,
    seed: 16,
  },
];
