/** What a session was opened on, so that its member knows it again: "Safari · iPhone", no more. */
import type { Vault } from "../vault/vault.ts";

const FIELD = "sessions";

export interface SessionLabel {
  readonly device: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly passkey: boolean;
}

type Labels = Readonly<Record<string, SessionLabel>>;

// The first that fits: most browsers name others as well, for the sake of old pages.
const BROWSERS = [
  [/MicroMessenger/, "WeChat"],
  [/Edg/, "Edge"],
  [/OPR/, "Opera"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
] as const;
const SYSTEMS = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/OpenHarmony|HarmonyOS/, "HarmonyOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Macintosh/, "Mac"],
  [/Linux/, "Linux"],
] as const;

/** Empty for what is no browser. */
export function deviceOf(userAgent: string): string {
  const first = (some: readonly (readonly [RegExp, string])[]) =>
    some.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [first(BROWSERS), first(SYSTEMS)].filter(Boolean).join(" · ");
}

export async function readSessionLabels(vault: Vault, memberId: string): Promise<Labels> {
  const text = await vault.get(memberId, FIELD);
  return text === undefined ? {} : JSON.parse(text);
}

/** Keeps the new one beside those of sessions that are still open. */
export async function keepSessionLabel(
  vault: Vault,
  memberId: string,
  label: SessionLabel & { readonly sessionId: string },
  open: readonly string[],
): Promise<void> {
  const { sessionId, ...own } = label;
  const known = await readSessionLabels(vault, memberId);
  const kept = Object.entries(known).filter(([id]) => open.includes(id));
  const labels = Object.fromEntries([...kept, [sessionId, own]]);
  await vault.put(memberId, FIELD, JSON.stringify(labels));
}
