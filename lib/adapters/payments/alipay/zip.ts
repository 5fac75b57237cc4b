/** Reads a small ZIP archive (PKWARE's APPNOTE 6.3), stored or deflated, without ZIP64. */

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** The name is UTF-8; else it is in whatever the writer liked. */
const UTF8 = 1 << 11;
/** A bill of a busy day is some megabytes; more is a bomb. */
const MOST_BYTES = 256 * 1024 * 1024;

/** @throws {RangeError} where it is not such an archive */
export async function readZip(file: Uint8Array, names: TextDecoder): Promise<ZipEntry[]> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let end = file.length - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new RangeError("expected the end of a ZIP's directory");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== ENTRY) throw new RangeError("expected an entry of a ZIP");
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const nameBytes = view.getUint16(at + 28, true);
    const behind = nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const local = view.getUint32(at + 42, true);
    const raw = file.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    const name = (flags & UTF8 ? new TextDecoder() : names).decode(raw);
    const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) +
      view.getUint16(local + 28, true);
    const body = file.subarray(from, from + packed);
    if (size > MOST_BYTES) {
      throw new RangeError(`expected at most ${MOST_BYTES} bytes, got ${size}`);
    }
    entries.push({ name, bytes: await unpack(body, method, size) });
    at += ENTRY_BYTES + behind;
  }
  return entries;
}

async function unpack(body: Uint8Array, method: number, size: number): Promise<Uint8Array> {
  if (method === STORED) return body;
  if (method !== DEFLATED) throw new RangeError(`expected a ZIP that is deflated, got ${method}`);
  const stream = new Blob([new Uint8Array(body)]).stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of stream) {
    if (filled + chunk.length > size) throw new RangeError(`expected ${size} bytes, got more`);
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes;
}
