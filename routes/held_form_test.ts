import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { appOn, routeOf } from "./_testing.ts";
import { withApi } from "./api/_testing.ts";
import ErrorPage from "./_error.tsx";
import * as saleOrder from "./orders/[order].tsx";
import * as service from "./service.tsx";
import * as signIn from "./sign-in.tsx";
import rootMiddleware from "./_middleware.ts";
import myMiddleware from "./my/_middleware.ts";
import StaffError from "./staff/_error.tsx";
import staffMiddleware from "./staff/_middleware.ts";

type Send = (path: string, form: URLSearchParams | FormData) => Promise<Response>;

/** Nobody is signed in. */
const withForms = (
  run: (send: Send, get: (path: string) => Promise<Response>) => Promise<void>,
): Promise<void> =>
  withApi(async (_api, platform) => {
    const answer = appOn(platform)
      .use(rootMiddleware as never)
      .use("/my", myMiddleware as never)
      .use("/staff", staffMiddleware as never)
      .onError("*", { component: ErrorPage as never })
      .onError("/staff/*", { component: StaffError as never })
      .route("/sign-in", routeOf(signIn))
      .route("/orders/:order", routeOf(saleOrder))
      .route("/service", routeOf(service))
      .all("/my/profile", () => new Response("reached"))
      .all("/staff/sales/new", () => new Response("reached"))
      .handler() as (request: Request) => Promise<Response>;
    const headers = { origin: "http://shop.test", "accept-language": "en" };
    const ask = (path: string, init: RequestInit) =>
      answer(new Request(`http://shop.test${path}`, { headers, ...init }));
    await run(
      (path, body) => ask(path, { method: "POST", body }),
      (path) => ask(path, {}),
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

// Walked: the code of a configuration, and a car's kilometres, were gone once one had signed in again.
Deno.test("forms of an order from a sale and of a visit are held as well", () =>
  withForms(async (send) => {
    for (
      const [path, field, typed] of [
        ["/orders/launch-2017-1", "code", "LU1-AZSVM"],
        ["/service?dealer=sh-xuhui", "km", "12345"],
      ] as const
    ) {
      const response = await send(path, new URLSearchParams({ do: "continue", [field]: typed }));
      assertEquals(response.status, 401, path);
      const page = await response.text();
      for (
        const part of [`action="${path}"`, `name="${field}" value="${typed}"`, 'target="_blank"']
      ) {
        assertStringIncludes(page, part);
      }
    }
  }));

Deno.test("a button's form leads to the sign-in, and so does one with a file, which no page holds", () =>
  withForms(async (send, get) => {
    const files = new FormData();
    files.set("of", "identity");
    files.set("file", new File(["x"], "a.png"));
    const signIn = "/sign-in?next=%2Fmy%2Fprofile";
    for (
      const [form, place] of [
        [new URLSearchParams({ do: "pay" }), signIn],
        [files, `${signIn}&unsent=file`],
      ] as const
    ) {
      const response = await send("/my/profile?a=1", form);
      assertEquals([response.status, response.headers.get("location")], [303, place]);
    }
    const asked = await get(`${signIn}&unsent=file`);
    assertStringIncludes(await asked.text(), "the file was not sent. Choose it again");
  }));
