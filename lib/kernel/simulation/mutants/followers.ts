/** Broken followers of the journal: deferred policies and models, couriers, the live feed. */
import type { Mutant } from "../mutants.ts";

export const FOLLOWERS: readonly Mutant[] = [
  {
    name: "cursor_not_checked",
    what: "Two nodes follow the same journal, and both carry out what follows from an entry.",
    edits: [{ file: "follower.ts", find: `checks: [check],`, replace: `checks: [],` }, {
      file: "commit_unit.ts",
      find: `      checks.push(along.check);\n`,
      replace: ``,
    }],
    within: 150,
    seed: 1,
  },
  {
    name: "direct_cursor_not_checked",
    what: "Receivers' turns land with a cursor that another node has moved.",
    edits: [{ file: "commit_unit.ts", find: `      checks.push(along.check);\n`, replace: `` }],
    within: 150,
    seed: 1,
  },
  {
    name: "direct_cursor_not_moved",
    what: "Receivers' turns land and the cursor stays where it was.",
    edits: [{
      file: "commit_unit.ts",
      find: `      sets.push(...along.sets);\n`,
      replace: `      sets.push(...along.sets.slice(1));\n`,
    }],
    within: 150,
    seed: 1,
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
    seed: 1,
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
    seed: 36,
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
    seed: 30,
  },
  {
    name: "feed_never_told",
    what: "A turn that landed without an answer is never published.",
    edits: [{
      file: "feed.ts",
      find: `    if (channel && !this.#host.stopped) this.#fetch(channel);`,
      replace: ``,
    }],
    within: 300,
    seed: 238,
  },
  {
    name: "cursor_saved_later",
    what: "A follower's cursor is saved after the commit of its effects.",
    edits: [{
      file: "follower.ts",
      find: `      sets: [{ key, value }, ...all.sets],`,
      replace: `      sets: all.sets,`,
    }, {
      file: "follower.ts",
      find: `      checks: [check],`,
      replace: `      checks: [],`,
    }, {
      file: "follower.ts",
      find: `    return committed.ok ? land(committed.versionstamp, all) : undefined;`,
      replace: `    const moved = await this.#host.store.commit({
      checks: [check],
      sets: [{ key, value }],
      deletes: [],
    });
    return committed.ok && moved.ok ? land(moved.versionstamp, all) : undefined;`,
    }],
    within: 150,
    seed: 1,
  },
  {
    name: "marker_lost",
    what: "A follower removes the marker of entries that came while it was at work.",
    edits: [{
      file: "follower.ts",
      find: `      checks: [{ key: marker.key, versionstamp: marker.versionstamp }],`,
      replace: `      checks: [],`,
    }],
    within: 150,
    seed: 1,
  },
  {
    name: "told_before_commit",
    what: "Listeners are told of a turn as soon as it is decided.",
    edits: [{
      file: "committer.ts",
      find: `    const plan = activation.decide();
`,
      replace: `    const plan = activation.decide();
    if (plan) this.#host.committed({ ...plan, letters: [], parcels: [], lagging: [] }, activation, "");
`,
    }],
    within: 150,
    seed: 6,
  },
  {
    name: "calls_of_the_dead",
    what: "Nobody takes up the calls of a node that has crashed.",
    edits: [{
      file: "sweeper.ts",
      find: `    await this.#targets.sweepParcels(now);
`,
      replace: ``,
    }],
    within: 150,
    seed: 34,
  },
  {
    name: "courier_forgets_key",
    what: "Each attempt of a call has an idempotency key of its own.",
    edits: [{
      file: "courier.ts",
      find: `idempotencyKey: parcel.id,`,
      replace: `idempotencyKey: \`\${parcel.id}/\${attempt}\`,`,
    }],
    within: 150,
    seed: 24,
  },
];
