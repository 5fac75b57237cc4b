import type { Context } from "./context.ts";
import type { MaybeLazyMiddleware } from "./types.ts";

/** Runs middlewares, each around the next; `last` stands at the end. */
export function runChain<State>(
  chain: MaybeLazyMiddleware<State>[],
  ctx: Context<State>,
  last: () => Response | Promise<Response>,
): Promise<Response> {
  const enter = async (at: number): Promise<Response> => {
    const before = ctx.next;
    ctx.next = () => enter(at + 1);
    try {
      if (at === chain.length) return await last();
      const result = await chain[at]!(ctx);
      if (typeof result !== "function") return result;
      chain[at] = result;
      return await result(ctx);
    } catch (error) {
      ctx.error = error;
      throw error;
    } finally {
      ctx.next = before;
    }
  };
  return enter(0);
}
