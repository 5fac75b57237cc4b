import { assert, assertEquals, assertRejects } from "@std/assert";
import { DenoSockets } from "./deno_sockets.ts";
import { EpollSockets, epollWorks } from "./epoll_sockets.ts";
import { type LoadOptions, putLoad } from "./load.ts";
import type { Address } from "./sockets.ts";

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** What the server does with a request, told its number and how often it has come before. */
type Conduct = (request: number, before: number, socket: Deno.TcpConn) => Promise<void> | void;

interface TestServer extends AsyncDisposable {
  readonly address: Address;
  /** How often each request came. */
  readonly came: Map<number, number>;
}

/** Answers requests for `/<number>`; nothing of HTTP is between the test and the wire. */
function serve(conduct: Conduct): TestServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const came = new Map<number, number>();
  const served: Promise<void>[] = [];
  const accepted = (async () => {
    for await (const socket of listener) served.push(serveOne(socket, came, conduct));
  })();
  return {
    address: { hostname: "127.0.0.1", port: (listener.addr as Deno.NetAddr).port },
    came,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepted;
      await Promise.all(served);
    },
  };
}

async function serveOne(
  socket: Deno.TcpConn,
  came: Map<number, number>,
  conduct: Conduct,
): Promise<void> {
  let text = "";
  const buffer = new Uint8Array(65_536);
  try {
    for (;;) {
      const length = await socket.read(buffer);
      if (length === null) break;
      text += decoder.decode(buffer.subarray(0, length), { stream: true });
      for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
        const request = Number(/^GET \/(\d+) /.exec(text)?.[1]);
        text = text.slice(end + 4);
        const before = came.get(request) ?? 0;
        came.set(request, before + 1);
        await conduct(request, before, socket);
      }
    }
    socket.close();
  } catch (error) {
    const ended = [Deno.errors.BadResource, Deno.errors.ConnectionReset, Deno.errors.BrokenPipe];
    if (!ended.some((kind) => error instanceof kind)) throw error;
  }
}

async function write(socket: Deno.TcpConn, text: string): Promise<void> {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length;) at += await socket.write(bytes.subarray(at));
}

const ok = (body: number | string) =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${String(body).length}\r\n\r\n${body}`;

type Open = NonNullable<LoadOptions["open"]>;

/** Loads the server; returns each request's final answer beside the result. */
async function loadOver(
  open: Open,
  address: Address,
  count: number,
  more: Partial<LoadOptions> = {},
) {
  const answers = new Map<number, string>();
  const result = await putLoad({
    address,
    count,
    connections: 8,
    open,
    write: (request, into) =>
      encoder.encodeInto(`GET /${request} HTTP/1.1\r\nHost: x\r\n\r\n`, into).written,
    answered(request, { status, body }) {
      if (status === 503) return false;
      assert(!answers.has(request), `${request} was answered twice`);
      answers.set(request, decoder.decode(body));
      return true;
    },
    ...more,
  });
  return { ...result, answers };
}

function assertAllAnswered(answers: Map<number, string>, count: number): void {
  assertEquals(answers.size, count);
  for (const [request, body] of answers) assertEquals(body, String(request));
}

for (
  const [name, open] of [
    ["Deno.connect", (...given) => new DenoSockets(...given)],
    ["epoll", (...given) => new EpollSockets(...given)],
  ] as [string, Open][]
) {
  const ignore = name === "epoll" && !epollWorks({ hostname: "127.0.0.1", port: 0 });

  const load = (address: Address, count: number, more?: Partial<LoadOptions>) =>
    loadOver(open, address, count, more);
  const test = (title: string, fn: () => Promise<void>) =>
    Deno.test({ name: `putLoad over ${name}: ${title}`, ignore, fn });

  test("each request gets its own answer, once", async () => {
    await using server = serve((request, _, socket) => write(socket, ok(request)));
    const { answers, latency, broken, putOff } = await load(server.address, 500);
    assertAllAnswered(answers, 500);
    assertEquals([latency.count, broken, putOff, server.came.size], [500, 0, 0, 500]);
  });

  test("a request that is to be sent again is, after the pause that was named", async () => {
    await using server = serve((request, before, socket) =>
      write(socket, ok(`${request}:${before}`))
    );
    const finals: string[] = [];
    const { latency, putOff } = await load(server.address, 60, {
      answered(request, { body }) {
        const [number, before] = decoder.decode(body).split(":").map(Number);
        assertEquals(number, request);
        if (before! < request % 3) return request % 2 === 0 ? 0 : 20;
        finals.push(`${number}:${before}`);
        return true;
      },
    });
    assertEquals(finals.length, 60);
    assert(finals.every((final) => {
      const [number, before] = final.split(":").map(Number);
      return before === number! % 3;
    }));
    assertEquals([latency.count, putOff], [60, 0]);
  });

  test("answers to pipelined requests stay in order", async () => {
    await using server = serve((request, _, socket) => write(socket, ok(request)));
    const { answers } = await load(server.address, 500, { pipeline: 5, connections: 3 });
    assertAllAnswered(answers, 500);
  });

  test("answers cut anywhere and in chunks are put together", async () => {
    await using server = serve(async (request, _, socket) => {
      const text = request % 2 === 0
        ? ok(request)
        : `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${
          [...String(request)].map((digit) => `1\r\n${digit}\r\n`).join("")
        }0\r\n\r\n`;
      const middle = request % text.length;
      await write(socket, text.slice(0, middle));
      await new Promise((resolve) => setTimeout(resolve, 1));
      await write(socket, text.slice(middle));
    });
    const { answers } = await load(server.address, 120);
    assertAllAnswered(answers, 120);
  });

  test("a request whose connection breaks is sent again on a new one", async () => {
    await using server = serve((request, before, socket) => {
      if (before > 0 || request % 7 > 1) return write(socket, ok(request));
      return request % 7 === 1 ? write(socket, "nonsense\r\n\r\n") : socket.close();
    });
    const { answers, broken } = await load(server.address, 140);
    assertAllAnswered(answers, 140);
    assertEquals(broken, 40);
  });

  test("a connection that the server ends after an answer loses nothing", async () => {
    await using server = serve(async (request, _, socket) => {
      await write(socket, ok(request).replace("\r\n", "\r\nconnection: close\r\n"));
      socket.close();
    });
    const { answers, broken } = await load(server.address, 60);
    assertAllAnswered(answers, 60);
    assertEquals(broken, 0);
  });

  test("a busy server is asked again when it said so", async () => {
    const busy = "HTTP/1.1 503 X\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n";
    await using server = serve((request, before, socket) =>
      write(socket, request % 10 === 0 && before < 2 ? busy : ok(request))
    );
    const { answers, putOff, broken } = await load(server.address, 100);
    assertAllAnswered(answers, 100);
    assertEquals([putOff, broken], [20, 0]);
  });

  test("a request without an answer in time is sent again", async () => {
    await using server = serve((request, before, socket) =>
      request === 3 && before === 0 ? undefined : write(socket, ok(request))
    );
    const { answers, broken } = await load(server.address, 20, { answerTimeoutMs: 100 });
    assertAllAnswered(answers, 20);
    assertEquals(broken, 1);
  });

  test("people who arrive later wait for nobody, and none is sent before", async () => {
    await using server = serve((request, _, socket) => write(socket, ok(request)));
    const { answers, seconds, latency } = await load(server.address, 50, {
      arrivals: (request) => request * 4,
    });
    assertAllAnswered(answers, 50);
    assert(seconds >= 0.196 && seconds < 5, `took ${seconds} s`);
    assertEquals(latency.count, 50);
  });

  test("a server that is gone ends the load with an error", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    listener.close();
    await assertRejects(
      () => load({ hostname: "127.0.0.1", port }, 5, { giveUpMs: 500 }),
      Error,
      `put load on 127.0.0.1:${port}: no answer for 500 ms`,
    );
  });
}
