import { define } from "../lib/web/define.ts";

/** Ends this session, here and on every node. */
export const handler = define.handlers({
  async GET({ req, state, info }) {
    const headers = new Headers({ location: "/" });
    // A link on another site must not sign anyone out.
    if (req.headers.get("sec-fetch-site") === "cross-site") {
      return new Response(null, { status: 303, headers });
    }
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
