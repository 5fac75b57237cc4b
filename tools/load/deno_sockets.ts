import type { Address, SocketEvents, Sockets } from "./sockets.ts";

const RECEIVE_BYTES = 64 * 1024;
const WAIT_MS_MAX = 10;

/** Sockets by `Deno.connect`: on every system, without further permissions. */
export class DenoSockets implements Sockets {
  readonly #address: Address;
  readonly #events: SocketEvents;
  readonly #open = new Map<number, Deno.TcpConn>();
  /** Ends of writes under way, so that those of one connection stay in order. */
  readonly #written = new Map<Deno.TcpConn, Promise<void>>();

  constructor(address: Address, events: SocketEvents) {
    this.#address = address;
    this.#events = events;
  }

  connect(connection: number): void {
    void this.#run(connection);
  }

  async #run(connection: number): Promise<void> {
    let socket: Deno.TcpConn | undefined;
    try {
      socket = await Deno.connect(this.#address);
      socket.setNoDelay(true);
      this.#open.set(connection, socket);
      this.#events.opened(connection);
      const buffer = new Uint8Array(RECEIVE_BYTES);
      for (;;) {
        const length = await socket.read(buffer);
        if (length === null || this.#open.get(connection) !== socket) break;
        this.#events.received(connection, buffer.subarray(0, length));
      }
    } catch (error) {
      if (!isNetworkError(error)) throw error;
    }
    if (socket && this.#open.get(connection) !== socket) return;
    this.close(connection);
    this.#events.closed(connection);
  }

  send(connection: number, bytes: Uint8Array): void {
    const socket = this.#open.get(connection);
    if (!socket) return;
    const copy = bytes.slice();
    const before = this.#written.get(socket);
    const written = before ? before.then(() => writeAll(socket, copy)) : writeAll(socket, copy);
    this.#written.set(socket, written);
    written.catch(() => {/* The read under way ends with the same error. */});
  }

  close(connection: number): void {
    const socket = this.#open.get(connection);
    if (!socket) return;
    this.#open.delete(connection);
    this.#written.delete(socket);
    socket.close();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, Math.min(ms, WAIT_MS_MAX)));
  }

  end(): void {
    for (const connection of [...this.#open.keys()]) this.close(connection);
  }
}

async function writeAll(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await socket.write(bytes.subarray(at));
}

function isNetworkError(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.ConnectionRefused ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted || error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.TimedOut || error instanceof Deno.errors.NotConnected;
}
