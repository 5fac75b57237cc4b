/** A member's first page, read and rendered: the server's own time, without a network. */
import { garage } from "../actors/members/garage.ts";
import { inbox } from "../actors/members/inbox.ts";
import { points } from "../actors/members/points.ts";
import { testMemberId } from "../lib/auth/test_members.ts";
import { withMembers } from "../routes/my/_testing.ts";
import { median, printFigure } from "./figures.ts";

const ROUNDS = 300;
const WARM = 100;
const MESSAGES = 20;
const EARNINGS = 60;

if (import.meta.main) {
  await withMembers(async ({ member, platform: { system, vault, now } }) => {
    const one = member(1);
    const id = testMemberId(1);
    await vault.put(id, "name", "林晚舟");
    await vault.put(id, "phone", "13812340000");
    for (const carId of ["a", "b"]) {
      const car = { carId, model: "lu", proof: "papers", deliveredAt: now() } as const;
      await system.ask(garage(id), "add", car);
      await vault.put(
        id,
        `car ${carId}`,
        JSON.stringify({ vin: "LATPAB071W1005301", plate: null }),
      );
    }
    for (let i = 0; i < EARNINGS; i++) {
      await system.ask(points(id), "adjust", { ref: `${i}`, points: 10, reason: "measure" });
    }
    for (let i = 0; i < MESSAGES; i++) {
      const message = { topic: "points", code: "points_end", values: {}, href: null } as const;
      await system.ask(inbox(id), "deliver", { id: `${i}`, ...message });
    }
    await one.ask("POST", "/api/sales/launch-2017/claims");
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS + WARM; round++) {
      const began = performance.now();
      const text = await one.text("/my");
      if (!text.includes("林晚舟")) throw new Error("expected the member's own page");
      if (round >= WARM) rounds.push(performance.now() - began);
    }
    rounds.sort((a, b) => a - b);
    printFigure("member hub, read and rendered, p50", median(rounds), "ms");
    printFigure("member hub, read and rendered, p99", rounds[Math.floor(ROUNDS * 0.99)]!, "ms");
  });
}
