/** What the API is given by the composition root. */
import type { Context } from "hono";
import type { Maps } from "../../lib/adapters/maps/port.ts";
import type { PaymentGateway } from "../../lib/adapters/payments/port.ts";
import type { Cashier } from "../../lib/adapters/payments/sandbox.ts";
import type { DingTalkSandbox } from "../../lib/adapters/chat/sandbox.ts";
import type { PushGateway } from "../../lib/adapters/push/port.ts";
import type { PushSandbox } from "../../lib/adapters/push/sandbox.ts";
import type { SmsSandbox } from "../../lib/adapters/sms/sandbox.ts";
import type { AckLinks } from "../../lib/auth/ack_links.ts";
import type { Identity } from "../../lib/auth/identity.ts";
import type { PasskeyVerifier } from "../../lib/auth/passkeys.ts";
import type { Sessions } from "../../lib/auth/sessions.ts";
import type { StaffDirectory } from "../../lib/auth/staff_directory.ts";
import type { Claims, Tokens } from "../../lib/auth/token.ts";
import type { ChatWatch } from "../../lib/chat/watch.ts";
import type { Deadlines } from "../../lib/http/deadlines.ts";
import type { AddressLimits, Origin } from "../../lib/http/address_limits.ts";
import type { Connection } from "../../lib/http/client_address.ts";
import { Problem } from "../../lib/http/problem.ts";
import type { KeyLimit } from "../../lib/http/key_limit.ts";
import type { RateLimit } from "../../lib/http/rate_limit.ts";
import type { ActorSystem } from "../../lib/kernel/mod.ts";
import type { Rehearsals } from "../../lib/rehearsal/rehearsals.ts";
import type { OrderBoards } from "../../lib/live/order_boards.ts";
import type { OrderWatches } from "../../lib/live/order_watches.ts";
import type { Histories } from "../../lib/live/histories.ts";
import type { SaleBoards } from "../../lib/live/sale_boards.ts";
import type { StaffFigures } from "../../lib/live/staff_figures.ts";
import type { StaffStreams } from "../../lib/live/staff_streams.ts";
import type { WaitingRooms } from "../../lib/waiting_room/waiting_rooms.ts";
import type { DeviceBook } from "../../lib/push/device_book.ts";
import type { PriceBook } from "../../lib/orders/price_book.ts";
import type { Showroom } from "../../lib/showroom/showroom.ts";
import type { ShopSearch } from "../../lib/search/shop_search.ts";
import type { Vault } from "../../lib/vault/vault.ts";

export interface ApiContext {
  readonly system: ActorSystem;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly identity: Identity;
  readonly vault: Vault;
  /** The models as they are published. */
  readonly showroom: Showroom;
  /** What configurations cost. */
  readonly prices: PriceBook;
  readonly boards: SaleBoards;
  /** Where each participant stands in the journals of a sale. */
  readonly histories: Histories;
  /** How sales stand for those who run them. */
  readonly figures: StaffFigures;
  readonly staffStreams: StaffStreams;
  readonly orderBoards: OrderBoards;
  readonly orderWatches: OrderWatches;
  readonly rooms: WaitingRooms;
  readonly rehearsals: Rehearsals;
  readonly deadlines: Deadlines;
  readonly addressLimits: AddressLimits;
  /** How often a member may come back to what they have left: each time is one more in a journal. */
  readonly returns: RateLimit;
  /** How many idempotency keys a member may use: each is a row in the store for a day. */
  readonly keyLimit: KeyLimit;
  readonly now: () => number;
  /** Checks what passkeys have signed. */
  readonly passkeys: PasskeyVerifier;
  /** Who is staff, and may do what. */
  readonly staff: StaffDirectory;
  /** Payment providers by name. */
  readonly gateways: ReadonlyMap<string, PaymentGateway>;
  /** Names of those that a buyer may choose among; the first one is used unless another is chosen. */
  readonly offered: readonly string[];
  /** Finds addresses; what was answered is kept for a day. */
  readonly maps: Maps;
  /** Finds what the shop has. */
  readonly search: ShopSearch;
  /** Where the app itself can be asked, from within. */
  readonly loopback: Loopback;
  /** Set where payments go to the sandbox. */
  readonly cashier?: Cashier;
  /** Set where text messages go to the sandbox. */
  readonly smsSandbox?: SmsSandbox;
  /** Notifications on members' devices; `sandbox` is a push service of our own. */
  readonly push: {
    readonly gateway: PushGateway;
    readonly book: DeviceBook;
    readonly sandbox?: PushSandbox;
  };
  /** Staff's chat groups; `sandbox` is where their messages can be read if nobody else has them. */
  readonly chat: {
    readonly groups: ReadonlySet<string>;
    readonly acks: AckLinks;
    readonly watch: ChatWatch;
    readonly sandbox?: DingTalkSandbox;
  };
  /** Whether this server takes part in load tests. */
  readonly loadTest: boolean;
}

export interface Loopback {
  fetch(request: Request, connection?: Connection): Promise<Response>;
}

/** Where a request comes from: Deno.serve's word on the connection is handed on as Hono's `env`. */
export const originOf = (c: Context): Origin => ({
  connection: (c.env ?? undefined) as Connection | undefined,
  headers: c.req.raw.headers,
});

/** Who sends the request. @throws {Problem} 401, saying why it is nobody's; 403 from another site */
export function signedIn(context: ApiContext, request: Request): Claims {
  const authorization = request.headers.get("authorization");
  const who = authorization === null
    ? context.sessions.ofCookie(request.headers.get("cookie"))
    : context.sessions.ofAuthorization(authorization);
  if (typeof who === "string") throw new Problem(who === "no_token" ? "sign_in_required" : who);
  // A browser sends cookies along from anywhere; a bearer token only our own scripts have.
  if (authorization === null) sameSite(request);
  return who;
}

/** Counts that a member changes their mind. @throws {Problem} `too_many_requests`, with how long to wait */
export function takeReturn({ returns, now }: ApiContext, memberId: string): void {
  const retryAfterMs = returns.take(memberId, now());
  if (retryAfterMs > 0) {
    throw new Problem("too_many_requests", { retryAfterMs, more: { retryAfterMs } });
  }
}

/** Counts a key that the member has not used before. @throws {Problem} `too_many_requests` */
export function takeKey({ keyLimit }: ApiContext, memberId: string, key: string): void {
  const retryAfterMs = keyLimit.take(memberId, key);
  if (retryAfterMs > 0) {
    const detail = "expected a key that was used before: this member has used many new ones";
    throw new Problem("too_many_requests", { detail, retryAfterMs, more: { retryAfterMs } });
  }
}

/** The member who asks; undefined for a visitor, and where a session has ended. */
export function memberOf(context: ApiContext, request: Request): string | undefined {
  try {
    return signedIn(context, request).memberId;
  } catch (cause) {
    if (cause instanceof Problem) return undefined;
    throw cause;
  }
}

/** Who asks, as an actor is told. */
export const asker = ({ memberId, role }: Pick<Claims, "memberId" | "role">) => ({
  id: memberId,
  role,
});

function sameSite(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin === null || request.method === "GET") return;
  // HTTP/2 has no such header: what it names in its place is in the URL.
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (!URL.canParse(origin) || new URL(origin).host !== host) {
    throw new Problem("cross_site", {
      detail: `expected a request from ${host}, got one from ${origin}`,
    });
  }
}
