/**
 * DingTalk's group robots by their webhook: one robot a group, each with its access token and the
 * secret its messages are signed with.
 */
import { type ChatGateway, type ChatMessage, ChatRefused } from "./port.ts";

export const DINGTALK = "https://oapi.dingtalk.com";
const MOST_BYTES = 20_000;
const MOST_ANSWER_UNITS = 2_000;

export interface Robot {
  readonly accessToken: string;
  readonly secret: string;
}

export interface DingTalkOptions {
  /** By the group's name. */
  readonly robots: ReadonlyMap<string, Robot>;
  readonly now: () => number;
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly origin?: string;
}

/** `-1`: busy; `130101` and `410100`: twenty messages a minute are over. Later they are taken. */
const LATER: ReadonlySet<number> = new Set([-1, 130101, 410100]);

export function openDingTalk(options: DingTalkOptions): ChatGateway {
  const { robots, now, origin = DINGTALK } = options;
  const ask = options.fetch ?? fetch;
  return {
    async send(group, message, signal) {
      const robot = robots.get(group);
      if (!robot) throw new ChatRefused(`no robot speaks in the group "${group}"`);
      const url = new URL("/robot/send", origin);
      const timestamp = String(now());
      url.searchParams.set("access_token", robot.accessToken);
      url.searchParams.set("timestamp", timestamp);
      // URLSearchParams encodes what base64 has beside letters and digits.
      url.searchParams.set("sign", await signature(timestamp, robot.secret));
      const body = JSON.stringify(wireOf(message));
      if (new TextEncoder().encode(body).length > MOST_BYTES) {
        throw new ChatRefused(`expected a message of at most ${MOST_BYTES} bytes`);
      }
      const headers = { "content-type": "application/json; charset=utf-8" };
      const response = await ask(new Request(url, { method: "POST", headers, body, signal }));
      await expectOk(response);
    },
  };
}

/** Base64 of HMAC-SHA256, with the secret as key and within what is signed. */
export async function signature(timestamp: string, secret: string): Promise<string> {
  const utf8 = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, utf8.encode(`${timestamp}\n${secret}`));
  return new Uint8Array(mac).toBase64();
}

/** Cards have buttons but call nobody; markdown calls everybody but has links alone. */
function wireOf({ title, text, actions, everybody }: ChatMessage) {
  if (everybody) {
    const links = actions.map(({ title, url }) => `[${title}](${url})`).join(" · ");
    return {
      msgtype: "markdown",
      markdown: { title, text: `${text}\n\n${links}` },
      at: { isAtAll: true },
    };
  }
  return {
    msgtype: "actionCard",
    actionCard: {
      title,
      text,
      btnOrientation: "1",
      btns: actions.map(({ title, url }) => ({ title, actionURL: url })),
    },
  };
}

async function expectOk(response: Response): Promise<void> {
  const text = (await response.text()).slice(0, MOST_ANSWER_UNITS);
  if (response.status >= 500 || response.status === 429) {
    throw new Error(`DingTalk answered ${response.status}`);
  }
  const answer = readAnswer(text);
  if (!answer) throw new Error(`expected an errcode from DingTalk, got ${response.status}`);
  const { errcode, errmsg } = answer;
  if (errcode === 0) return;
  const told = `DingTalk answered ${errcode}: ${errmsg}`;
  // A clock that is an hour off is set right, a secret that is wrong is not: both are 310000.
  if (LATER.has(errcode) || (errcode === 310000 && /timestamp|过期/.test(errmsg))) {
    throw new Error(told);
  }
  throw new ChatRefused(told);
}

function readAnswer(text: string): { errcode: number; errmsg: string } | undefined {
  try {
    const { errcode, errmsg } = JSON.parse(text);
    return typeof errcode === "number" ? { errcode, errmsg: String(errmsg ?? "") } : undefined;
  } catch {
    return undefined;
  }
}
