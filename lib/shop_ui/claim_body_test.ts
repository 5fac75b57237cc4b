import { assertEquals } from "@std/assert";
import { claimBody, flawOf, NOBODY } from "./claim_body.ts";

const person = (identityNumber: string) => ({ ...NOBODY, identityNumber });

Deno.test("flawOf: a number is checked before it is sent, and only where the sale asks for one", () => {
  const cases = [
    ["none", "1", undefined],
    ["optional", " ", undefined],
    ["required", " ", "identity_required"],
    ["optional", "110105194912310021", "invalid_identity"],
    ["required", "１１０１０５１９４９１２３１００２ｘ", undefined],
    ["required", "110105 19491231 002X", undefined],
  ] as const;
  for (const [asked, number, flaw] of cases) assertEquals(flawOf(asked, person(number)), flaw);
});

Deno.test("claimBody: says where one came from and who one is, and nothing that was left empty", () => {
  assertEquals(claimBody("", NOBODY), {});
  assertEquals(claimBody("?source=wechat", { identityNumber: " 1 ", disputed: true }), {
    source: "wechat",
    identityNumber: "1",
    disputed: true,
  });
  assertEquals(claimBody("", { identityNumber: "", disputed: true }), {});
});
