/**
 * Signing in: people ask for a code, read it, sign in, see who they are, and sign out. Passes when
 * everyone gets in with their own code, is themselves and nobody else, a wrong code opens nothing, and
 * a token is worth nothing once its session has ended. The code is read where the sandbox keeps text
 * messages, so this is for a server of your own; start it with TRUSTED_PROXIES=127.0.0.1, since every
 * person comes from an address of their own.
 */
import { check, sleep } from "k6";
import exec from "k6/execution";
import http, { type Params } from "k6/http";
import { Counter } from "k6/metrics";
import { URL, wholeNumber } from "./settings.ts";

const people = wholeNumber("PARTICIPANTS", 200);
const seconds = wholeNumber("SECONDS", 20);
const p99Ms = wholeNumber("P99_MS", 500);
/** The last digits of the first one's number. */
const first = wholeNumber("FIRST", 1);

const LOOKS = 40;
const LOOK_SECONDS = 0.25;

const signedIn = new Counter("signed_in");
/** Signed in as one, and told to be another. */
const mistaken = new Counter("mistaken");

export const options = {
  scenarios: {
    people: {
      executor: "constant-arrival-rate",
      rate: Math.max(1, Math.ceil(people * 60 / seconds)),
      timeUnit: "1m",
      duration: `${seconds}s`,
      gracefulStop: "30s",
      preAllocatedVUs: 50,
      maxVUs: 500,
    },
  },
  thresholds: {
    checks: ["rate==1"],
    mistaken: ["count==0"],
    signed_in: ["count>0"],
    "http_req_duration{name:code}": [`p(99)<${p99Ms}`],
    "http_req_duration{name:session}": [`p(99)<${p99Ms}`],
  },
};

export default function person(): void {
  const number = exec.scenario.iterationInTest;
  // The rate is rounded up: a few more arrivals than people are left out.
  if (number >= people) return;
  const phone = `137${String(first + number).padStart(8, "0")}`;
  const as = from(number);
  const asked = http.post(`${URL}/api/auth/otp`, JSON.stringify({ phone }), as("code"));
  if (!check(asked, { "a code is sent": ({ status }) => status === 204 })) return;
  const code = readCode(phone);
  if (!check(code, { "the code arrives": (code) => code !== undefined })) return;

  const wrong = signIn({ phone, code: code === "000000" ? "000001" : "000000" }, as("wrong"));
  check(wrong, { "a wrong code opens nothing": ({ status }) => status === 401 || status === 400 });
  const session = signIn({ phone, code: code! }, as("session"));
  if (!check(session, { "the right code signs in": ({ status }) => status === 201 })) return;
  const { token, member } = session.json() as { token: string; member: { id: string } };
  const mine = as("me", token);
  const me = http.get(`${URL}/api/members/me`, mine).json() as { id: string };
  if (me.id !== member.id) mistaken.add(1);
  signedIn.add(1);

  const out = http.del(`${URL}/api/auth/session`, null, as("out", token));
  check(out, { "signs out": ({ status }) => status === 204 });
  const after = http.get(`${URL}/api/members/me`, mine);
  check(after, { "a token ends with its session": ({ status }) => status === 401 });
}

const signIn = (body: { phone: string; code: string }, params: Params) =>
  http.post(`${URL}/api/auth/session`, JSON.stringify(body), params);

function readCode(phone: string): string | undefined {
  for (let looks = 0; looks < LOOKS; looks++) {
    const inbox = http.get(`${URL}/sandbox/sms?phone=${phone}`, { tags: { name: "inbox" } });
    const { messages } = inbox.json() as { messages: { text: string }[] };
    const code = /code is (\d+)/.exec(messages[messages.length - 1]?.text ?? "")?.[1];
    if (code !== undefined) return code;
    sleep(LOOK_SECONDS);
  }
  return undefined;
}

/** As a person at an address of their own. */
const from = (number: number) => (name: string, token?: string): Params => ({
  headers: {
    "content-type": "application/json",
    "x-forwarded-for": `10.${number >> 16 & 255}.${number >> 8 & 255}.${number & 255}`,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  },
  tags: { name },
});
