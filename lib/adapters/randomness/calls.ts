/** What a draw asks of the outside: its announcement, and later what makes the order. */
import { definePort } from "../../kernel/mod.ts";
import type { Beacon, Round } from "./port.ts";

export type DrawCall =
  | { readonly ask: "announce"; readonly drawId: string; readonly drawsAt: number }
  | { readonly ask: "reveal"; readonly drawId: string; readonly round: number };

/** What is published beforehand. */
export type Announcement = {
  readonly drawsAt: number;
  /** SHA-256 of the secret's 32 bytes, hex. */
  readonly commitment: string;
  readonly beacon: { readonly [K in keyof Beacon]: Beacon[K] };
  readonly round: number;
};

/** What comes out afterwards. */
export type Revelation = { readonly [K in keyof Round]: Round[K] } & {
  /** 32 bytes, hex. */
  readonly secret: string;
};

export const randomness = definePort<DrawCall, Announcement | Revelation>("randomness");
