/** Papers of a car's order as files, in their buyer's vault. */
import type { VehicleOrderState } from "../../actors/orders/vehicle_order_state.ts";
import type { DocumentCode } from "../orders/terms.ts";
import {
  fileTypeOf,
  keepFile,
  MAX_FILE_BYTES,
  readFile,
  removeFile,
  sealOfFile,
} from "../vault/files.ts";
import type { Vault } from "../vault/vault.ts";

export { FILE_TYPES as PAPER_TYPES, MAX_FILE_BYTES as MAX_PAPER_BYTES } from "../vault/files.ts";

interface Paper {
  readonly vault: Vault;
  readonly memberId: string;
  readonly orderId: string;
  readonly code: DocumentCode;
}

export interface PaperFile {
  readonly seal: string;
  readonly bytes: number;
}

const nameOf = ({ orderId, code }: Paper, seal: string): string => `${orderId} ${code} ${seal}`;

/** What is wrong with a file, before any of it is kept. */
export const flawOf = (
  bytes: Uint8Array,
): "file_missing" | "file_large" | "file_type" | undefined =>
  bytes.length === 0
    ? "file_missing"
    : bytes.length > MAX_FILE_BYTES
    ? "file_large"
    : fileTypeOf(bytes) === undefined
    ? "file_type"
    : undefined;

export async function keepPaper(paper: Paper, bytes: Uint8Array<ArrayBuffer>): Promise<PaperFile> {
  const seal = await sealOfFile(bytes);
  await keepFile(paper.vault, paper.memberId, nameOf(paper, seal), bytes);
  return { seal, bytes: bytes.length };
}

export const dropPaper = (paper: Paper, file: PaperFile): Promise<void> =>
  removeFile(paper.vault, paper.memberId, nameOf(paper, file.seal), file);

/** The file as a page answers it; undefined where there is none, or its buyer was erased. */
export async function paperResponse(
  vault: Vault,
  orderId: string,
  order: Pick<VehicleOrderState, "memberId" | "files">,
  code: DocumentCode,
): Promise<Response | undefined> {
  const file = order.files[code];
  if (!file) return undefined;
  const { memberId } = order;
  const name = nameOf({ vault, memberId, orderId, code }, file.seal);
  const bytes = await readFile(vault, memberId, name, file);
  const type = bytes && fileTypeOf(bytes);
  if (!bytes || !type) return undefined;
  const shown = type === "application/pdf" ? "attachment" : "inline";
  return new Response(bytes, {
    headers: {
      "content-type": type,
      "content-disposition": `${shown}; filename="${code}.${type.split("/")[1]}"`,
      "cache-control": "private, no-store",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    },
  });
}
