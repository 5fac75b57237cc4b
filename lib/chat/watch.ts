/**
 * Tells chat groups what would be too much to be told one by one, or is written by no actor: leads, of
 * which a sale makes hundreds of thousands, and dead letters. It looks every minute and tells how many
 * there are more; the group keeps how far was counted, so that several nodes count nothing twice, and
 * a start after a stop goes on where the last left off.
 */
import { chatGroup } from "../../actors/platform/chat_group.ts";
import { FALLBACK, groupFor, type SaleTitles, saleValues } from "../alerts/notices.ts";
import type { ActorSystem, Clock, DeadLetter } from "../kernel/mod.ts";
import { type DrawRow, drawRows } from "../read_models/draw.ts";
import { type LotRow, lotRows, type SaleRow, saleRows } from "../read_models/sales.ts";
import { type RoomRow, roomRows } from "../read_models/waiting_room.ts";

const LOOK_MS = 60_000;
/** A letter's id is older than its commit: what is younger may still get an older neighbour. */
const SETTLED_MS = 10_000;
const MOST_LETTERS = 1_000;
const MOST_SALES = 500;
/** After its end nobody joins a sale any more; what was on its way has arrived by then. */
const AFTER_MS = 24 * 3_600_000;
const MOST_PLACES = 6;
/** A message that cannot be sent is no reason for another. */
const OWN_PORT = "chat";

export interface ChatWatchOptions {
  readonly system: ActorSystem;
  readonly groups: ReadonlySet<string>;
  readonly clock: Clock;
}

export class ChatWatch {
  readonly #options: ChatWatchOptions;
  #cancel: (() => void) | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: ChatWatchOptions) {
    this.#options = options;
  }

  /** Looks every minute from now on. */
  begin(): void {
    this.#cancel = this.#options.clock.after(LOOK_MS, () => {
      this.#looking = this.look().catch((cause) => {
        console.error("Cannot look for what chat groups are told", cause);
      }).then(() => {
        if (this.#cancel) this.begin();
      });
    });
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#looking;
  }

  async look(): Promise<void> {
    await this.#tellOfDeadLetters();
    await this.#tellOfLeads();
  }

  async #tellOfDeadLetters(): Promise<void> {
    const { system, clock } = this.#options;
    const group = chatGroup(FALLBACK);
    const was = await system.view(group, ({ marks }) => marks.get("dead_letters") ?? null);
    const until = clock.now() - SETTLED_MS;
    const places = new Map<string, number>();
    let is = was, count = 0;
    for await (const letter of system.deadLetters(MOST_LETTERS, was ?? undefined)) {
      if (letter.at > until) break;
      is = letter.id;
      if (letter.port === OWN_PORT) continue;
      count++;
      const place = placeOf(letter);
      places.set(place, (places.get(place) ?? 0) + 1);
    }
    if (count === 0 || is === null) return;
    await system.ask(group, "notify", {
      id: `dead ${is}`,
      code: "dead_letters",
      values: { places: named(places) },
      href: "/staff/dead-letters",
      count,
      about: "dead letters",
      mark: { name: "dead_letters", was, is },
    });
  }

  async #tellOfLeads(): Promise<void> {
    const { system, clock } = this.#options;
    const rows = system.rows(saleRows).list<SaleRow>([], { limit: MOST_SALES });
    for await (const { key: [saleId], value: sale } of rows) {
      if (sale.status === "draft") continue;
      if (sale.status === "closed" && sale.closedAt < clock.now() - AFTER_MS) continue;
      await this.#tellOfLeadsOf(String(saleId), sale.plan);
    }
  }

  /** Whoever registered, waited, or asked for a car is a lead; one person may have done all of it. */
  async #tellOfLeadsOf(saleId: string, plan: SaleTitles): Promise<void> {
    const { system, groups } = this.#options;
    const [lot, room, draw] = await Promise.all([
      system.rows(lotRows).get<LotRow>([saleId]),
      system.rows(roomRows).get<RoomRow>([saleId]),
      system.rows(drawRows).get<DrawRow>([saleId]),
    ]);
    const total = Math.max(lot?.participants ?? 0, room?.entries ?? 0, draw?.entrants ?? 0);
    const name = `leads ${saleId}`;
    const group = chatGroup(groupFor(groups, "sales"));
    const was = await system.view(group, ({ marks }) => marks.get(name) ?? null);
    const count = total - Number(was ?? 0);
    if (count <= 0) return;
    await system.ask(group, "notify", {
      id: `${name} ${total}`,
      code: "leads_grew",
      values: { ...saleValues(saleId, plan), total: String(total) },
      href: `/staff/leads?sale=${saleId}`,
      count,
      about: name,
      mark: { name, was, is: String(total) },
    });
  }
}

const placeOf = ({ port, to }: DeadLetter): string => port ?? to?.kind ?? "?";

const named = (places: ReadonlyMap<string, number>): string =>
  [...places].sort(([, a], [, b]) => b - a).slice(0, MOST_PLACES)
    .map(([place, count]) => `${place} ${count}`).join(", ");
