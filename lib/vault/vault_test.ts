import { assertEquals, assertRejects } from "@std/assert";
import { DenoKvStore } from "../kernel/mod.ts";
import { Vault } from "./vault.ts";

const PHONE = "13800138000";

async function withStore(run: (store: DenoKvStore) => Promise<void>) {
  const store = await DenoKvStore.open(":memory:");
  try {
    await run(store);
  } finally {
    store.close();
  }
}

async function everything(store: DenoKvStore): Promise<string> {
  let all = "";
  for await (const { value } of store.list({ prefix: ["vault"] })) all += value.toHex();
  return all;
}

const hex = (text: string) => new TextEncoder().encode(text).toHex();

Deno.test("Vault: gives back what was put, the last for each field", () =>
  withStore(async (store) => {
    const vault = new Vault(store, "a secret of sixteen");
    await vault.put("m1", "phone", "1");
    await vault.put("m1", "phone", PHONE);
    await vault.put("m1", "name", "林晓");
    assertEquals(await vault.get("m1", "phone"), PHONE);
    assertEquals(await vault.get("m1", "name"), "林晓");
    assertEquals(await vault.get("m2", "phone"), undefined);
  }));

Deno.test("Vault: several fields at once are those that there are, and none of who was erased", () =>
  withStore(async (store) => {
    const vault = new Vault(store, "a secret of sixteen");
    await vault.put("m1", "phone", PHONE);
    await vault.put("m1", "name", "林晓");
    assertEquals([...await vault.getMany("m1", ["name", "email", "phone"])], [
      ["name", "林晓"],
      ["phone", PHONE],
    ]);
    assertEquals((await vault.getMany("m2", ["name"])).size, 0);
    await vault.erase("m1");
    assertEquals((await vault.getMany("m1", ["name", "phone"])).size, 0);
  }));

Deno.test("Vault: nothing it keeps can be read in the store", () =>
  withStore(async (store) => {
    await new Vault(store, "a secret of sixteen").put("m1", "phone", PHONE);
    assertEquals((await everything(store)).includes(hex(PHONE)), false);
  }));

Deno.test("Vault: another secret opens nothing", () =>
  withStore(async (store) => {
    await new Vault(store, "a secret of sixteen").put("m1", "phone", PHONE);
    await assertRejects(() => new Vault(store, "another of sixteen").get("m1", "phone"));
  }));

Deno.test("Vault: erasing a member leaves nothing of them, and the others as they were", () =>
  withStore(async (store) => {
    const vault = new Vault(store, "a secret of sixteen");
    await vault.put("m2", "phone", "2");
    const before = await everything(store);
    await vault.put("m1", "phone", PHONE);
    await vault.put("m1", "name", "林晓");
    await vault.erase("m1");
    assertEquals(await vault.get("m1", "phone"), undefined);
    assertEquals(await everything(store), before);
  }));

Deno.test("Vault: what is put while the member is erased is not sealed with a key that is gone", () =>
  withStore(async (store) => {
    const vault = new Vault(store, "a secret of sixteen");
    await vault.put("m1", "phone", PHONE);
    const { commit } = store;
    let erased = false;
    store.commit = async (atomic) => {
      store.commit = commit;
      await vault.erase("m1");
      erased = true;
      return await store.commit(atomic);
    };
    await vault.put("m1", "name", "林晓");
    assertEquals([erased, await vault.get("m1", "name")], [true, "林晓"]);
    assertEquals(await vault.get("m1", "phone"), undefined);
  }));

Deno.test("Vault: two that put a member's first field at once agree on the key", () =>
  withStore(async (store) => {
    const vaults = [1, 2, 3].map(() => new Vault(store, "a secret of sixteen"));
    await Promise.all(vaults.map((vault, i) => vault.put("m1", `field${i}`, String(i))));
    for (let i = 0; i < 3; i++) assertEquals(await vaults[0]!.get("m1", `field${i}`), String(i));
  }));
