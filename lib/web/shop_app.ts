import { App } from "fresh";
import { bounded } from "./bounded.ts";
import { deliver } from "./deliver.ts";
import type { State } from "./define.ts";
import { guard } from "./guards.ts";

/**
 * The pages' app. Error pages are rendered outside of every middleware: what holds for all answers is
 * put around the whole handler.
 */
export class ShopApp extends App<State> {
  override handler(): ReturnType<App<State>["handler"]> {
    const answer = super.handler();
    return async (request, info) => {
      const within = bounded(request);
      const response = within instanceof Response ? within : await answer(within, info);
      if (response.status === 503 && !response.headers.has("retry-after")) {
        response.headers.set("retry-after", "5");
      }
      guard(request, response);
      return await deliver(request, response);
    };
  }
}
