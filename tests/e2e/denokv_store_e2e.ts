/** The store over the network keeps the same contract as the embedded one. */
import { DenoKvStore } from "../../lib/kernel/stores/deno_kv.ts";
import { storeContract } from "../../lib/kernel/stores/testing/store_contract.ts";
import { startDenokv } from "./servers.ts";

storeContract("DenoKvStore on denokv", async () => {
  const folder = await Deno.makeTempDir();
  const denokv = await startDenokv(`${folder}/shared.db`);
  Deno.env.set("DENO_KV_ACCESS_TOKEN", denokv.token);
  const store = await DenoKvStore.open(denokv.url);
  return {
    store,
    until: (promise) => promise,
    async [Symbol.asyncDispose]() {
      store.close();
      // Other suites run in this process, and start servers with its environment.
      Deno.env.delete("DENO_KV_ACCESS_TOKEN");
      denokv.kill("SIGKILL");
      await denokv.ended;
      await Deno.remove(folder, { recursive: true });
    },
  };
}, { weighsKeys: false });
