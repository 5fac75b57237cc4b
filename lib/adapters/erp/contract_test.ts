import { assert, assertEquals, assertRejects } from "@std/assert";
import { DenoKvStore } from "../../kernel/mod.ts";
import { erpContract } from "./contract_testing.ts";
import { ErpError } from "./port.ts";
import { ErpSandbox } from "./sandbox.ts";
import { openTryton } from "./tryton.ts";

erpContract("the sandbox ERP", async () => {
  const store = await DenoKvStore.open(":memory:");
  const sandbox = new ErpSandbox(store);
  // An ERP that is out answers nobody; so does one that was given up.
  const erp = openTryton(
    { url: "http://erp.test", database: "erp", user: "forecourt", password: "sandbox" },
    {
      fetch: (request) =>
        request.signal.aborted ? Promise.reject(request.signal.reason) : sandbox.handle(request),
    },
  );
  return { erp, stop: () => store.close() };
});

const access = { url: "http://erp.test", database: "erp", user: "a", password: "hush" };
const signal = new AbortController().signal;
const erpThat = (answers: (method: string) => Response | Promise<Response>) =>
  openTryton(access, { fetch: async (request) => await answers((await request.json()).method) });

Deno.test("openTryton: what may work later is told from what never will", async () => {
  const session = () => Response.json({ id: 1, result: [1, "s", null] });
  const cases: [boolean, (method: string) => Response | Promise<Response>][] = [
    [true, () => Promise.reject(new TypeError("connection refused"))],
    [true, () => new Response("bad gateway", { status: 502 })],
    [true, () => new Response("", { status: 401 })],
    [true, (method) => method.includes("login") ? session() : new Response("<html>")],
    [
      true,
      (method) =>
        method.includes("login")
          ? session()
          : Response.json({ id: 1, error: ["ConcurrencyException", ["x"]] }),
    ],
    [
      false,
      (method) =>
        method.includes("login")
          ? session()
          : Response.json({ id: 1, error: ["UserError", ["x"]] }),
    ],
    [false, (method) => method.includes("login") ? session() : new Response("", { status: 404 })],
  ];
  for (const [transient, answers] of cases) {
    const error = await assertRejects(() => erpThat(answers).list("2027-01-15", signal), ErpError);
    assertEquals(error.transient, transient, error.message);
    assert(!error.message.includes("hush"));
  }
});

Deno.test("openTryton: a session that has ended is begun anew", async () => {
  const store = await DenoKvStore.open(":memory:");
  try {
    const sandbox = new ErpSandbox(store);
    let ended = 0, logins = 0;
    const erp = openTryton({ ...access, user: "forecourt", password: "sandbox" }, {
      fetch: async (request) => {
        const { method } = await request.clone().json();
        if (method.includes("login")) logins++;
        else if (ended-- === 1) return new Response("", { status: 401 });
        return await sandbox.handle(request);
      },
    });
    assertEquals(await erp.list("2027-01-15", signal), []);
    ended = 1;
    assertEquals(await erp.list("2027-01-15", signal), []);
    assertEquals(logins, 2);
  } finally {
    store.close();
  }
});
