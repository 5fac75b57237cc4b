/**
 * Tells who looks at an order that it, its insurance, the car it is bound to, or the money for either,
 * has changed. One watch of an order serves its buyer's pages and the staff's alike.
 */
import { insurance } from "../../actors/orders/insurance.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { vehicle } from "../../actors/orders/vehicle.ts";
import { payment } from "../../actors/sales/payment.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { Broadcast } from "./broadcast.ts";
import type { OrderFrame } from "./order_protocol.ts";
import { eventFrame } from "./protocol.ts";

/** Of so many payments, the newest, an order's page says what has become; who tries so often has seen the rest. */
export const NEWEST_PAYMENTS = 5;

export class OrderWatches {
  readonly #system: ActorSystem;
  readonly #watches = new Map<string, Watch>();

  constructor(system: ActorSystem) {
    this.#system = system;
  }

  /** Events `changed`. `left` is called once the stream has ended. */
  async watch(orderId: string, left: () => void = () => {}): Promise<ReadableStream<Uint8Array>> {
    let watch = this.#watches.get(orderId);
    if (!watch) this.#watches.set(orderId, watch = new Watch(orderId, this.#system));
    const ended = () => {
      left();
      if (watch.viewers > 0 || this.#watches.get(orderId) !== watch) return;
      watch.stop();
      this.#watches.delete(orderId);
    };
    try {
      return await watch.join(ended);
    } catch (cause) {
      ended();
      throw cause;
    }
  }

  get viewers(): number {
    return [...this.#watches.values()].reduce((sum, { viewers }) => sum + viewers, 0);
  }

  stop(): void {
    for (const watch of this.#watches.values()) watch.stop();
    this.#watches.clear();
  }
}

class Watch {
  readonly #orderId: string;
  readonly #system: ActorSystem;
  readonly #broadcast: Broadcast;
  readonly #stops: (() => void)[] = [];
  #following: Promise<void> | undefined;
  readonly #known = new Set<string>();
  #joining = 0;
  #seq = 0;
  #stopped = false;

  constructor(orderId: string, system: ActorSystem) {
    this.#orderId = orderId;
    this.#system = system;
    this.#broadcast = new Broadcast(async () => {
      await this.#followParts();
      return eventFrame("changed", undefined, { seq: this.#seq } satisfies OrderFrame);
    });
  }

  get viewers(): number {
    return this.#broadcast.size + this.#joining;
  }

  async join(left: () => void): Promise<ReadableStream<Uint8Array>> {
    this.#joining++;
    try {
      await (this.#following ??= this.#follow());
      return this.#broadcast.join(undefined, { left });
    } finally {
      this.#joining--;
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#broadcast.close();
  }

  readonly #listener = {
    entry: () => {
      this.#seq++;
      this.#broadcast.changed();
    },
  };

  async #follow(): Promise<void> {
    this.#keep(await this.#system.follow(vehicleOrder(this.#orderId), this.#listener));
    this.#keep(await this.#system.follow(insurance(this.#orderId), this.#listener));
    await this.#followParts();
  }

  /** What belongs to the order only later: a car, payments. */
  async #followParts(): Promise<void> {
    const { vehicleId, paid } = await this.#system.view(
      vehicleOrder(this.#orderId),
      ({ vehicleId, payments }) => ({ vehicleId, paid: newest(payments) }),
    );
    const premiums = await this.#system.view(
      insurance(this.#orderId),
      ({ premiums }) => newest(premiums),
    );
    const parts = [...paid, ...premiums].map((id) => payment(id));
    for (const part of vehicleId === null ? parts : [vehicle(vehicleId), ...parts]) {
      if (this.#known.has(part.id)) continue;
      this.#known.add(part.id);
      this.#keep(await this.#system.follow(part, this.#listener));
    }
  }

  #keep(stop: () => void): void {
    if (this.#stopped) stop();
    else this.#stops.push(stop);
  }
}

const newest = (payments: readonly { readonly paymentId: string }[]): string[] =>
  payments.slice(-NEWEST_PAYMENTS).map(({ paymentId }) => paymentId);
