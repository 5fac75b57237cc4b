/** A sale's public journal as NDJSON: a header, the entries as they are stored, the head. */
import type { Address } from "../../lib/kernel/mod.ts";
import type { ApiContext } from "./context.ts";

const CHUNK_UNITS = 64 * 1024;

/** Undefined where the actor has no journal. */
export async function journalStream(
  { system }: ApiContext,
  address: Address,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const head = await system.journalHead(address);
  if (!head || head.seq === 0) return undefined;
  const { kind, id } = address;
  async function* lines(): AsyncGenerator<string> {
    yield JSON.stringify({ forecourt: "journal", version: 1, kind, id });
    yield* system.journal(address, 0, head!.seq);
    yield JSON.stringify({ head });
  }
  return ReadableStream.from(chunks(lines())).pipeThrough(new TextEncoderStream());
}

async function* chunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = "";
  for await (const line of lines) {
    chunk += line + "\n";
    if (chunk.length < CHUNK_UNITS) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk) yield chunk;
}
