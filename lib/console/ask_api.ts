/** The console's forms ask the same API as programs do, as the person who sent them. */
import type { Context } from "fresh";
import type { State } from "../web/define.ts";

interface Asked<T> {
  readonly ok: boolean;
  readonly status: number;
  /** The stable code of what went wrong. */
  readonly code: string;
  readonly body: T;
}

export async function askApi<T = Record<string, unknown>>(
  { req, state, info }: Pick<Context<State>, "req" | "state" | "info">,
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Asked<T>> {
  const response = await state.platform.loopback.fetch(
    new Request(new URL(path, req.url), {
      method,
      headers: {
        cookie: req.headers.get("cookie") ?? "",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
    info as never,
  );
  const text = await response.text();
  const answer = text === "" ? {} : JSON.parse(text);
  return { ok: response.ok, status: response.status, code: answer.code ?? "", body: answer };
}

/** The words for a code, or those for all others. */
export const wordsFor = <W extends { readonly other: string }>(words: W, code: string): string =>
  Object.hasOwn(words, code) ? (words as unknown as Record<string, string>)[code]! : words.other;
