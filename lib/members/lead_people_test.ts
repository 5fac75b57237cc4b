import { assertEquals } from "@std/assert";
import { maskedName, maskedNumber } from "./lead_people.ts";

Deno.test("maskedName: keeps the first character alone, and tells nothing of the length", () => {
  assertEquals(["张三", "欧阳海洋", "Ann Lee", "𠮷野", ""].map(maskedName), [
    ...["张*", "欧*", "A*", "𠮷*", ""],
  ]);
});

Deno.test("maskedNumber: keeps three digits and four", () => {
  assertEquals(["13800138021", ""].map(maskedNumber), ["138****8021", ""]);
});
