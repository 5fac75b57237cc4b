import { assertEquals } from "@std/assert";
import { privacy } from "../../actors/members/privacy.ts";
import { PartnerSandbox } from "../../lib/adapters/partners/sandbox.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { eventually, withApi } from "./_testing.ts";

const MEMBER = testMemberId(1);
const PARTNER = "dealer-hangzhou";
const proof = {
  version: 1,
  textHash: "0".repeat(64),
  language: "zh" as const,
  where: "/my/privacy",
};
const share = {
  shareId: "s1",
  partner: PARTNER,
  under: "dealer_sharing" as const,
  fields: ["name"],
  purpose: "call",
  version: 1,
};

/** A partner to whom data takes its time. */
class SlowPartner extends PartnerSandbox {
  readonly asked = Promise.withResolvers<void>();
  readonly arrives = Promise.withResolvers<void>();

  constructor() {
    super();
    const deliver = this.deliver;
    this.deliver = async (data) => {
      this.asked.resolve();
      await this.arrives.promise;
      return await deliver(data);
    };
  }
}

Deno.test("consents: withdrawn while its data is on its way, the partner keeps nothing, with a receipt", async () => {
  const partners = new SlowPartner();
  await withApi(async (_app, { system, vault }) => {
    const mine = privacy(MEMBER);
    const statusOf = () => system.view(mine, ({ shares }) => shares[0]?.status);
    await vault.put(MEMBER, "name", "林晚舟");
    await system.ask(mine, "give", { consent: "dealer_sharing", ...proof });
    await system.ask(mine, "share", share);
    await partners.asked.promise;
    assertEquals(await statusOf(), "left");
    await system.ask(mine, "withdraw", { consent: "dealer_sharing", where: "/my/privacy" });
    // The recall overtakes the data, which is still on its way.
    await eventually(async () => await statusOf() === "recalled" || undefined);
    partners.arrives.resolve();
    await eventually(() => Promise.resolve(system.quiet || undefined));
    assertEquals(partners.held(PARTNER, "s1"), undefined);
    const receipt = await system.view(mine, ({ shares }) => shares[0]!.receipt);
    assertEquals([await statusOf(), receipt], ["recalled", "deleted-s1"]);
  }, { partners });
});
