/** What has come to this node for an actor that another one runs. */
import type { Activation } from "./activation.ts";
import type { Hint } from "./elsewhere.ts";
import { KernelError } from "./errors.ts";
import type { Handovers } from "./handover.ts";
import { type Host, retried } from "./host.ts";
import type { CommandItem, Item } from "./item.ts";

export class Rerouting {
  readonly #host: Host;
  readonly #handovers: Handovers;

  constructor(host: Host, handovers: Handovers) {
    this.#host = host;
    this.#handovers = handovers;
  }

  /** Hands over what waits; where the hint has run out, looks who runs the actor now. */
  run(activation: Activation, { node, until }: Hint): void {
    const commands = activation.remove((item): item is CommandItem => item.type === "command");
    if (until > this.#host.clock.monotonic()) {
      if (commands.length > 0) this.#handovers.handOver(activation, node, commands);
      const mail = activation.remove((item): item is Exclude<Item, CommandItem> =>
        item.type === "letter" || item.type === "reminder"
      );
      if (mail.length > 0) this.#handovers.leaveNote(activation, node);
      // What is left are reads, other nodes' letters that came to us in error, and joint turns.
      if (activation.wanted) this.#reload(activation);
      return;
    }
    for (const command of commands) activation.push(command);
    this.#reload(activation);
  }

  /** Reads the newest state, which also shows who runs the actor now. */
  #reload(activation: Activation): void {
    activation.phase = "loading";
    // Only these: one asked while the head is being read must see what was answered before it.
    const views = activation.takeViews();
    const loading = retried(this.#host, () => activation.load()).then((cause) => {
      if (cause !== undefined) {
        const message = "Cannot read the actor from the store";
        const error = new KernelError("unavailable", message, { cause, retryAfterMs: 1_000 });
        for (const view of views) view.reject(error);
        return activation.unusable(error);
      }
      activation.answer(views);
      if (activation.remote) activation.dropStrays();
      if (!activation.grant()) this.#host.schedule(activation);
    });
    this.#host.track(loading);
  }
}
