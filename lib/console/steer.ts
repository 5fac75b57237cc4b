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
  const change = act === "adjust" ? changes(form) : {};
  if (act === "adjust" && Object.keys(change).length === 0) return undefined;
  const { ok, code } = act === "adjust"
    ? await askApi(ctx, "PATCH", path, change)
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

/** Only what is another than was shown: what a colleague has changed meanwhile stays changed. */
function changes(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const minutes = (name: string) => {
    const value = number(form, name);
    return value === null ? null : value * MINUTE_MS;
  };
  // A time that cannot be read must not be taken for "never".
  const closes = text("closesAt");
  const closesAt = closes === "" ? null : fromInput(closes) ?? "unreadable";
  const written = {
    capacity: ["capacity", number(form, "capacity")],
    holdMs: ["hold", minutes("hold")],
    offerMs: ["offer", minutes("offer")],
    ...(form.has("titleEn") ? { titleEn: ["titleEn", text("titleEn")] } : {}),
    closesAt: ["closesAt", closesAt],
  } as const;
  return Object.fromEntries(
    Object.entries(written)
      .filter(([, [name]]) => form.get(`was-${name}`) !== text(name))
      .map(([limit, [, value]]) => [limit, value]),
  );
}
