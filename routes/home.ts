/** The front page: the launch sale as it stands, and where everything is. */
import { LAUNCH_SALE } from "../lib/showroom/seed.ts";
import type { ApiContext } from "./api/context.ts";

export async function home({ boards }: ApiContext, _request: Request): Promise<Response> {
  const view = await boards.view(LAUNCH_SALE);
  return new Response(JSON.stringify(view), { headers: { "content-type": "application/json" } });
}
