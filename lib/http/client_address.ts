/** From whom a request comes, as far as limits by address need to know. */

/** What Deno.serve tells of a connection. */
export interface Connection {
  readonly remoteAddr: Deno.Addr;
}

/** 128 bits; IPv4 in `::ffff:0:0/96`. */
type Bits = bigint;

export interface AddressBlock {
  readonly bits: Bits;
  readonly prefix: number;
}

const MAPPED = 0xffffn << 32n;
const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
/** What one household or one machine is commonly given in IPv6; in IPv4 it is one address. */
const IPV6_PREFIX = 64;

/**
 * An address or a block such as `10.0.0.0/8`; undefined where it is neither.
 */
export function parseBlock(written: string): AddressBlock | undefined {
  const [address = "", length, ...rest] = written.trim().split("/");
  const bits = parseAddress(address);
  if (bits === undefined || rest.length > 0) return undefined;
  const most = address.includes(":") ? 128 : 32;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? most : Number(length);
  return prefix > most ? undefined : { bits, prefix: 128 - most + prefix };
}

/**
 * The key of whoever sent the request: an IPv4 address or an IPv6 /64. `X-Forwarded-For` counts only
 * where the connection comes from a trusted proxy, and only as far as trusted ones have written it:
 * whatever stands before them, the client may have made up. Undefined without a network.
 */
export function clientAddress(
  connection: Connection | undefined,
  headers: Headers,
  trustedProxies: readonly AddressBlock[],
): string | undefined {
  const client = clientBits(connection, headers, trustedProxies);
  return client === undefined ? undefined : keyOf(client);
}

/** The client's whole address, as others than us are told of it. */
export function clientIp(
  connection: Connection | undefined,
  headers: Headers,
  trustedProxies: readonly AddressBlock[],
): string | undefined {
  const client = clientBits(connection, headers, trustedProxies);
  if (client === undefined) return undefined;
  return isIpv4(client)
    ? keyOf(client)
    : client.toString(16).padStart(32, "0").match(/.{4}/g)!.join(":");
}

function clientBits(
  connection: Connection | undefined,
  headers: Headers,
  trustedProxies: readonly AddressBlock[],
): Bits | undefined {
  const remote = connection?.remoteAddr;
  const direct = remote && "hostname" in remote ? parseAddress(remote.hostname) : undefined;
  if (direct === undefined) return undefined;
  let client = direct;
  if (trustedProxies.length > 0) {
    const hops = (headers.get("x-forwarded-for") ?? "").split(",").reverse();
    for (const hop of hops) {
      if (!trustedProxies.some((block) => holds(block, client))) break;
      const before = parseAddress(hop.trim());
      if (before === undefined) break;
      client = before;
    }
  }
  return client;
}

const isIpv4 = (address: Bits): boolean => address >> 32n === 0xffffn;

const holds = (block: AddressBlock, address: Bits): boolean =>
  (block.bits ^ address) >> BigInt(128 - block.prefix) === 0n;

function keyOf(address: Bits): string {
  if (isIpv4(address)) {
    return [24n, 16n, 8n, 0n].map((shift) => address >> shift & 255n).join(".");
  }
  return `${(address >> BigInt(128 - IPV6_PREFIX)).toString(16)}/${IPV6_PREFIX}`;
}

function parseAddress(written: string): Bits | undefined {
  const bare = written.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/%.*$/, "");
  const ipv4 = parseIpv4(bare.replace(/^([\d.]+):\d+$/, "$1"));
  if (ipv4 !== undefined) return ipv4;
  const [left, right, ...more] = bare.split("::");
  if (more.length > 0) return undefined;
  const head = groupsOf(left!);
  const tail = right === undefined ? [] : groupsOf(right);
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array<bigint>(missing).fill(0n), ...tail]
    .reduce((bits, group) => bits << 16n | group, 0n);
}

function groupsOf(part: string): bigint[] | undefined {
  if (part === "") return [];
  const groups: bigint[] = [];
  for (const text of part.split(":")) {
    const ipv4 = text.includes(".") ? parseIpv4(text) : undefined;
    if (ipv4 !== undefined) groups.push(ipv4 >> 16n & 0xffffn, ipv4 & 0xffffn);
    else if (GROUP.test(text)) groups.push(BigInt(`0x${text}`));
    else return undefined;
  }
  return groups;
}

function parseIpv4(written: string): Bits | undefined {
  const bytes = IPV4.exec(written)?.slice(1).map(Number);
  if (!bytes || bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((bits, byte) => bits << 8n | BigInt(byte), 0n) | MAPPED;
}
