/** Journals as they lie on a simulated disk, for tests and checkers. */
import { toText } from "../codec.ts";
import { firstRecent, readHead } from "../head.ts";
import { keys } from "../keys.ts";
import type { Row, Write } from "../store.ts";
import type { SimDisk } from "./sim_disk.ts";

export interface StoredText {
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly text: string;
}

/** The journal entries that a row or a write holds: an entry's own row, or a head. */
export function entriesIn({ key, value }: Row | Write): StoredText[] {
  const [table, kind, id] = key as [string, string, string];
  if (table === "journal") return [{ kind, id, seq: key[3] as number, text: toText(value) }];
  if (table !== "head") return [];
  const head = readHead(value);
  const first = firstRecent(head);
  return (head.recent ?? []).map((text, i) => ({ kind, id, seq: first + i, text }));
}

/** All entries of one actor: those with rows of their own, then those that the head holds. */
export function storedJournal(disk: SimDisk, kind: string, id: string): StoredText[] {
  const head = disk.get(keys.head(kind, id));
  return [...disk.all(keys.journal(kind, id)), ...(head ? [head] : [])].flatMap(entriesIn);
}
