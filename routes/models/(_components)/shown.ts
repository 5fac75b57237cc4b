/** Which template a model's page shows: today's, the one that its visitor began with, or the draft. */
import { HttpError } from "fresh";
import { template as templateActor } from "../../../actors/catalogue/template.ts";
import { DRAFT } from "../../../lib/configurator/address.ts";
import { templateProblems } from "../../../lib/configurator/check_template.ts";
import { offeredAt } from "../../../lib/configurator/offered.ts";
import { type Model, modelName } from "../../../lib/configurator/priced.ts";
import type { Template } from "../../../lib/configurator/template.ts";
import { see } from "../../../lib/http/see.ts";
import type { State } from "../../../lib/web/define.ts";

export interface Shown {
  readonly template: Template;
  /** Today's, where what is shown is an earlier one. */
  readonly newer?: Template;
}

interface Asked {
  readonly params: { readonly [name: string]: string | undefined };
  readonly state: State;
  readonly url: URL;
}

/** @throws {HttpError} 404 where there is no such model, and for a draft that is not shown to whoever asks */
export async function shownTemplate({ params, state, url }: Asked): Promise<Shown | Response> {
  const parsed = modelName.safeParse(params.model);
  if (!parsed.success) throw new HttpError(404);
  const { showroom } = state.platform;
  const model = parsed.data;
  const version = url.searchParams.get("v");
  if (version === DRAFT) return await draftOf(model, state, url);
  const current = showroom.current(model);
  const old = version && /^\d{1,4}$/.test(version) && Number(version) < current.version
    ? showroom.version(model, Number(version))?.template
    : undefined;
  return old
    ? { template: offeredAt(old, state.platform.now()), newer: current }
    : { template: current };
}

/** Staff see the draft as customers would. */
async function draftOf(model: Model, state: State, url: URL): Promise<Shown | Response> {
  const { platform, who } = state;
  if (!who) return see(`/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  if (platform.staff.refusalFor(who, "content.edit")) throw new HttpError(404);
  const { draft, last } = await platform.system.view(templateActor(model), (of) => ({
    draft: structuredClone(of.draft?.template),
    last: of.versions.length,
  }));
  if (!draft) throw new HttpError(404);
  const now = platform.now();
  // The configurator counts on a sound template; what is wrong is told where it can be mended.
  if (templateProblems(draft, now).length > 0) return see(`/staff/showroom/${model}#problems`);
  return { template: { ...offeredAt(draft, now), version: last + 1, draft: true } };
}
