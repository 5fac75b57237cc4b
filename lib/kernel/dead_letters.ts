/** Commands that failed and calls that were given up, kept with their reason until a person decides. */
import { fromJson, jsonBytes } from "./codec.ts";
import type { Host } from "./host.ts";
import { keys } from "./keys.ts";
import type { DeadLetter, Parcel } from "./plan.ts";
import type { Row } from "./store.ts";

type Stored = DeadLetter & { readonly parcel?: Parcel };

/** Oldest first; `after` is the id of the one before. */
export async function* deadLetters(
  host: Host,
  limit: number,
  after?: string,
): AsyncIterable<DeadLetter> {
  const start = after === undefined ? {} : { start: keys.dead(`${after}\0`) };
  for await (const row of host.store.list({ prefix: keys.deadLetters(), limit, ...start })) {
    yield fromJson(row.value);
  }
}

async function find(host: Host, id: string): Promise<{ row: Row; dead: Stored } | undefined> {
  const [row] = await host.store.getMany([keys.dead(id)]);
  return row && { row, dead: fromJson(row.value) };
}

export const deadLetter = async (host: Host, id: string): Promise<DeadLetter | undefined> =>
  (await find(host, id))?.dead;

/** The dead letter that was sent again; undefined where there is none, or nothing left to send. */
export async function replayDeadLetter(host: Host, id: string): Promise<Stored | undefined> {
  const found = await find(host, id);
  if (!found || found.dead.lost) return undefined;
  const { row, dead } = found;
  const now = host.clock.now();
  const again = dead.parcel
    ? {
      key: keys.parcel(dead.port!, now, dead.id),
      value: jsonBytes({ ...dead.parcel, request: dead.payload, attempt: 0 }),
    }
    : {
      key: keys.letter(dead.to!.kind, dead.to!.id, host.newId(now)),
      value: jsonBytes({ command: dead.to!.command, payload: dead.payload }),
    };
  const { ok } = await host.store.commit({
    checks: [{ key: row.key, versionstamp: row.versionstamp }],
    sets: [again],
    deletes: [row.key],
  });
  return ok ? dead : undefined;
}

/** False where there is none of this id. */
export async function discardDeadLetter(host: Host, id: string): Promise<boolean> {
  const found = await find(host, id);
  if (!found) return false;
  const { key, versionstamp } = found.row;
  const { ok } = await host.store.commit({
    checks: [{ key, versionstamp }],
    sets: [],
    deletes: [key],
  });
  return ok;
}
