/** Destroys a member's key in the vault, unless business of theirs is still open. */
import { definePort } from "../../kernel/mod.ts";

export type ErasureRequest = { readonly memberId: string };
export type ErasureResult = {
  readonly status: "erased" | "open";
  /** Orders that are open. */
  readonly open: readonly string[];
};

export const erasure = definePort<ErasureRequest, ErasureResult>("erasure");
