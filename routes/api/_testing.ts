/** What the API's tests share. */
import { assertEquals } from "@std/assert";
import { testTokenLines } from "../../lib/auth/test_members.ts";
import { DenoKvStore } from "../../lib/kernel/mod.ts";
import { createPlatform, type Platform, type PlatformOptions } from "../../lib/platform.ts";
import { seedShowroom } from "../../lib/showroom/seed.ts";
import { createApi } from "./app.ts";
import { problem as problemTold } from "./schemas.ts";

const MOST_LOOKS = 2_000;

export type App = ReturnType<typeof createApi>;

export const STAFF_PHONE = "13900000000";

/** The whole platform in process, with the launch sale open. */
export async function withApi(
  run: (app: App, platform: Platform) => Promise<void>,
  { cars = 3, ...options }: Partial<PlatformOptions> & { cars?: number } = {},
) {
  const store = await DenoKvStore.open(":memory:");
  const platform = await createPlatform({
    store,
    staffPhones: [STAFF_PHONE],
    loadTest: true,
    ...options,
  });
  await seedShowroom(platform.system, { now: Date.now(), cars, openAtOnce: true });
  try {
    await run(createApi(platform), platform);
  } finally {
    await platform.stop();
    store.close();
  }
}

export const post = (app: App, path: string, body: unknown, token?: string) =>
  app.request(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

export const testTokens = ({ tokens, now }: Platform, count: number): string[] =>
  [...testTokenLines(tokens, { count, first: 1, role: "member", nowMs: now() })].join("").trim()
    .split("\n");

export async function signIn(app: App, phone: string): Promise<string> {
  assertEquals((await post(app, "/api/auth/otp", { phone })).status, 204);
  const code = await eventually(async () => {
    const { messages } = await (await app.request(`/sandbox/sms?phone=${phone}`)).json();
    return /\d{6}/.exec(messages.at(-1)?.text ?? "")?.[0];
  });
  const response = await post(app, "/api/auth/session", { phone, code });
  assertEquals(response.status, 201);
  return (await response.json()).token;
}

/** Looks a bounded number of times, so many that a slow machine does not fail where a quick one passes. */
export async function eventually<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it did not come within ${MOST_LOOKS} looks`);
}

export async function code(response: Response): Promise<string> {
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  const problem = await response.json();
  assertEquals(problem.status, response.status);
  assertEquals(problem.type, `/api/docs#${problem.code}`);
  const untold = Object.keys(problem).filter((name) => !Object.hasOwn(problemTold.shape, name));
  assertEquals(untold, [], `what ${problem.code} brings along is described`);
  return problem.code;
}
