/** What lies in the store for one actor. */
import { readHead } from "./head.ts";
import type { Host } from "./host.ts";
import { letterItem, reminderItem } from "./item.ts";
import { keys } from "./keys.ts";

/** Brings an actor's letters and due reminders into its mailbox on this node. */
export async function fetchMail(host: Host, kind: string, id: string): Promise<void> {
  const { store, limits, clock } = host;
  for await (
    const row of store.list({ prefix: keys.mailbox(kind, id), limit: limits.sweepRows })
  ) {
    host.deliver(kind, id, letterItem(row));
  }
  const [head] = await store.getMany([keys.head(kind, id)]);
  const now = clock.now();
  const due = Object.entries((head && readHead(head.value).reminders) ?? {})
    .filter(([, at]) => at <= now);
  const rows = await store.getMany(due.map(([name, at]) => keys.reminder(at, kind, id, name)));
  for (const row of rows) if (row) host.deliver(kind, id, reminderItem(row));
}
