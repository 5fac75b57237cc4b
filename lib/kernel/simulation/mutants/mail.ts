/** Broken mail and reminders. */
import type { Mutant } from "../mutants.ts";

export const MAIL: readonly Mutant[] = [
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
    seed: 27,
  },
  {
    name: "letter_not_deleted",
    what: "A turn applies a letter and leaves it in the mail.",
    edits: [{
      file: "turn.ts",
      find: `        this.#writes.delete(item.key);
        this.#dirty = true;
        return this.#decideSafely(item, KERNEL);`,
      replace: `        this.#dirty = true;
        return this.#decideSafely(item, KERNEL);`,
    }],
    within: 150,
    seed: 34,
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
    seed: 58,
  },
  {
    name: "reminder_left_behind",
    what: "A turn takes a reminder and leaves its row.",
    edits: [{
      file: "turn.ts",
      find: `for (const [name, due] of deletes) this.#writes.delete(key(name, due));`,
      replace: `void deletes;`,
    }],
    within: 150,
    seed: 44,
  },
  {
    name: "reminder_not_checked",
    what: "A reminder fires whether or not the head says that it is set.",
    edits: [{
      file: "turn.ts",
      find: `if (!this.#turnReminders.stands(item.name, item.due)) return { dropped: true };`,
      replace: ``,
    }],
    within: 150,
    seed: 26,
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
    seed: 122,
  },
  {
    name: "reminder_set_and_deleted",
    what: "A reminder set again to the same time is deleted by the turn that sets it.",
    edits: [{
      file: "turn_reminders.ts",
      find: `[...this.#past].filter(([name, due]) =>
        !(this.#rows.has(name) && this.#due.get(name) === due)
      ),`,
      replace: `[...this.#past],`,
    }],
    within: 150,
    seed: 2,
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
    seed: 75,
  },
  {
    name: "mail_before_commit",
    what: "Mail is delivered as soon as the turn is decided.",
    edits: [{
      file: "committer.ts",
      find: `    const plan = activation.decide();
`,
      replace: `    const plan = activation.decide();
    if (plan) this.#host.committed({ ...plan, entries: [], parcels: [], lagging: [] }, activation, "f".repeat(20));
`,
    }],
    within: 150,
    seed: 12,
  },
  {
    name: "lease_for_good",
    what: "The lease of a node that died sweeping is never taken over.",
    edits: [{
      file: "sweeper.ts",
      find: `      until > now && until < now + 2 * limits.leaseMs;`,
      replace: `      until < now + 2 * limits.leaseMs;`,
    }],
    within: 150,
    seed: 3,
  },
  {
    name: "replayed_unchecked",
    what: "A dead letter is sent again though somebody else has sent it.",
    edits: [{
      file: "dead_letters.ts",
      find: `    checks: [{ key: row.key, versionstamp: row.versionstamp }],
    sets: [again],`,
      replace: `    checks: [],
    sets: [again],`,
    }],
    within: 150,
    seed: 9,
  },
];
