/** What chat groups were told, gathered for the console and the API. */
import { chatGroup, type Notice, open } from "../../actors/platform/chat_group.ts";
import type { ActorSystem } from "../kernel/mod.ts";

const MOST_SETTLED = 50;

export type ToldNotice = Notice & { readonly group: string };

export interface Alerts {
  /** What nobody has acknowledged, the newest first. */
  readonly open: readonly ToldNotice[];
  readonly settled: readonly ToldNotice[];
}

interface Told {
  readonly system: ActorSystem;
  readonly chat: { readonly groups: ReadonlySet<string> };
}

export async function readAlerts({ system, chat }: Told): Promise<Alerts> {
  const all = (await Promise.all(
    [...chat.groups].map((group) =>
      system.view(
        chatGroup(group),
        ({ notices }) => structuredClone(notices).map((one) => ({ ...one, group })),
      )
    ),
  )).flat();
  const settledAt = ({ acknowledged, at }: ToldNotice) => acknowledged?.at ?? at;
  return {
    open: all.filter(open).sort((a, b) => b.at - a.at),
    settled: all.filter((one) => !open(one)).sort((a, b) => settledAt(b) - settledAt(a))
      .slice(0, MOST_SETTLED),
  };
}

/** What stood in one message of a group, as it is now. */
export const readMessage = (
  { system }: Pick<Told, "system">,
  group: string,
  message: number,
): Promise<Notice[]> =>
  system.view(
    chatGroup(group),
    ({ notices }) => structuredClone(notices.filter((one) => one.messages.includes(message))),
  );

/** Who follows a message's link without being signed in. */
export const BY_LINK = { id: "link", role: "link" };
