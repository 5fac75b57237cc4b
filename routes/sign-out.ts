import { define } from "../lib/web/define.ts";

/** Ends this session, here and on every node. A form only: nothing that merely loads a page may do it. */
export const handler = define.handlers({
  async POST({ req, state, info }) {
    const headers = new Headers({ location: "/" });
    const response = await state.platform.loopback.fetch(
      new Request(new URL("/api/auth/session", req.url), {
        method: "DELETE",
        headers: { cookie: req.headers.get("cookie") ?? "" },
      }),
      info as never,
    );
    for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
    return new Response(null, { status: 303, headers });
  },
});
