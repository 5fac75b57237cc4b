/**
 * A DingTalk of our own, in this process: its robots take what the real ones take, check it as they
 * do, and fall silent as they do. What they were told can be read at `/sandbox/chat`.
 */
import { DINGTALK, type Robot, signature } from "./dingtalk.ts";

const SKEW_MS = 3_600_000;
const A_MINUTE = 20;
const MINUTE_MS = 60_000;
const SILENT_MS = 10 * 60_000;
const KEPT = 100;

export interface SandboxChatMessage {
  readonly title: string;
  readonly text: string;
  readonly actions: readonly { readonly title: string; readonly url: string }[];
  readonly everybody: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface GroupState {
  readonly robot: Robot;
  readonly messages: SandboxChatMessage[];
  /** When messages were taken in the last minute. */
  taken: number[];
  silentUntil: number;
}

const answer = (errcode: number, errmsg: string): Response => Response.json({ errcode, errmsg });

export class DingTalkSandbox {
  readonly #groups: ReadonlyMap<string, GroupState>;
  readonly #now: () => number;
  /** Answers everything with this status, as a service that is down. */
  failing: number | undefined;

  constructor(groups: Iterable<string>, now: () => number) {
    this.#now = now;
    this.#groups = new Map([...groups].map((name) => [name, {
      robot: { accessToken: `sandbox-${name}`, secret: `SEC-${crypto.randomUUID()}` },
      messages: [],
      taken: [],
      silentUntil: 0,
    }]));
  }

  get robots(): ReadonlyMap<string, Robot> {
    return new Map([...this.#groups].map(([name, { robot }]) => [name, robot]));
  }

  get groups(): string[] {
    return [...this.#groups.keys()];
  }

  /** What a group has read, the newest last. */
  messages(group: string): readonly SandboxChatMessage[] {
    return this.#groups.get(group)?.messages ?? [];
  }

  /** `POST /robot/send`, as it is documented for custom robots. */
  async fetch(request: Request): Promise<Response> {
    if (this.failing !== undefined) return new Response("Bad Gateway", { status: this.failing });
    const url = new URL(request.url);
    if (url.origin !== DINGTALK || url.pathname !== "/robot/send" || request.method !== "POST") {
      return new Response("Not Found", { status: 404 });
    }
    const asked = (name: string) => url.searchParams.get(name) ?? "";
    const group = [...this.#groups.values()].find(({ robot }) =>
      robot.accessToken === asked("access_token")
    );
    if (!group) return answer(300005, "token is not exist");
    const now = this.#now();
    const timestamp = asked("timestamp");
    if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > SKEW_MS) {
      return answer(
        310000,
        "description:机器人发送签名过期;solution:签名生成时间和发送时间请保持在timestampms以内",
      );
    }
    if (asked("sign") !== await signature(timestamp, group.robot.secret)) {
      return answer(
        310000,
        "description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中",
      );
    }
    if (now < group.silentUntil) return answer(410100, "发送速度太快而限流");
    group.taken = group.taken.filter((at) => at > now - MINUTE_MS);
    if (group.taken.length >= A_MINUTE) {
      group.silentUntil = now + SILENT_MS;
      return answer(130101, "send too fast, exceed 20 times per minute");
    }
    if (!/\bapplication\/json\b/.test(request.headers.get("content-type") ?? "")) {
      return answer(43004, "无效的HTTP HEADER Content-Type");
    }
    const message = read(await request.text());
    if (!message) return answer(40035, "缺少参数 json");
    group.taken.push(now);
    group.messages.push({ ...message, at: now });
    group.messages.splice(0, group.messages.length - KEPT);
    return answer(0, "ok");
  }
}

/** Markdown and action cards, the two kinds that we send; undefined for anything else. */
function read(body: string): Omit<SandboxChatMessage, "at"> | undefined {
  try {
    const sent = JSON.parse(body);
    if (sent.msgtype === "markdown") {
      const { title, text } = sent.markdown;
      if (!isText(title) || !isText(text)) return undefined;
      return { title, text, actions: [], everybody: sent.at?.isAtAll === true };
    }
    if (sent.msgtype !== "actionCard") return undefined;
    const { title, text, btns } = sent.actionCard;
    if (!isText(title) || !isText(text) || !Array.isArray(btns)) return undefined;
    const actions = btns.map(({ title, actionURL }) => ({ title, url: actionURL }));
    const whole = actions.every(({ title, url }) =>
      isText(title) && isText(url) && URL.canParse(url)
    );
    return whole ? { title, text, actions, everybody: false } : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
