/** The gateway to the push services of browsers, and with a sandbox to our own one as well. */
import type { PushGateway } from "./port.ts";
import { PushSandbox } from "./sandbox.ts";
import { createVapid } from "./vapid.ts";
import { createWebPush, SERVICES } from "./web_push.ts";

/** Whom a push service may ask about what we send. */
const CONTACT = "mailto:push@qingchuan.example";

export interface PushOptions {
  readonly secret: string;
  readonly now: () => number;
  readonly sandbox: boolean;
}

export function openPush(
  { secret, now, sandbox }: PushOptions,
): { gateway: PushGateway; sandbox?: PushSandbox } {
  const vapid = createVapid({ secret, contact: CONTACT, now });
  if (!sandbox) return { gateway: createWebPush({ vapid }) };
  const own = new PushSandbox(now);
  const isOwn = ({ url }: Request) => PushSandbox.services.includes(new URL(url).hostname);
  const gateway = createWebPush({
    vapid,
    services: [...SERVICES, ...PushSandbox.services],
    fetch: (request) => isOwn(request) ? own.fetch(request) : fetch(request),
  });
  return { gateway, sandbox: own };
}
