/** Claims of a sale as the bytes of HTTP requests, varied by a seed. */
import type { Address } from "./sockets.ts";
import type { TokenList } from "./token_list.ts";

const SOURCES = ["wechat", "app", "web", "weibo", "douyin", "dealer"];
const CITIES = ["上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "西安", "重庆", "苏州"];

export interface ClaimRequests {
  readonly address: Address;
  readonly path: string;
  /** One member a request: request 0 claims with the first token. */
  readonly tokens: TokenList;
  readonly seed: number;
}

/**
 * Returns how to write request number n, with further headers where there are any. Everything but the
 * token is encoded beforehand.
 */
export function claimWriter(
  { address, path, tokens, seed }: ClaimRequests,
): (request: number, into: Uint8Array, headers?: Uint8Array) => number {
  const encoder = new TextEncoder();
  const head = encoder.encode(
    `POST ${path} HTTP/1.1\r\nHost: ${address.hostname}:${address.port}\r\n` +
      "Content-Type: application/json\r\nAuthorization: Bearer ",
  );
  const tails = SOURCES.flatMap((source) =>
    CITIES.map((city) => {
      const body = JSON.stringify({ source, city });
      const length = encoder.encode(body).length;
      return encoder.encode(`\r\nContent-Length: ${length}\r\n\r\n${body}`);
    })
  );
  return (request, into, headers) => {
    const tail = tails[scramble(seed, request) % tails.length]!;
    into.set(head);
    let end = head.length + tokens.copy(request, into, head.length);
    if (headers) {
      into.set(headers, end);
      end += headers.length;
    }
    into.set(tail, end);
    return end + tail.length;
  };
}

/** A 32-bit number that looks random, the same for the same two (the finisher of MurmurHash3). */
function scramble(seed: number, number: number): number {
  let bits = (seed ^ Math.imul(number + 1, 0x9e3779b9)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
