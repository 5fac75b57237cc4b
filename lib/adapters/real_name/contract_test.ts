import { assertEquals } from "@std/assert";
import { parseIdentityNumber } from "./identity_number.ts";
import type { RealNameCheck } from "./port.ts";
import { IMPOSTOR, RealNameSandbox } from "./sandbox.ts";

const RIGHT = "11010519491231002X";

const checks: Readonly<Record<string, RealNameCheck>> = { sandbox: new RealNameSandbox() };

for (const [vendor, register] of Object.entries(checks)) {
  const matches = async (name: string, identityNumber: string) =>
    (await register.check({
      name,
      identityNumber,
      idempotencyKey: "k",
      signal: AbortSignal.timeout(1_000),
    })).matches;

  Deno.test(`RealNameCheck ${vendor}: a name with its number matches, another does not`, async () => {
    assertEquals(await matches("林岚", RIGHT), true);
    assertEquals(await matches(IMPOSTOR, RIGHT), false);
    assertEquals(await matches("林岚", "110105194912310021"), false);
  });
}

Deno.test("parseIdentityNumber: the check digit and the birthday must be right", () => {
  assertEquals(parseIdentityNumber(" 11010519491231002x"), RIGHT);
  assertEquals(parseIdentityNumber("110105194912310029"), undefined);
  assertEquals(parseIdentityNumber("11010519490231002X"), undefined);
  assertEquals(parseIdentityNumber("1101051949123100"), undefined);
});
