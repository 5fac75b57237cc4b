import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ProtocolError, ResponseReader } from "./http_response.ts";

const encoder = new TextEncoder(), decoder = new TextDecoder();

interface Seen {
  status: number;
  body: string;
  last: boolean;
  retryAfterSeconds: number | undefined;
}

function readAll(parts: readonly Uint8Array[], ended = false): Seen[] {
  const seen: Seen[] = [];
  const reader = new ResponseReader(({ body, ...rest }) => {
    seen.push({ ...rest, body: decoder.decode(body) });
  });
  for (const part of parts) {
    // The receive buffer is used again at once, as the connection does.
    const buffer = part.slice();
    reader.read(buffer);
    buffer.fill(0);
  }
  if (ended) reader.end();
  return seen;
}

const read = (text: string, ended = false) => readAll([encoder.encode(text)], ended);
const seen = (status: number, body: string, more: Partial<Seen> = {}): Seen => ({
  status,
  body,
  last: false,
  retryAfterSeconds: undefined,
  ...more,
});

const CREATED = "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n" +
  'vary: Accept-Encoding\r\nContent-Length: 17\r\ndate: x\r\n\r\n{"city":"上海"}';
const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n" +
  "5;x=y\r\nhello\r\n06\r\n world\r\n0\r\nX-Trailer: a\r\n\r\n";
const BUSY = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\ncontent-length: 0\r\n\r\n";

const wire: [string, string, Seen[]][] = [
  ["a known length", CREATED, [seen(201, '{"city":"上海"}')]],
  ["chunks with extension and trailer", CHUNKED, [seen(200, "hello world")]],
  ["an empty body and Retry-After", BUSY, [seen(503, "", { retryAfterSeconds: 2 })]],
  ["no content", "HTTP/1.1 204 No Content\r\n\r\n", [seen(204, "")]],
  [
    "not modified with a length",
    "HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n",
    [seen(304, "")],
  ],
  ["an interim response first", "HTTP/1.1 100 Continue\r\n\r\n" + BUSY, [
    seen(503, "", { retryAfterSeconds: 2 }),
  ]],
  [
    "the last of a connection",
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\ncontent-length: 1\r\n\r\nx",
    [seen(400, "x", { last: true })],
  ],
  ["HTTP/1.0", "HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx", [seen(200, "x", { last: true })]],
  ["bare line feeds", "HTTP/1.1 200 OK\ncontent-length: 2\n\nok", [seen(200, "ok")]],
  ["a date in Retry-After", "HTTP/1.1 503 X\r\nretry-after: Fri\r\ncontent-length: 0\r\n\r\n", [
    seen(503, ""),
  ]],
  ["several at once", CHUNKED + BUSY + CHUNKED, [
    seen(200, "hello world"),
    seen(503, "", { retryAfterSeconds: 2 }),
    seen(200, "hello world"),
  ]],
];

for (const [what, text, expected] of wire) {
  Deno.test(`ResponseReader: reads ${what}`, () => assertEquals(read(text), expected));
}

Deno.test("ResponseReader: a body without a length ends with the connection", () => {
  const text = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nto the end";
  assertEquals(read(text), []);
  assertEquals(read(text, true), [seen(200, "to the end", { last: true })]);
});

Deno.test("property: however the bytes are cut, the same responses come out", () => {
  const all = encoder.encode(wire.map(([, text]) => text).join(""));
  const expected = wire.flatMap(([, , responses]) => responses);
  fc.assert(fc.property(fc.array(fc.nat(all.length)), (cuts) => {
    const at = [0, ...cuts.sort((a, b) => a - b), all.length];
    const parts = at.slice(1).map((end, i) => all.subarray(at[i], end));
    assertEquals(readAll(parts), expected);
  }));
  assertEquals(readAll(Array.from(all, (byte) => Uint8Array.of(byte))), expected);
});

Deno.test("ResponseReader: a large body in many parts is not read from its start each time", () => {
  const body = "x".repeat(4_000_000);
  const all = encoder.encode(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  const parts = Array.from({ length: 62 }, (_, i) => all.subarray(i * 65_536, (i + 1) * 65_536));
  assertEquals(readAll(parts), [seen(200, body)]);
});

for (
  const [what, text] of [
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
    ["a status that is no number", "HTTP/1.1 2x0 OK\r\n\r\n"],
    ["a length that is no number", "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"],
    ["another transfer coding", "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n"],
    ["a chunk without a size", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nz\r\n"],
    [
      "a chunk longer than its size",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nxyz\r\n",
    ],
    ["an endless head", "HTTP/1.1 200 OK\r\nx: " + "y".repeat(70_000)],
  ] as const
) {
  Deno.test(`ResponseReader: refuses ${what}`, () => {
    assertThrows(() => read(text), ProtocolError);
  });
}

Deno.test("property: noise is read, waited for or refused, never more", () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (parts) => {
    try {
      readAll(parts, true);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }));
});
