/** A member's devices: which there are is the actor's to know, their addresses are in the vault. */
import { devices, type DevicesState } from "../../actors/members/devices.ts";
import type { Device } from "../adapters/push/courier.ts";
import type { PushLanguage } from "../adapters/push/messages.ts";
import type { PushSubscription } from "../adapters/push/port.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import type { Vault } from "../vault/vault.ts";

type Choice = DevicesState["choice"];

export interface Notifications {
  /** How many devices there are. */
  readonly devices: number;
  readonly choice: Choice;
}

const fieldOf = (deviceId: string): string => `push-${deviceId}`;

/** The same address is the same device; the id tells nothing of it. */
export async function deviceIdOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return new Uint8Array(digest).slice(0, 12).toHex();
}

export class DeviceBook {
  readonly #system: () => ActorSystem;
  readonly #vault: Vault;

  /** The system carries calls that are looked up here: it comes after. */
  constructor(system: () => ActorSystem, vault: Vault) {
    this.#system = system;
    this.#vault = vault;
  }

  async read(memberId: string): Promise<Notifications> {
    return await this.#system().view(
      devices(memberId),
      ({ devices, choice }) => ({ devices: devices.length, choice: { ...choice } }),
    );
  }

  async holds(memberId: string, endpoint: string): Promise<boolean> {
    const id = await deviceIdOf(endpoint);
    return await this.#system().view(devices(memberId), ({ devices }) => devices.includes(id));
  }

  async add(memberId: string, subscription: PushSubscription, language: PushLanguage) {
    const deviceId = await deviceIdOf(subscription.endpoint);
    // The address first: a device without one would be taken for gone.
    await this.#vault.put(memberId, fieldOf(deviceId), JSON.stringify({ subscription, language }));
    await this.#ended(memberId, await this.#system().ask(devices(memberId), "add", { deviceId }));
  }

  async remove(memberId: string, endpoint: string): Promise<void> {
    await this.drop(memberId, await deviceIdOf(endpoint));
  }

  async drop(memberId: string, deviceId: string): Promise<void> {
    const outcome = await this.#system().ask(devices(memberId), "remove", { deviceId });
    await this.#ended(memberId, outcome);
  }

  async removeAll(memberId: string): Promise<void> {
    await this.#ended(memberId, await this.#system().ask(devices(memberId), "remove_all", {}));
  }

  async choose(memberId: string, choice: Choice): Promise<void> {
    await this.#system().ask(devices(memberId), "choose", choice);
  }

  /** The devices of a member who wants news of this kind; of the inbox its own topics decide. */
  async devicesFor(memberId: string, topic: keyof Choice | "inbox"): Promise<Device[]> {
    const ids = await this.#system().view(
      devices(memberId),
      ({ devices, choice }) => topic === "inbox" || choice[topic] ? [...devices] : [],
    );
    const found: Device[] = [];
    for (const id of ids) {
      const kept = await this.#vault.get(memberId, fieldOf(id));
      // The member was erased meanwhile.
      if (kept === undefined) await this.drop(memberId, id);
      else found.push({ id, ...JSON.parse(kept) });
    }
    return found;
  }

  async #ended(
    memberId: string,
    outcome: { ok: true; value: { removed: readonly string[] } } | { ok: false; refusal: string },
  ): Promise<void> {
    if (!outcome.ok) throw new Error(`Cannot change devices: "${outcome.refusal}"`);
    for (const id of outcome.value.removed) await this.#vault.remove(memberId, fieldOf(id));
  }
}
