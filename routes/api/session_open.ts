/** A session that has been opened: its token, its cookie, and what its member knows it by. */
import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { member } from "../../actors/members/member.ts";
import { SESSION_COOKIE } from "../../lib/auth/sessions.ts";
import { deviceOf, keepSessionLabel } from "../../lib/members/session_labels.ts";
import type { ApiContext } from "./context.ts";

export const SESSION_MS = 30 * 24 * 3_600_000;

export interface Opening {
  readonly memberId: string;
  readonly sessionId: string;
  readonly expiresAt: number;
}

export const newSession = (api: Pick<ApiContext, "now">, memberId: string): Opening => ({
  memberId,
  sessionId: randomId(),
  expiresAt: api.now() + SESSION_MS,
});

/** After the member's actor has opened it. */
export async function answerSession(
  c: Context,
  api: ApiContext,
  { memberId, sessionId, expiresAt }: Opening,
  opened: { readonly passkey?: true } = {},
) {
  const role = api.staff.standingOf({ memberId, role: "member" })
    ? "staff" as const
    : "member" as const;
  const token = api.tokens.mint({ memberId, role, sessionId, expiresAtMs: expiresAt, ...opened });
  const device = deviceOf(c.req.header("user-agent") ?? "");
  const label = { sessionId, device, at: api.now(), passkey: opened.passkey === true };
  const open = await api.system.view(
    member(memberId),
    ({ sessions }) => sessions.map(([id]) => id),
  );
  await keepSessionLabel(api.vault, memberId, label, open);
  setCookie(c, SESSION_COOKIE, token, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: SESSION_MS / 1000,
    secure: new URL(c.req.url).protocol === "https:" ||
      c.req.header("x-forwarded-proto") === "https",
  });
  const phone = await api.vault.get(memberId, "phone");
  return {
    token,
    member: { id: memberId, role, ...(phone ? { phone: masked(phone) } : {}) },
  };
}

export const masked = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(7)}`;

export const randomId = (): string =>
  crypto.getRandomValues(new Uint8Array(12)).toBase64({ alphabet: "base64url" });
