import { BlockList, isIP } from "node:net";
import type { Context } from "../app/context.ts";
import type { Middleware } from "../app/types.ts";

export interface IpFilterRules {
  /** Addresses or blocks such as `10.0.0.0/8` that are refused. */
  denyList?: string[];
  /** When given, only these are let in. */
  allowList?: string[];
}

export interface IpFilterOptions {
  onError?: <State>(
    remote: { addr: string; type: "IPv4" | "IPv6" | undefined },
    ctx: Context<State>,
  ) => Response | Promise<Response>;
}

/** Lets requests in by the address they come from. */
export function ipFilter<State>(
  rules: IpFilterRules,
  options: IpFilterOptions = {},
): Middleware<State> {
  const denied = blocks(rules.denyList ?? []);
  const allowed = blocks(rules.allowList ?? []);
  const open = (rules.allowList ?? []).length === 0;
  return (ctx) => {
    const remote = ctx.info.remoteAddr;
    if (!("hostname" in remote)) return ctx.next();
    const addr = remote.hostname;
    const type = familyOf(addr);
    const passes = type !== undefined && !denied.check(addr, type) &&
      (open || allowed.check(addr, type));
    if (passes) return ctx.next();
    return (
      options.onError?.({ addr, type: type && NAMES[type] }, ctx) ??
        new Response("Forbidden", { status: 403 })
    );
  };
}

const NAMES = { ipv4: "IPv4", ipv6: "IPv6" } as const;

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const family = isIP(address);
  return family === 4 ? "ipv4" : family === 6 ? "ipv6" : undefined;
}

function blocks(list: readonly string[]): BlockList {
  const found = new BlockList();
  for (const one of list) {
    const [address = "", bits] = one.split("/");
    const family = familyOf(address);
    if (!family) {
      throw new TypeError(`Expected an IP address or a block of them, got "${one}"`);
    }
    if (bits === undefined) found.addAddress(address, family);
    else found.addSubnet(address, Number(bits), family);
  }
  return found;
}
