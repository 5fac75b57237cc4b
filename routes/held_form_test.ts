import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { appOn } from "./_testing.ts";
import { withApi } from "./api/_testing.ts";
import ErrorPage from "./_error.tsx";
import rootMiddleware from "./_middleware.ts";
import myMiddleware from "./my/_middleware.ts";
import StaffError from "./staff/_error.tsx";
import staffMiddleware from "./staff/_middleware.ts";

type Send = (path: string, form: URLSearchParams | FormData) => Promise<Response>;

/** Nobody is signed in. */
const withForms = (run: (send: Send) => Promise<void>): Promise<void> =>
  withApi(async (_api, platform) => {
    const answer = appOn(platform)
      .use(rootMiddleware as never)
      .use("/my", myMiddleware as never)
      .use("/staff", staffMiddleware as never)
      .onError("*", { component: ErrorPage as never })
      .onError("/staff/*", { component: StaffError as never })
      .all("/my/profile", () => new Response("reached"))
      .all("/staff/sales/new", () => new Response("reached"))
      .handler() as (request: Request) => Promise<Response>;
    await run((path, body) =>
      answer(
        new Request(`http://shop.test${path}`, {
          method: "POST",
          headers: { origin: "http://shop.test", "accept-language": "en" },
          body,
        }),
      )
    );
  });

// Walked: a session ended while an address was typed; after signing in again the form was empty.
Deno.test("a form that comes after its session has ended stays on a page, to be sent again", () =>
  withForms(async (send) => {
    const typed = new URLSearchParams({ do: "address", street: 'Wensan Rd "99" <2>', city: "" });
    for (const path of ["/my/profile?a=1", "/staff/sales/new"]) {
      const response = await send(path, typed);
      assertEquals(response.status, 401);
      const page = await response.text();
      for (
        const part of [
          `<form method="post" action="${path}"`,
          'name="do" value="address"',
          'name="street" value="Wensan Rd &quot;99&quot; &lt;2>',
          'name="city"',
          "/sign-in?next=",
          "What you filled in is kept",
        ]
      ) assertStringIncludes(page, part);
      assert(!page.includes("reached"));
    }
  }));

Deno.test("a button's form leads to the sign-in, and so does one with a file, which no page holds", () =>
  withForms(async (send) => {
    const files = new FormData();
    files.set("of", "identity");
    files.set("file", new File(["x"], "a.png"));
    for (const form of [new URLSearchParams({ do: "pay" }), files]) {
      const response = await send("/my/profile?a=1", form);
      assertEquals(
        [response.status, response.headers.get("location")],
        [303, "/sign-in?next=%2Fmy%2Fprofile"],
      );
    }
  }));
