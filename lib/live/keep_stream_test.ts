import { assert, assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { keepStream } from "./keep_stream.ts";

class FakeSource extends EventTarget {
  readyState = 0;
  closed = false;

  close(): void {
    this.closed = true;
  }

  /** What a browser does on an answer that is no stream: it never tries again. */
  refuse(): void {
    this.readyState = 2;
    this.dispatchEvent(new Event("error"));
  }
}

function follow() {
  const opened: FakeSource[] = [];
  const told: unknown[] = [];
  const end = keepStream("/live", {
    on: { sale: (said) => told.push(said) },
    online: (online) => told.push(online),
    refused: () => told.push("refused"),
  }, () => {
    const source = new FakeSource();
    opened.push(source);
    return source as unknown as EventSource;
  });
  return { opened, told, end };
}

Deno.test("keepStream: a refused stream is opened again, later each time, until it stands", () => {
  using time = new FakeTime();
  const { opened, told, end } = follow();
  opened[0]!.refuse();
  assertEquals(told, [false, "refused"]);
  time.tick(1_500);
  assertEquals(opened.length, 2);
  for (let i = 1; i < 8; i++) {
    opened[i]!.refuse();
    time.tick(400);
    assertEquals(opened.length, i + 1, "not at once");
    time.tick(45_000);
    assertEquals(opened.length, i + 2);
  }
  const last = opened.at(-1)!;
  last.dispatchEvent(new Event("open"));
  last.dispatchEvent(new MessageEvent("sale", { data: '{"allocated":3}' }));
  assertEquals(told.slice(-2), [true, { allocated: 3 }]);
  end();
  assert(last.closed);
});

Deno.test("keepStream: a broken connection is the browser's to mend, and an end is an end", () => {
  using time = new FakeTime();
  const { opened, told, end } = follow();
  opened[0]!.dispatchEvent(new Event("error"));
  assertEquals(told, [false]);
  time.tick(60_000);
  assertEquals(opened.length, 1);
  opened[0]!.refuse();
  end();
  time.tick(60_000);
  assertEquals(opened.length, 1);
});
