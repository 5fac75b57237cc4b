/** Gives each dealer its calendar's plan, unless it has one. */
import { calendar } from "../../actors/appointments/calendar.ts";
import { DEALERS } from "../dealers/dealers.ts";
import { planOf } from "../dealers/plan.ts";
import type { ActorSystem } from "../kernel/mod.ts";

export async function seedCalendars(system: ActorSystem): Promise<void> {
  await Promise.all(DEALERS.map(async (dealer) => {
    const address = calendar(dealer.id);
    if (await system.view(address, ({ plan }) => plan !== null)) return;
    await system.ask(address, "set_up", planOf(dealer));
  }));
}
