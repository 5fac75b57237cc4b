/** A real Tryton, on SQLite, keeps the contract; `.ci/run` has installed it and made its database. */
import * as z from "zod";
import { erpContract } from "../../lib/adapters/erp/contract_testing.ts";
import { TrytonRpc } from "../../lib/adapters/erp/json_rpc.ts";
import { openTryton } from "../../lib/adapters/erp/tryton.ts";
import { startTryton } from "./servers.ts";

const id = z.object({ id: z.int() });

/** What an ERP's own people do once: a company with its currency, and a journal of payments. */
async function setUp(rpc: TrytonRpc, signal: AbortSignal): Promise<void> {
  const rounding = { __class__: "Decimal", decimal: "0.01" };
  const currency = await rpc.create(
    "currency.currency",
    {
      name: "Renminbi",
      code: "CNY",
      symbol: "¥",
      digits: 2,
      rounding,
    },
    {},
    signal,
  );
  const party = await rpc.create("party.party", { name: "Qingchuan" }, {}, signal);
  const company = await rpc.create("company.company", { party, currency }, {}, signal);
  const [user] = await rpc.find("res.user", [["login", "=", "admin"]], id, {}, signal);
  const companies = [["add", [company]]];
  await rpc.call("model.res.user.write", [[user!.id], { companies, company }, {}], signal);
  await rpc.create(
    "account.payment.journal",
    {
      name: "Online",
      currency,
      company,
      process_method: "manual",
    },
    { company },
    signal,
  );
}

erpContract("Tryton", async () => {
  const tryton = await startTryton();
  const { access } = tryton;
  await setUp(new TrytonRpc(access), AbortSignal.timeout(60_000));
  return {
    erp: openTryton(access),
    async stop() {
      tryton.kill();
      await tryton.ended;
      await Deno.remove(tryton.folder, { recursive: true });
    },
  };
});
