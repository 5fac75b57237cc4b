/** What a turn needs that only the store has. */
import { fromJson } from "./codec.ts";
import { commandsOf, isSeen, type Item } from "./item.ts";
import { keys } from "./keys.ts";
import { type Base, type KeptAnswer, keptKey } from "./plan.ts";
import type { Store } from "./store.ts";

/**
 * Reads answers kept under idempotency keys, and letters and reminders that may have been taken
 * since they were seen. Both are read after the head version was, so a commit that checks the head
 * proves that they still hold.
 */
export async function readNeeded(
  store: Store,
  kind: string,
  { id, headVersion }: Base,
  items: readonly Item[],
): Promise<Map<string, KeptAnswer>> {
  const slots: string[] = [];
  const wanted = [];
  for (const command of items.flatMap(commandsOf)) {
    if (!command.idempotency) continue;
    slots.push(keptKey(command.by, command.idempotency));
    wanted.push(keys.idempotent(kind, id, command.by.id, command.idempotency.key));
  }
  const doubtful = items.filter(isSeen).filter(({ seenAt }) =>
    headVersion !== null && seenAt < headVersion
  );
  const rows = await store.getMany([...wanted, ...doubtful.map(({ key }) => key)]);
  const kept = new Map<string, KeptAnswer>();
  slots.forEach((slot, i) => {
    const row = rows[i];
    if (row) kept.set(slot, fromJson(row.value));
  });
  doubtful.forEach((item, i) => {
    const row = rows[slots.length + i];
    if (!row) return;
    item.seenAt = headVersion!;
    if (item.type === "reminder") Object.assign(item, fromJson(row.value));
  });
  return kept;
}
