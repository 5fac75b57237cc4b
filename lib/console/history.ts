/** An actor's journal as its history: each event with its number and its time. */
import type { Address, Json } from "../kernel/mod.ts";
import type { Platform } from "../platform.ts";

export interface Happened {
  readonly seq: number;
  readonly at: number;
  readonly name: string;
  readonly what: { readonly [name: string]: Json };
}

/** The first events of it; no order comes near so many. */
const MOST = 500;

export async function historyOf(
  { system }: Pick<Platform, "system">,
  address: Address,
): Promise<Happened[]> {
  const happened: Happened[] = [];
  for await (const line of system.journal(address)) {
    const { seq, at, events } = JSON.parse(line);
    for (const [name, what] of events) happened.push({ seq, at, name, what });
    if (happened.length >= MOST) break;
  }
  return happened;
}
