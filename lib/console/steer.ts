/** What staff do with a sale that is there: each by the API, answered with the code of a refusal. */
import type { Context } from "fresh";
import type { State } from "../web/define.ts";
import { askApi } from "./ask_api.ts";
import { whole } from "./sale_form.ts";
import { fromInput } from "./times.ts";

export const ACTS = ["open", "pause", "resume", "close", "adjust", "rate", "room"] as const;

export type Act = (typeof ACTS)[number];

export const isAct = (name: unknown): name is Act => ACTS.includes(name as Act);

const MINUTE_MS = 60_000;

/** Undefined once it is done, else the code of what was wrong. */
export async function steer(
  ctx: Pick<Context<State>, "req" | "state" | "info">,
  saleId: string,
  act: Act,
  form: FormData,
): Promise<string | undefined> {
  const path = `/api/sales/${saleId}`;
  const { ok, code } = act === "adjust"
    ? await askApi(ctx, "PATCH", path, changes(form))
    : act === "rate"
    ? await askApi(ctx, "POST", `${path}/waiting-room/rate`, pace(form))
    : act === "room"
    ? await askApi(ctx, "POST", `${path}/waiting-room`, pace(form))
    : await askApi(ctx, "POST", `${path}/${act}`);
  return ok ? undefined : code || "other";
}

/** What does not fit goes to the API as `null`, which refuses it. */
const number = (form: FormData, name: string): number | null =>
  whole(String(form.get(name) ?? "").trim(), 0, 1_000_000) ?? null;

const pace = (form: FormData) => ({
  ratePerMinute: number(form, "rate"),
  maxActive: number(form, "maxActive"),
});

function changes(form: FormData) {
  const minutes = (name: string) => {
    const value = number(form, name);
    return value === null ? null : value * MINUTE_MS;
  };
  const closes = String(form.get("closesAt") ?? "").trim();
  return {
    capacity: number(form, "capacity"),
    holdMs: minutes("hold"),
    offerMs: minutes("offer"),
    ...(form.has("titleEn") ? { titleEn: String(form.get("titleEn")).trim() } : {}),
    // A time that cannot be read must not be taken for "never".
    closesAt: closes === "" ? null : fromInput(closes) ?? "unreadable",
  };
}
