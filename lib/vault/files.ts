/**
 * Files in the vault: a photograph of a paper, a scan. Each lies in pieces that fit one value of the
 * store, under the member's own key; its name in the vault is its SHA-256, so what is there under a
 * name never changes.
 */
import type { Vault } from "./vault.ts";

export const MAX_FILE_BYTES = 3 * 1024 * 1024;
/** As base64 and sealed, with its row, a piece stays under the store's 64 KiB. */
const PIECE_BYTES = 45_000;
/** With the member's key as many as the store reads at once. */
const AT_ONCE = 9;

export const FILE_TYPES = ["image/jpeg", "image/png", "application/pdf"] as const;
export type FileType = (typeof FILE_TYPES)[number];

const BEGINNINGS: Readonly<Record<FileType, readonly number[]>> = {
  "image/jpeg": [0xff, 0xd8, 0xff],
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  "application/pdf": [0x25, 0x50, 0x44, 0x46, 0x2d],
};

/** By what the file begins with: what a browser says of it is the sender's word. */
export const fileTypeOf = (bytes: Uint8Array): FileType | undefined =>
  FILE_TYPES.find((type) => BEGINNINGS[type].every((byte, at) => bytes[at] === byte));

export const sealOfFile = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();

const pieceOf = (name: string, nth: number): string => `file ${name} ${nth}`;
const piecesOf = (bytes: number): number => Math.ceil(bytes / PIECE_BYTES);

/** @throws {RangeError} where it is empty or larger than `MAX_FILE_BYTES` */
export async function keepFile(
  vault: Vault,
  memberId: string,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  if (bytes.length === 0 || bytes.length > MAX_FILE_BYTES) {
    throw new RangeError(`expected 1 to ${MAX_FILE_BYTES} bytes, got ${bytes.length}`);
  }
  for (let nth = 0; nth < piecesOf(bytes.length); nth++) {
    const piece = bytes.subarray(nth * PIECE_BYTES, (nth + 1) * PIECE_BYTES);
    await vault.put(memberId, pieceOf(name, nth), piece.toBase64());
  }
}

/** The file; undefined where a piece is missing or it is not what was sealed. */
export async function readFile(
  vault: Vault,
  memberId: string,
  name: string,
  { seal, bytes: size }: { readonly seal: string; readonly bytes: number },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const whole = new Uint8Array(size);
  const names = Array.from({ length: piecesOf(size) }, (_, nth) => pieceOf(name, nth));
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const wanted = names.slice(from, from + AT_ONCE);
    const found = await vault.getMany(memberId, wanted);
    for (const [nth, one] of wanted.entries()) {
      const text = found.get(one);
      if (text === undefined) return undefined;
      whole.set(Uint8Array.fromBase64(text), (from + nth) * PIECE_BYTES);
    }
  }
  return await sealOfFile(whole) === seal ? whole : undefined;
}

export async function removeFile(
  vault: Vault,
  memberId: string,
  name: string,
  { bytes }: { readonly bytes: number },
): Promise<void> {
  for (let nth = 0; nth < piecesOf(bytes); nth++) {
    await vault.remove(memberId, pieceOf(name, nth));
  }
}
