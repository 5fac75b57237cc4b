import type { Address, SocketEvents, Sockets } from "./sockets.ts";

const RECEIVE_BYTES = 64 * 1024;
const RECEIVE_SIZE = BigInt(RECEIVE_BYTES);
const EVENTS_A_WAIT = 1024;
/** The event loop must turn too: a wait blocks it. */
const WAIT_MS_MAX = 10;
const TURN_EVERY_MS = 100;

const AF_INET = 2, SOCK_STREAM = 1, SOCK_NONBLOCK = 0o4000, IPPROTO_TCP = 6, TCP_NODELAY = 1;
const EPOLLIN = 1, EPOLLOUT = 4, EPOLLERR = 8, EPOLLHUP = 16;
const EPOLL_CTL_ADD = 1, EPOLL_CTL_MOD = 3;
const MSG_NOSIGNAL = 0x4000;

/** `struct epoll_event` is packed on x86-64 alone. */
const EVENT_BYTES = Deno.build.arch === "x86_64" ? 12 : 16;
const EVENT_DATA = EVENT_BYTES - 8;

// Results come out as `i32`, which all of them fit: of 64 bits each would be a BigInt.
const SYMBOLS = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  send: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  recv: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
} as const;

function openLibc() {
  return Deno.dlopen("libc.so.6", SYMBOLS).symbols;
}

let libc: ReturnType<typeof openLibc> | undefined;

/** Whether this is Linux with glibc, FFI is permitted, and the address is one of IPv4. */
export function epollWorks({ hostname }: Address): boolean {
  if (Deno.build.os !== "linux" || !/^\d+(\.\d+){3}$/.test(hostname)) return false;
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") return false;
  try {
    libc ??= openLibc();
    return true;
  } catch {
    return false;
  }
}

/** Sockets by epoll through FFI: no promise, no op and no copy for a request. */
export class EpollSockets implements Sockets {
  readonly #libc = libc ??= openLibc();
  readonly #events: SocketEvents;
  readonly #address = new Uint8Array(16);
  readonly #epoll: number;
  readonly #waited = new Uint8Array(EVENTS_A_WAIT * EVENT_BYTES);
  readonly #waitedView = new DataView(this.#waited.buffer);
  readonly #received = new Uint8Array(RECEIVE_BYTES);
  /** File descriptor of each connection, -1 while it has none. */
  readonly #files: number[] = [];
  readonly #opened: boolean[] = [];
  #turnedAt = performance.now();

  constructor({ hostname, port }: Address, events: SocketEvents) {
    this.#events = events;
    const view = new DataView(this.#address.buffer);
    view.setUint16(0, AF_INET, true);
    view.setUint16(2, port, false);
    this.#address.set(hostname.split(".").map(Number), 4);
    this.#epoll = this.#libc.epoll_create1(0);
    if (this.#epoll < 0) throw new Error("create an epoll instance: the system refused");
  }

  connect(connection: number): void {
    const file = this.#libc.socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (file < 0) {
      throw new Error(`open connection ${connection}: no file descriptor is left (see ulimit -n)`);
    }
    this.#libc.setsockopt(file, IPPROTO_TCP, TCP_NODELAY, ONE, ONE.length);
    // Its result does not matter: success, progress and refusal all show in the first event.
    this.#libc.connect(file, this.#address, this.#address.length);
    this.#files[connection] = file;
    this.#opened[connection] = false;
    this.#watch(EPOLL_CTL_ADD, connection, EPOLLIN | EPOLLOUT);
  }

  #watch(operation: number, connection: number, interest: number): void {
    const file = this.#files[connection]!;
    eventView.setUint32(0, interest, true);
    eventView.setUint32(EVENT_DATA, connection, true);
    eventView.setUint32(EVENT_DATA + 4, file, true);
    this.#libc.epoll_ctl(this.#epoll, operation, file, event);
  }

  send(connection: number, bytes: Uint8Array): void {
    const file = this.#files[connection]!;
    if (file < 0) return;
    const sent = this.#libc.send(file, bytes, BigInt(bytes.length), MSG_NOSIGNAL);
    if (sent !== bytes.length) {
      // A request is far smaller than an empty send buffer, so this connection is stuck or dead.
      this.close(connection);
      queueMicrotask(() => this.#events.closed(connection));
    }
  }

  close(connection: number): void {
    const file = this.#files[connection]!;
    if (file < 0) return;
    this.#files[connection] = -1;
    this.#libc.close(file);
  }

  wait(ms: number, gatherMs = 0): void | Promise<void> {
    if (gatherMs > 0) Atomics.wait(SLEEPER, 0, 0, gatherMs);
    const timeout = gatherMs > 0 ? 0 : Math.ceil(Math.min(ms, WAIT_MS_MAX));
    const count = this.#libc.epoll_wait(this.#epoll, this.#waited, EVENTS_A_WAIT, timeout);
    for (let i = 0; i < count; i++) {
      const at = i * EVENT_BYTES;
      const flags = this.#waitedView.getUint32(at, true);
      const connection = this.#waitedView.getUint32(at + EVENT_DATA, true);
      const file = this.#waitedView.getUint32(at + EVENT_DATA + 4, true);
      // An earlier event of this wait may have closed it.
      if (this.#files[connection] === file) this.#happened(connection, file, flags);
    }
    const now = performance.now();
    if (count <= 0 || now - this.#turnedAt > TURN_EVERY_MS) {
      this.#turnedAt = now;
      return new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  end(): void {
    for (let connection = 0; connection < this.#files.length; connection++) this.close(connection);
    this.#libc.close(this.#epoll);
  }

  #happened(connection: number, file: number, flags: number): void {
    if (!this.#opened[connection] && (flags & (EPOLLERR | EPOLLHUP)) === 0) {
      this.#opened[connection] = true;
      this.#watch(EPOLL_CTL_MOD, connection, EPOLLIN);
      this.#events.opened(connection);
    }
    if ((flags & ~EPOLLOUT) === 0) return;
    const length = this.#libc.recv(file, this.#received, RECEIVE_SIZE, 0);
    if (length > 0) {
      this.#events.received(connection, this.#received.subarray(0, length));
    } else {
      this.close(connection);
      this.#events.closed(connection);
    }
  }
}

const ONE = new Uint8Array(Uint32Array.of(1).buffer);
const SLEEPER = new Int32Array(new SharedArrayBuffer(4));
const event = new Uint8Array(EVENT_BYTES);
const eventView = new DataView(event.buffer);
