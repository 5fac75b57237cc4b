/**
 * What a model can be built as, version after version, and the draft of the next. One actor a model.
 *
 * TEMPLATE-1: a published version never changes; the next one has the next number.
 * TEMPLATE-2: there is one draft at most; it begins as the copy of a version.
 * TEMPLATE-3: who changes the draft names the revision they saw; a stale change is refused, with what
 * came between.
 * TEMPLATE-4: what has a flaw, or changes nothing, is not published; every flaw is told.
 * TEMPLATE-5: a version can be published at a time ahead; until then its draft stands still, and it
 * can be called off.
 * TEMPLATE-6: an older version comes back as a new one; what lies between stays published.
 */
import * as z from "zod";
import { templateProblems } from "../../lib/configurator/check_template.ts";
import { applyEdit, type Edit, editSchema } from "../../lib/configurator/edit.ts";
import { templateChanges } from "../../lib/configurator/template_changes.ts";
import { type Template, templateSchema } from "../../lib/configurator/template.ts";
import { defineActor } from "../../lib/kernel/actor.ts";

/** Changes of a draft that are remembered, for whoever was overtaken by them. */
const REMEMBERED = 20;
const EDITS_AT_MOST = 50;
/** Nobody remembers by then what was to come. */
const AHEAD_AT_MOST_MS = 366 * 24 * 3_600_000;

const revision = z.int().min(1);
const note = z.string().min(1).max(200);

const version = z.object({
  template: templateSchema,
  /** Null for what was shipped with the software. */
  at: z.int().nullable(),
  by: z.string().nullable(),
  note: z.string(),
  /** The version that its draft began as. */
  basedOn: z.int().nullable(),
});

const draft = z.object({
  template: templateSchema,
  revision,
  basedOn: z.int(),
  at: z.int(),
  by: z.string(),
  /** The last changes, the oldest first; `revision` is the one that each led to. */
  recent: z.array(z.object({ revision, at: z.int(), by: z.string(), edit: editSchema })),
});

const scheduled = z.object({ at: z.int(), note, by: z.string(), askedAt: z.int() });

const state = z.object({
  versions: z.array(version),
  draft: draft.nullable(),
  scheduled: scheduled.nullable(),
});

export type TemplateState = z.infer<typeof state>;
export type TemplateVersion = z.infer<typeof version>;
export type TemplateDraft = z.infer<typeof draft>;

/** A template's parts: as a whole it may be too long for one event. */
const seedParts = templateSchema.partial();

export const template = defineActor("template", {
  version: 1,
  live: true,
  state,
  initial: { versions: [], draft: null, scheduled: null } as TemplateState,
  commands: {
    /** Takes the shipped template for version 1, unless there are versions. */
    seed: z.object({ template: templateSchema }),
    begin: z.object({ from: z.int().min(1) }),
    edit: z.object({ revision, edits: z.array(editSchema).min(1).max(EDITS_AT_MOST) }),
    discard: z.object({ revision }),
    publish: z.object({ revision, note, at: z.int().nullable() }),
    call_off: z.object({}),
    publish_due: z.object({}),
  },
  events: {
    seeded: z.object({ parts: seedParts }),
    begun: z.object({ from: z.int(), by: z.string() }),
    edited: z.object({ edit: editSchema, by: z.string() }),
    discarded: z.object({ by: z.string() }),
    scheduled,
    called_off: z.object({ by: z.string() }),
    published: z.object({ note, by: z.string() }),
  },
  refusals: [
    "unknown_version",
    "draft_exists",
    "no_draft",
    "publication_waits",
    "no_publication_waits",
    "changed_meanwhile",
    "does_not_fit",
    "template_unsound",
    "nothing_changed",
    "begins_in_the_past",
  ],
  decide: {
    seed({ versions }, { template: { options, rules, story, ...head } }, turn) {
      if (versions.length > 0) return turn.reply({ version: versions.at(-1)!.template.version });
      turn.emit("seeded", { parts: { ...head, version: 1 } });
      turn.emit("seeded", { parts: { options } });
      turn.emit("seeded", { parts: { rules, ...(story ? { story } : {}) } });
      return turn.reply({ version: 1 });
    },
    begin({ versions, draft }, { from }, turn) {
      if (!versions.some(({ template }) => template.version === from)) {
        return turn.refuse("unknown_version");
      }
      if (draft) return turn.refuse("draft_exists", { revision: draft.revision });
      return turn.emit("begun", { from, by: turn.by.id }).reply({ revision: 1 });
    },
    edit({ draft, scheduled }, { revision, edits }, turn) {
      if (!draft) return turn.refuse("no_draft");
      if (scheduled) return turn.refuse("publication_waits", { at: scheduled.at });
      if (draft.revision !== revision) {
        return turn.refuse("changed_meanwhile", { revision: draft.revision });
      }
      let next: Template | undefined = draft.template;
      for (const [at, edit] of edits.entries()) {
        next = applyEdit(next, edit);
        if (!next) return turn.refuse("does_not_fit", { edit: at });
      }
      // Only once all of them fit: what a refusal has emitted would stay.
      for (const edit of edits) turn.emit("edited", { edit, by: turn.by.id });
      return turn.reply({ revision: draft.revision + edits.length });
    },
    discard({ draft, scheduled }, { revision }, turn) {
      if (!draft) return turn.refuse("no_draft");
      if (scheduled) return turn.refuse("publication_waits", { at: scheduled.at });
      if (draft.revision !== revision) {
        return turn.refuse("changed_meanwhile", { revision: draft.revision });
      }
      return turn.emit("discarded", { by: turn.by.id }).reply({});
    },
    publish({ versions, draft, scheduled }, { revision, note, at }, turn) {
      if (!draft) return turn.refuse("no_draft");
      if (scheduled) return turn.refuse("publication_waits", { at: scheduled.at });
      if (draft.revision !== revision) {
        return turn.refuse("changed_meanwhile", { revision: draft.revision });
      }
      const problems = templateProblems(draft.template, at ?? turn.at);
      if (problems.length > 0) {
        const told = problems.slice(0, REMEMBERED)
          .map(({ kind, params }) => ({ kind, params: { ...params } }));
        return turn.refuse("template_unsound", { problems: told });
      }
      const latest = versions.at(-1)!.template;
      if (templateChanges(latest, draft.template).length === 0) {
        return turn.refuse("nothing_changed");
      }
      const version = latest.version + 1;
      if (at === null) {
        return turn.emit("published", { note, by: turn.by.id }).reply({ version, at: turn.at });
      }
      if (at <= turn.at || at > turn.at + AHEAD_AT_MOST_MS) {
        return turn.refuse("begins_in_the_past");
      }
      turn.emit("scheduled", { at, note, by: turn.by.id, askedAt: turn.at });
      return turn.remind("publish", at, "publish_due", {}).reply({ version, at });
    },
    call_off({ scheduled }, _, turn) {
      if (!scheduled) return turn.refuse("no_publication_waits");
      return turn.emit("called_off", { by: turn.by.id }).forget("publish").reply({});
    },
    publish_due({ draft, scheduled }, _, turn) {
      if (!draft || !scheduled) return turn.refuse("no_publication_waits");
      // A clock that was set back after the reminder rang must not lose the publication.
      if (scheduled.at > turn.at) {
        return turn.remind("publish", scheduled.at, "publish_due", {}).reply({});
      }
      return turn.emit("published", { note: scheduled.note, by: scheduled.by }).reply({});
    },
  },
  evolve: {
    seeded(state, { parts }) {
      const [first] = state.versions;
      const template = { ...(first?.template ?? EMPTY), ...parts } as Template;
      state.versions = [{ template, at: null, by: null, note: "", basedOn: null }];
    },
    begun(state, { from, by }, { at }) {
      const { template } = state.versions.find(({ template }) => template.version === from)!;
      state.draft = { template, revision: 1, basedOn: from, at, by, recent: [] };
    },
    edited({ draft }, { edit, by }, { at }) {
      if (!draft) return;
      draft.template = applyEdit(draft.template, edit as Edit) ?? draft.template;
      draft.revision++;
      draft.at = at;
      draft.by = by;
      const { revision } = draft;
      draft.recent = [...draft.recent, { revision, at, by, edit: edit as Edit }]
        .slice(-REMEMBERED);
    },
    discarded: (state) => void (state.draft = null),
    scheduled: (state, scheduled) => void (state.scheduled = { ...scheduled }),
    called_off: (state) => void (state.scheduled = null),
    published(state, { note, by }, { at }) {
      if (!state.draft) return;
      const { template, basedOn } = state.draft;
      const version = state.versions.at(-1)!.template.version + 1;
      state.versions.push({ template: { ...template, version }, at, by, note, basedOn });
      state.draft = null;
      state.scheduled = null;
    },
  },
  invariant: ({ versions, draft, scheduled }) =>
    versions.every(({ template }, at) => template.version === at + 1) &&
    (draft !== null || scheduled === null),
});

const EMPTY: Partial<Template> = { options: [], rules: [] };
