import { assertEquals, assertRejects } from "@std/assert";
import * as z from "zod";
import { Deadlines } from "./deadlines.ts";
import { Problem } from "./problem.ts";
import { invalidRequest, readJson, readText } from "./read_json.ts";

const schema = z.strictObject({ city: z.string().optional() });
const JSON_TYPE = "application/json; charset=utf-8";

/** Read with its length declared, as servers are sent it, and without, as a stream is. */
const CASES: [name: string, body: string, type: string | undefined, expected: unknown][] = [
  ["what was sent", '{"city":"杭州"}', JSON_TYPE, { city: "杭州" }],
  ["a body of none", "", JSON_TYPE, {}],
  ["a body of none, of no type", "", undefined, {}],
  ["JSON that ends too soon", '{"city":', JSON_TYPE, "invalid_json"],
  ["a blank", " ", JSON_TYPE, "invalid_json"],
  ["a name that is not known", '{"town":"x"}', JSON_TYPE, "invalid_request"],
  ["null", "null", JSON_TYPE, "invalid_request"],
  ["text", "{}", "text/plain", "not_json"],
  ["no type", "{}", undefined, "not_json"],
  ["another charset", '{"city":"x"}', "application/json;charset=GB18030", "not_json"],
  ["UTF-8 in quotes", '{"city":"x"}', 'application/json; charset="UTF-8"', { city: "x" }],
  ["too much", JSON.stringify({ city: "x".repeat(200) }), JSON_TYPE, "body_too_large"],
];

function request(text: string, type: string | undefined, declared: boolean): Request {
  const bytes = new TextEncoder().encode(text);
  const body = declared ? bytes : new Blob([bytes]).stream();
  const sent = new Request("http://shop.test/", { method: "POST", body });
  const headers = new Headers(sent.headers);
  headers.delete("content-type");
  if (type !== undefined) headers.set("content-type", type);
  if (declared) headers.set("content-length", String(bytes.byteLength));
  return new Request(sent, { headers });
}

for (const [name, body, type, expected] of CASES) {
  for (const declared of [true, false]) {
    Deno.test(`readJson: ${name}, its length ${declared ? "declared" : "not declared"}`, async () => {
      const deadlines = new Deadlines();
      try {
        const limits = { maxBytes: 100, timeoutMs: 1_000, deadlines };
        const read = readJson(request(body, type, declared), schema, limits);
        if (typeof expected !== "string") return assertEquals(await read, expected);
        assertEquals((await assertRejects(() => read, Problem)).code, expected);
      } finally {
        deadlines.stop();
      }
    });
  }
}

Deno.test("readJson: a length that is said twice lets nothing in that is too large", async () => {
  // The server keeps both, "300, 300" was no number above the limit, and any size was read.
  const deadlines = new Deadlines();
  try {
    const limits = { maxBytes: 100, timeoutMs: 1_000, deadlines };
    const sent = () => {
      const said = request(JSON.stringify({ city: "x".repeat(287) }), JSON_TYPE, true);
      said.headers.set("content-length", "300, 300");
      return said;
    };
    for (const read of [readJson(sent(), schema, limits), readText(sent(), limits)]) {
      assertEquals((await assertRejects(() => read, Problem)).code, "body_too_large");
    }
  } finally {
    deadlines.stop();
  }
});

Deno.test("readJson: who hangs up in mid-body is told nothing of a defect, and nobody is woken", async () => {
  // Each phone that lost its network in the rush wrote a stack trace into the log.
  const deadlines = new Deadlines();
  try {
    for (const declared of ["20", null]) {
      const body = new ReadableStream({
        pull: () => Promise.reject(new Deno.errors.BadResource("underlying resource unavailable")),
      });
      const headers = new Headers({ "content-type": JSON_TYPE });
      const sent = new Request("http://shop.test/", { method: "POST", body, headers });
      if (declared) sent.headers.set("content-length", declared);
      const limits = { maxBytes: 100, timeoutMs: 1_000, deadlines };
      const error = await assertRejects(() => readJson(sent, schema, limits), Problem);
      assertEquals(error.code, "body_timeout");
    }
  } finally {
    deadlines.stop();
  }
});

Deno.test("readJson: a body that is packed is refused with what is taken", async () => {
  // It was read as it came, and its sender told of an unexpected token.
  const deadlines = new Deadlines();
  try {
    const packed = new Blob(["{}"]).stream().pipeThrough(new CompressionStream("gzip"));
    const body = await new Response(packed).bytes();
    const headers = {
      "content-type": JSON_TYPE,
      "content-encoding": "gzip",
      "content-length": String(body.byteLength),
    };
    const sent = new Request("http://shop.test/", { method: "POST", body, headers });
    const read = readJson(sent, schema, { maxBytes: 100, timeoutMs: 1_000, deadlines });
    const response = (await assertRejects(() => read, Problem)).toResponse();
    assertEquals([response.status, response.headers.get("accept-encoding")], [415, "identity"]);
    assertEquals((await response.json()).detail, "expected no content-encoding, got gzip");
  } finally {
    deadlines.stop();
  }
});

Deno.test("invalidRequest: of several forms, says what the one that was meant lacks", async () => {
  // "edits.0: Invalid input" was all that an editor of the showroom was told.
  const form = (kind: string) =>
    z.strictObject({ kind: z.literal(kind), item: z.strictObject({ fen: z.int() }) });
  const edits = z.object({ edits: z.array(z.union([form("trim"), form("option")])) });
  const { error } = edits.safeParse({ edits: [{ kind: "option", item: { fen: "7" } }] });
  const { detail } = await invalidRequest(error!).toResponse().json();
  assertEquals(detail, "edits.0.item.fen: Invalid input: expected number, received string");
});
