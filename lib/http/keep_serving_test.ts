import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { keepServing, type Serving } from "./keep_serving.ts";

class FakeServer implements Serving {
  readonly #ends = Promise.withResolvers<void>();
  readonly finished = this.#ends.promise;
  stopped = 0;

  giveUp(): void {
    this.#ends.reject(new Deno.errors.Http("Too many open files (os error 24)"));
  }

  shutdown(): Promise<void> {
    this.stopped++;
    this.#ends.resolve();
    return this.finished;
  }
}

/** What is kept listening, one server after the other; `undefined` is an address that cannot be had. */
function kept(...plan: (FakeServer | undefined)[]) {
  const begun: FakeServer[] = [];
  const listened = Promise.withResolvers<void>();
  const serve = () => {
    const next = plan.shift();
    if (!next) throw new Deno.errors.AddrInUse("Address already in use");
    begun.push(next);
    if (plan.length === 0) listened.resolve();
    return next;
  };
  return { begun, listened: listened.promise, server: () => keepServing(serve, async () => {}) };
}

/** 600 idle connections ended a server for good that may open 300 files, though it lived on. */
Deno.test("keepServing: a listener that was given up is opened again, as often as it takes", async () => {
  const servers = [new FakeServer(), new FakeServer(), new FakeServer()] as const;
  const { begun, listened, server } = kept(
    servers[0],
    servers[1],
    undefined,
    undefined,
    servers[2],
  );
  const { shutdown } = server();
  servers[0].giveUp();
  servers[1].giveUp();
  await listened;
  assertEquals(begun, [...servers]);
  await shutdown();
  assertEquals(servers.map(({ stopped }) => stopped), [1, 1, 1]);
});

Deno.test("keepServing: what was shut down stays so", async () => {
  const only = new FakeServer();
  const { begun, server } = kept(only, new FakeServer());
  await server().shutdown();
  await only.finished;
  assertEquals(begun, [only]);
});

Deno.test("keepServing: an address that cannot be had at first is the caller's to know", () => {
  assertThrows(kept(undefined).server, Deno.errors.AddrInUse);
});

Deno.test("keepServing: who stops it in the moment when it listens nowhere waits for nothing", async () => {
  const first = new FakeServer();
  const again = Promise.withResolvers<void>();
  let calls = 0;
  const { shutdown } = keepServing(
    () => calls++ === 0 ? first : new FakeServer(),
    () => again.promise,
  );
  first.giveUp();
  await assertRejects(() => first.finished);
  await shutdown();
  again.resolve();
  await again.promise;
  assertEquals([first.stopped, calls], [1, 1]);
});
