/** Many TCP connections to one address, each known by its number from 0. */
import { DenoSockets } from "./deno_sockets.ts";
import { EpollSockets, epollWorks } from "./epoll_sockets.ts";

export interface Address {
  readonly hostname: string;
  readonly port: number;
}

/** What happens to the connections. Called only while `wait` runs or is awaited. */
export interface SocketEvents {
  opened(connection: number): void;
  /** The bytes are valid only until this returns. */
  received(connection: number, bytes: Uint8Array): void;
  /** Ended by the other side, or could not be opened. Not called for `close`. */
  closed(connection: number): void;
}

export interface Sockets {
  /** Starts to connect; `opened` or `closed` follows. */
  connect(connection: number): void;
  /** Sends all of `bytes`, which may be used again at once. */
  send(connection: number, bytes: Uint8Array): void;
  close(connection: number): void;
  /**
   * Waits up to `ms` for something to happen. With `gatherMs` it first lets events pile up so long:
   * with hundreds of requests under way one wake-up then serves many, on both sides.
   */
  wait(ms: number, gatherMs?: number): void | Promise<void>;
  /** Closes all connections, for good. */
  end(): void;
}

/** Address of `http://host[:port]`; host names are resolved once, as a load test's target is one. */
export async function addressOf(url: string): Promise<Address> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== "http:") {
    throw new TypeError(`put load on ${url}: expected http:, got ${protocol}`);
  }
  const numeric = /^[\d.]+$/.test(hostname) || hostname.startsWith("[");
  const resolved = hostname === "localhost"
    ? "127.0.0.1"
    : numeric
    ? hostname
    : (await Deno.resolveDns(hostname, "A"))[0];
  if (!resolved) throw new Error(`put load on ${url}: ${hostname} has no address`);
  return { hostname: resolved, port: Number(port || 80) };
}

/**
 * Opens sockets by the quickest means at hand. On two cores that the server shares with its load,
 * epoll through FFI costs 11 µs a request, `Deno.connect` and node:net 22 to 25.
 */
export function openSockets(address: Address, events: SocketEvents): Sockets {
  return epollWorks(address) ? new EpollSockets(address, events) : new DenoSockets(address, events);
}
