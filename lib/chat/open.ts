/** Staff's chat groups as they were set up; without any, robots of a sandbox speak. */
import { chatCourier } from "../adapters/chat/courier.ts";
import { openDingTalk } from "../adapters/chat/dingtalk.ts";
import type { ChatGateway } from "../adapters/chat/port.ts";
import { DingTalkSandbox } from "../adapters/chat/sandbox.ts";
import { TOPICS } from "../alerts/notices.ts";
import { type AckLinks, createAckLinks } from "../auth/ack_links.ts";
import { DEALERS } from "../dealers/dealers.ts";
import type { Courier } from "../kernel/mod.ts";

/** Where links lead that were made by a server which nobody told its address. */
const HERE = "http://127.0.0.1:8000";

export interface ChatSettings {
  readonly groups: ReadonlySet<string>;
  readonly gateway: ChatGateway;
}

export interface ChatOptions {
  readonly chat?: ChatSettings;
  readonly publicOrigin?: string;
  readonly showSandbox?: boolean;
  readonly secret: string;
  readonly now: () => number;
}

export interface Chat {
  readonly groups: ReadonlySet<string>;
  readonly acks: AckLinks;
  readonly courier: Courier;
  readonly sandbox?: DingTalkSandbox;
}

export function openChat(options: ChatOptions): Chat {
  const { chat, publicOrigin = HERE, showSandbox = true, secret, now } = options;
  const acks = createAckLinks(secret, now);
  const links = {
    acknowledge: (group: string, message: number) =>
      `${publicOrigin}/alerts/${acks.mint(group, message)}`,
    page: (path: string) => `${publicOrigin}${path}`,
  };
  if (chat) {
    return { groups: chat.groups, acks, courier: chatCourier({ gateway: chat.gateway, links }) };
  }
  // A group for each topic, and for service each dealer's own.
  const groups = new Set([...TOPICS, ...DEALERS.map(({ id }) => `service.${id}`)]);
  const sandbox = new DingTalkSandbox(groups, now);
  const fetch = (request: Request) => sandbox.fetch(request);
  const gateway = openDingTalk({ robots: sandbox.robots, now, fetch });
  const courier = chatCourier({ gateway, links });
  return { groups, acks, courier, ...(showSandbox ? { sandbox } : {}) };
}
