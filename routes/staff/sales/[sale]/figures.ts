import { HttpError } from "fresh";
import { figuresOf } from "../../../../lib/console/figures_of.ts";
import { define } from "../../../../lib/web/define.ts";

/** What the console's charts are drawn from, for its island. */
export const handler = define.handlers({
  async GET({ params, state }) {
    const figures = await figuresOf(state.platform).read(params.sale!);
    if (!figures) throw new HttpError(404);
    return Response.json(figures);
  },
});
