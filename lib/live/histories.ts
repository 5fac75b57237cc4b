/** Where each participant stands in the journals of a sale, as this node has read them. */
import { draw } from "../../actors/sales/draw.ts";
import { lot } from "../../actors/sales/lot.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { forgetOldest } from "../collections/forget_oldest.ts";
import type { ActorSystem, Entry } from "../kernel/mod.ts";
import { JournalIndex } from "./journal_index.ts";

type What = Readonly<Record<string, unknown>>;

/** What concerns everyone in a draw. */
export const OF_ALL = " all";
export const ofPlace = (place: number): string => ` place ${place}`;

/** Sales whose journals are remembered, the longest unused forgotten first. */
const SALES = 16;

/** A journal of one sale. */
export interface OfSale {
  readonly room: JournalIndex;
  readonly draw: JournalIndex;
  readonly lot: LotIndex;
}

export class Histories {
  readonly #system: ActorSystem;
  readonly #sales = new Map<string, OfSale>();

  constructor(system: ActorSystem) {
    this.#system = system;
  }

  /** Of a sale that there is. */
  of(saleId: string): OfSale {
    const known = this.#sales.get(saleId) ?? this.#open(saleId);
    this.#sales.delete(saleId);
    this.#sales.set(saleId, known);
    if (this.#sales.size > SALES) forgetOldest(this.#sales);
    return known;
  }

  #open(saleId: string): OfSale {
    const system = this.#system;
    return {
      room: new JournalIndex(system, waitingRoom(saleId), ({ events }, name) => {
        for (const [event, payload] of events) {
          const { memberId, places } = payload as What;
          if (typeof memberId === "string") name(memberId);
          if (event === "admitted") {
            for (const place of places as number[]) name(ofPlace(place));
          }
        }
      }),
      draw: new JournalIndex(system, draw(saleId), ({ events }, name) => {
        for (const [event, payload] of events) {
          const { memberId } = payload as What;
          if (typeof memberId === "string") name(memberId);
          if (event === "closed" || event === "drawn" || event === "cancelled") name(OF_ALL);
        }
      }),
      lot: new LotIndex(system, saleId),
    };
  }
}

export const isAnswer = (event: string): boolean => event === "claimed" || event === "missed";

/** Knows as well how many were answered before an entry, and when each car was first given. */
export class LotIndex {
  readonly #index: JournalIndex;
  /** By the entry's number. */
  readonly #answeredBefore: number[] = [];
  /** By the car's number, the first time it was given. */
  readonly #given: { readonly at: number; readonly seq: number }[] = [];
  #answered = 0;

  constructor(system: ActorSystem, saleId: string) {
    this.#index = new JournalIndex(system, lot(saleId), ({ seq, at, events }, name) => {
      this.#answeredBefore[seq] = this.#answered;
      for (const [event, payload] of events) {
        const { memberId, number } = payload as What;
        if (typeof memberId === "string") name(memberId);
        if (isAnswer(event)) this.#answered++;
        if (event === "claimed") this.#given[number as number] ??= { at, seq };
      }
    });
  }

  entriesOf(memberId: string): Promise<Entry[]> {
    return this.#index.entriesOf(memberId);
  }

  /** Of what has been read by {@linkcode entriesOf}. */
  answeredBefore(seq: number): number {
    return this.#answeredBefore[seq]!;
  }

  /** When the car was given for the first time; null where it was not. */
  firstGiven(number: number): { readonly at: number; readonly seq: number } | null {
    return this.#given[number] ?? null;
  }
}
