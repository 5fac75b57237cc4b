import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { HttpError } from "fresh";
import { bounded } from "./bounded.ts";

const FORM = "application/x-www-form-urlencoded";
const PAGE = "http://shop.test/pay/none-1";

function form(body: string, headers: Record<string, string> = {}): Request {
  return new Request(PAGE, { method: "POST", body, headers: { "content-type": FORM, ...headers } });
}

/** As a proxy sends it on that does not wait for the whole. */
function streamed(pieces: number): Request {
  const piece = new TextEncoder().encode(`a=${"x".repeat(64 * 1024)}&`);
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => sent++ < pieces ? controller.enqueue(piece) : controller.close(),
  });
  return new Request(PAGE, { method: "POST", body, headers: { "content-type": FORM } });
}

Deno.test("bounded: a form that says to be too large is answered 413 before it is read", async () => {
  const small = form("a=1", { "content-length": "3" });
  assertEquals(bounded(small), small);
  const get = new Request(PAGE);
  assertEquals(bounded(get), get);
  // As the runtime hands it on, which makes requests that nobody else can: it was our own mistake.
  const trace = streamed(1);
  Object.defineProperty(trace, "method", { value: "TRACE" });
  assertEquals(bounded(trace), trace);
  // Any page took a form of any size into memory.
  const answer = bounded(form("a=1", { "content-length": "1000000000" }));
  assertInstanceOf(answer, Response);
  assertEquals([answer.status, (await answer.json()).code], [413, "body_too_large"]);
});

Deno.test("bounded: a body without a length is read up to the limit and no further", async () => {
  const small = bounded(streamed(2));
  assertInstanceOf(small, Request);
  assertEquals((await small.formData()).getAll("a").length, 2);
  const large = bounded(streamed(1_000_000));
  assertInstanceOf(large, Request);
  const error = await assertRejects(() => large.formData());
  assert(error instanceof HttpError && error.status === 413, String(error));
});

Deno.test("bounded: what is no form is the sender's mistake, a 400 and no defect of ours", async () => {
  const cases: [body: BodyInit | null, type: string][] = [
    ["{}", "application/json"],
    ["hello", "text/plain"],
    ["hello", "multipart/form-data"],
    ["hello", "multipart/form-data; boundary=x"],
    [null, FORM],
    [null, ""],
  ];
  for (const [body, type] of cases) {
    const headers: HeadersInit = type === "" ? {} : { "content-type": type };
    const request = bounded(new Request(PAGE, { method: "POST", body, headers }));
    assertInstanceOf(request, Request);
    const read = await request.formData().catch((error: unknown) => error);
    if (read instanceof FormData) assertEquals([...read], []);
    else assert(read instanceof HttpError && read.status === 400, `${type}: ${read}`);
  }
});

Deno.test("bounded: a phone that hangs up in mid-form is no defect of ours", async () => {
  const body = new ReadableStream({
    pull: () => Promise.reject(new Deno.errors.BadResource("underlying resource unavailable")),
  });
  const request = bounded(
    new Request(PAGE, { method: "POST", body, headers: { "content-type": FORM } }),
  );
  assertInstanceOf(request, Request);
  const error = await assertRejects(() => request.formData());
  assert(error instanceof HttpError && error.status === 408, String(error));
});

Deno.test("bounded: a form that stops coming is a 408, and no page that took too long", async () => {
  const head = new TextEncoder().encode("a=1&b=");
  for (const declared of [undefined, "20"]) {
    const body = new ReadableStream({ start: (stream) => stream.enqueue(head) });
    const headers = new Headers({ "content-type": FORM });
    if (declared) headers.set("content-length", declared);
    const request = bounded(new Request(PAGE, { method: "POST", body, headers }), 1);
    assertInstanceOf(request, Request);
    const error = await assertRejects(() => request.formData());
    assert(error instanceof HttpError && error.status === 408, String(error));
  }
});
