/** Where a request comes from, as far as limits by address go. */

export interface TrustedProxy {
  /** The header in which our own proxy lists the addresses, as `x-forwarded-for`. */
  readonly header: string;
  /** How many proxies of ours there are: the last entries of the list, which nobody can forge. */
  readonly hops: number;
}

/**
 * The client's address as a key for limits: an IPv4 address whole, of an IPv6 address its /64, which
 * is what one household or one phone has. A header is believed only where a proxy is configured.
 */
export function addressKey(
  request: Request,
  remoteAddress: string | undefined,
  proxy: TrustedProxy | undefined,
): string {
  return keyOf((proxy && forwarded(request, proxy)) ?? remoteAddress ?? "unknown");
}

function forwarded(request: Request, { header, hops }: TrustedProxy): string | undefined {
  const list = request.headers.get(header)?.split(",") ?? [];
  return list.at(-hops)?.trim() || undefined;
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

function keyOf(address: string): string {
  const bare = address.replace(/^\[|\](?::\d+)?$|%.*$/g, "");
  const mapped = MAPPED.exec(bare);
  if (mapped) return mapped[1]!;
  if (!bare.includes(":")) return bare;
  const [front = "", back] = bare.toLowerCase().split("::");
  const groups = front === "" ? [] : front.split(":");
  if (back !== undefined) {
    const behind = back === "" ? 0 : back.split(":").length;
    while (groups.length + behind < 8) groups.push("0");
    if (back !== "") groups.push(...back.split(":"));
  }
  return `${groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
