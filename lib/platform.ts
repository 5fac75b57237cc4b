/** Puts the platform together on a store. `main.ts` serves it; tests call it in process. */
import { appointment } from "../actors/appointments/appointment.ts";
import { calendar } from "../actors/appointments/calendar.ts";
import { savedConfigurations } from "../actors/catalogue/saved_configurations.ts";
import { template } from "../actors/catalogue/template.ts";
import { carTitle } from "../actors/members/car_title.ts";
import { coupons } from "../actors/members/coupons.ts";
import { garage } from "../actors/members/garage.ts";
import { inbox } from "../actors/members/inbox.ts";
import { loyaltyProgramme } from "../actors/members/loyalty_programme.ts";
import { member } from "../actors/members/member.ts";
import { devices } from "../actors/members/devices.ts";
import { passkeys } from "../actors/members/passkeys.ts";
import { points } from "../actors/members/points.ts";
import { privacy } from "../actors/members/privacy.ts";
import { revocations } from "../actors/members/revocations.ts";
import { shopItem } from "../actors/members/shop_item.ts";
import { chatGroup } from "../actors/platform/chat_group.ts";
import { erpDay } from "../actors/platform/erp_day.ts";
import { staff } from "../actors/platform/staff.ts";
import { staffLog } from "../actors/platform/staff_log.ts";
import { insurance } from "../actors/orders/insurance.ts";
import { allotment } from "../actors/orders/allotment.ts";
import { handoverDesk } from "../actors/orders/handover_desk.ts";
import { vehicle } from "../actors/orders/vehicle.ts";
import { vehicleOrder } from "../actors/orders/vehicle_order.ts";
import { draw } from "../actors/sales/draw.ts";
import { guestList } from "../actors/sales/guest_list.ts";
import { lead } from "../actors/sales/lead.ts";
import { lot } from "../actors/sales/lot.ts";
import { order } from "../actors/sales/order.ts";
import { payment } from "../actors/sales/payment.ts";
import { reconciliation } from "../actors/sales/reconciliation.ts";
import { rehearsals } from "../actors/sales/rehearsals.ts";
import { sale } from "../actors/sales/sale.ts";
import { waitingRoom } from "../actors/sales/waiting_room.ts";
import type { ApiContext, Loopback } from "../routes/api/context.ts";
import type { PartnerGateway } from "./adapters/partners/port.ts";
import { PartnerSandbox } from "./adapters/partners/sandbox.ts";
import { drawCourier } from "./adapters/randomness/courier.ts";
import type { Randomness } from "./adapters/randomness/port.ts";
import { SandboxBeacon } from "./adapters/randomness/sandbox.ts";
import { pushCourier } from "./adapters/push/courier.ts";
import { openPush } from "./adapters/push/open.ts";
import { noticeText, signInText } from "./adapters/sms/messages.ts";
import { createSealedSecrets, sealedSecretCourier } from "./adapters/sealed_secret/derived.ts";
import { sms, type SmsRequest } from "./adapters/sms/port.ts";
import { SmsSandbox } from "./adapters/sms/sandbox.ts";
import { createIdentity, type Identity } from "./auth/identity.ts";
import { PasskeyVerifier } from "./auth/passkeys.ts";
import { loadSecrets } from "./auth/secrets.ts";
import { Sessions } from "./auth/sessions.ts";
import { StaffDirectory } from "./auth/staff_directory.ts";
import { createTokens, isTestMember } from "./auth/token.ts";
import { type ChatSettings, openChat } from "./chat/open.ts";
import { ChatWatch } from "./chat/watch.ts";
import { AddressLimits, type AddressLimitsOptions } from "./http/address_limits.ts";
import { Deadlines } from "./http/deadlines.ts";
import { KeyLimit } from "./http/key_limit.ts";
import { RateLimit } from "./http/rate_limit.ts";
import {
  ActorSystem,
  type Clock,
  DeadlineStore,
  DEFAULT_LIMITS,
  defineCourier,
  type Limits,
  type Store,
  systemClock,
  type Tracer,
  Undeliverable,
} from "./kernel/mod.ts";
import { OrderBoards } from "./live/order_boards.ts";
import { OrderWatches } from "./live/order_watches.ts";
import { Histories } from "./live/histories.ts";
import { SaleBoards } from "./live/sale_boards.ts";
import { StaffFigures } from "./live/staff_figures.ts";
import { StaffStreams } from "./live/staff_streams.ts";
import { erpCourier } from "./adapters/erp/courier.ts";
import type { Erp } from "./adapters/erp/port.ts";
import { ErpSandbox } from "./adapters/erp/sandbox.ts";
import { insuranceCourier } from "./adapters/insurance/courier.ts";
import type { Insurers } from "./adapters/insurance/port.ts";
import { InsuranceSandbox } from "./adapters/insurance/sandbox.ts";
import { KeptMaps } from "./adapters/maps/kept.ts";
import type { Maps } from "./adapters/maps/port.ts";
import { MapsSandbox } from "./adapters/maps/sandbox.ts";
import { paymentsCourier } from "./adapters/payments/courier.ts";
import type { PaymentGateway } from "./adapters/payments/port.ts";
import { keepDelivering, openPaymentSandbox } from "./adapters/payments/sandbox.ts";
import { realNameCourier } from "./adapters/real_name/courier.ts";
import { RealNameSandbox } from "./adapters/real_name/sandbox.ts";
import type { RealNameCheck } from "./adapters/real_name/port.ts";
import { appointmentPolicies } from "./policies/appointments.ts";
import { chatPolicies } from "./policies/chat.ts";
import { drawPolicies } from "./policies/draw.ts";
import { memberCouriers } from "./members/couriers.ts";
import { memberCentrePolicies } from "./policies/member_centre.ts";
import { memberPolicies } from "./policies/members.ts";
import { erpPolicies } from "./policies/erp.ts";
import { guestPolicies } from "./policies/guests.ts";
import { insurancePolicies } from "./policies/insurance.ts";
import { paymentPolicies } from "./policies/payments.ts";
import { reconciliationPolicies } from "./policies/reconciliation.ts";
import { reconciliationCourier } from "./reconciliation/courier.ts";
import { pushPolicies } from "./policies/push.ts";
import { saleHandoverPolicies } from "./policies/sale_handover.ts";
import { salesPolicies } from "./policies/sales.ts";
import { bookingReadModels } from "./read_models/bookings.ts";
import { drawReadModels } from "./read_models/draw.ts";
import { orderReadModels } from "./read_models/orders.ts";
import { paymentReadModels } from "./read_models/payments.ts";
import { pointsReadModels } from "./read_models/points.ts";
import { vehicleOrderPolicies } from "./policies/vehicle_orders.ts";
import { vehicleOrderReadModels } from "./read_models/vehicle_orders.ts";
import type { PriceBook } from "./orders/price_book.ts";
import { ShopSearch } from "./search/shop_search.ts";
import { showroomPrices } from "./showroom/prices.ts";
import { Showroom } from "./showroom/showroom.ts";
import { personOf } from "./orders/person.ts";
import { salesReadModels } from "./read_models/sales.ts";
import { waitingRoomReadModels } from "./read_models/waiting_room.ts";
import { waitingRoomPolicies } from "./policies/waiting_room.ts";
import { Rehearsals } from "./rehearsal/rehearsals.ts";
import { DeviceBook } from "./push/device_book.ts";
import { WaitingRooms } from "./waiting_room/waiting_rooms.ts";
import { Vault } from "./vault/vault.ts";

/** How long the waiting room's opening waits for a public round, milliseconds, before it tries again. */
const BEACON_MS = 5_000;

const MEMBER_CENTRE = [
  points,
  loyaltyProgramme,
  coupons,
  shopItem,
  inbox,
  privacy,
  garage,
  carTitle,
];

/** Generous for a person, and a bot fills no journal by it. */
const RETURNS = { burst: 10, everyMs: 30_000 };
/** Whoever needs one for each attempt in a bad network gets along; nobody fills the store. */
const NEW_KEYS = { burst: 100, everyMs: 60_000 };

export interface PlatformOptions {
  readonly store: Store;
  readonly clock?: Clock;
  readonly sessionSecret?: string;
  readonly vaultSecret?: string;
  readonly staffPhones?: readonly string[];
  readonly trustedProxies?: AddressLimitsOptions["trustedProxies"];
  readonly loadTest?: boolean;
  /** Whether the sandbox's text messages can be read over HTTP. Default: yes. */
  readonly showSandbox?: boolean;
  /** Payment providers; the first one is used, and the sandbox where there is none. */
  readonly gateways?: readonly PaymentGateway[];
  /** Those a buyer may choose among, by name, in this order. Default: all of `gateways`. */
  readonly offered?: readonly string[];
  /** Where draws get their randomness. Default: the sandbox's own beacon. */
  readonly randomness?: Randomness;
  /** Dealers and insurers who are given data under a consent. Default: the sandbox. */
  readonly partners?: PartnerGateway;
  /** Default: the sandbox. */
  readonly erp?: Erp;
  /** Who finds addresses. Default: the sandbox. */
  readonly maps?: Maps;
  /** Default: the sandbox's three. */
  readonly insurers?: Insurers;
  /** Staff's chat groups by name, and who speaks in them. Default: the sandbox. */
  readonly chat?: ChatSettings;
  /** Where this server is reached, for links that leave it. */
  readonly publicOrigin?: string;
  /** The one origin on which passkeys are used. Default: whichever host is asked. */
  readonly passkeyOrigin?: string | undefined;
  /** Who knows real names. Default: the sandbox. */
  readonly realNames?: RealNameCheck;
  /** What configurations cost. Default: the showroom's latest versions. */
  readonly prices?: PriceBook;
  readonly limits?: Partial<Limits>;
  readonly tracer?: Tracer;
  readonly validate?: boolean;
}

export interface Platform extends ApiContext {
  /** Finishes what was accepted, closes streams, and leaves the rest to the next start. */
  stop(): Promise<void>;
}

/** The sandbox is there wherever it is shown, and offered where it was chosen, or nothing else is there. */
function offeredOf(
  gateways: readonly PaymentGateway[],
  { offered, gateways: chosen = [] }: PlatformOptions,
): string[] {
  const names = gateways.map(({ provider }) => provider);
  if (offered) return offered.filter((name) => names.includes(name));
  return chosen.length > 0 ? chosen.map(({ provider }) => provider) : names;
}

export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { clock = systemClock } = options;
  const store = DeadlineStore.over(options.store, clock, { ...DEFAULT_LIMITS, ...options.limits });
  const now = () => clock.now();
  const secrets = await loadSecrets(store, options);
  const identity = createIdentity(secrets.identity);
  const vault = new Vault(store, secrets.vault);
  const smsSandbox = new SmsSandbox(store, now, { kept: options.showSandbox ?? true });
  // The sandbox tells of payments over HTTP, as a provider outside does; the app comes later.
  const loopback: Loopback = { fetch: () => Promise.resolve(new Response(null, { status: 503 })) };
  const paySandbox = options.showSandbox ?? true
    ? await openPaymentSandbox({ store, clock, deliver: (request) => loopback.fetch(request) })
    : undefined;
  const gateways = [...(options.gateways ?? []), ...(paySandbox ? [paySandbox.gateway] : [])];
  const sealed = createSealedSecrets(secrets.sealing);
  const beacon = options.randomness ?? new SandboxBeacon(secrets.beacon, now);
  const push = openPush({ secret: secrets.push, now, sandbox: options.showSandbox ?? true });
  const book = new DeviceBook(() => system, vault);
  const chat = openChat({ ...options, secret: secrets.chat, now });
  const system: ActorSystem = new ActorSystem({
    store,
    clock,
    actors: [
      sale,
      lot,
      draw,
      guestList,
      order,
      payment,
      reconciliation,
      insurance,
      vehicleOrder,
      vehicle,
      allotment,
      handoverDesk,
      lead,
      waitingRoom,
      member,
      devices,
      passkeys,
      revocations,
      staff,
      staffLog,
      chatGroup,
      erpDay,
      rehearsals,
      savedConfigurations,
      template,
      ...MEMBER_CENTRE,
      calendar,
      appointment,
    ],
    policies: [
      ...salesPolicies,
      ...saleHandoverPolicies,
      ...drawPolicies,
      ...guestPolicies,
      ...paymentPolicies,
      ...reconciliationPolicies,
      ...erpPolicies,
      ...insurancePolicies,
      ...vehicleOrderPolicies,
      ...memberPolicies,
      ...memberCentrePolicies,
      ...waitingRoomPolicies,
      ...pushPolicies,
      ...appointmentPolicies,
      ...chatPolicies(chat.groups),
    ],
    readModels: [
      ...salesReadModels,
      ...drawReadModels,
      ...orderReadModels,
      ...paymentReadModels,
      ...vehicleOrderReadModels,
      ...pointsReadModels,
      ...waitingRoomReadModels,
      ...bookingReadModels,
    ],
    couriers: [
      smsCourier(smsSandbox, identity, vault),
      pushCourier({
        gateway: push.gateway,
        now,
        devicesFor: (memberId, topic) => book.devicesFor(memberId, topic),
        drop: (memberId, deviceId) => book.drop(memberId, deviceId),
      }),
      chat.courier,
      paymentsCourier(gateways),
      erpCourier(options.erp ?? new ErpSandbox(store).open()),
      insuranceCourier(options.insurers ?? new InsuranceSandbox(now)),
      reconciliationCourier(gateways, () => system),
      realNameCourier(options.realNames ?? new RealNameSandbox(), (id) => personOf(vault, id)),
      sealedSecretCourier(sealed, async () => {
        const published = beacon.roundAt(now()) - 1;
        return (await beacon.round(published, AbortSignal.timeout(BEACON_MS))).randomness;
      }),
      ...memberCouriers({
        system: () => system,
        vault,
        identity,
        now,
        partners: options.partners ?? new PartnerSandbox(),
      }),
      drawCourier({ source: beacon, sealSecret: secrets.draw }),
    ],
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.tracer ? { tracer: options.tracer } : {}),
    ...(options.validate === undefined ? {} : { validate: options.validate }),
  });
  const tokens = createTokens(secrets.session);
  const loadTest = options.loadTest ?? false;
  // One machine plays all, unless a proxy is named that tells whom it plays.
  const oneMachine = loadTest && (options.trustedProxies ?? []).length === 0;
  const directory = new StaffDirectory(
    (options.staffPhones ?? []).map((phone) => [identity.memberId(phone), phone]),
  );
  const sessions = new Sessions({ tokens, now, testMembers: loadTest, staff: directory });
  const showroom = new Showroom(system, clock);
  await Promise.all([sessions.follow(system), directory.follow(system), showroom.follow()]);
  // Those whom the settings name were never appointed: their passkeys are asked for here.
  for (const memberId of directory.admins.keys()) {
    const own = passkeys(memberId);
    const unheard = await system.view(own, ({ keys, watched }) => keys.size > 0 && !watched);
    if (unheard) await system.ask(own, "recount", {});
  }
  const stopDelivering = paySandbox ? keepDelivering(paySandbox, clock) : undefined;
  const boards = new SaleBoards({ system, now });
  const figures = new StaffFigures({ system, boards, now });
  const staffStreams = new StaffStreams({ system, figures });
  const orderBoards = new OrderBoards(system);
  const orderWatches = new OrderWatches(system);
  const rooms = new WaitingRooms({
    system,
    now,
    secrets: secrets.session,
    sealed,
    byAddress: !oneMachine,
  });
  const trials = new Rehearsals({ system, now });
  const watch = new ChatWatch({ system, groups: chat.groups, clock });
  const deadlines = new Deadlines();
  const returns = new RateLimit(RETURNS);
  const keyLimit = new KeyLimit({ ...NEW_KEYS, now });
  const addressLimits = new AddressLimits({
    ...(options.trustedProxies ? { trustedProxies: options.trustedProxies } : {}),
    ...(oneMachine ? { unlimited: ["viewers", "journals"] } : {}),
  });
  return {
    system,
    tokens,
    sessions,
    identity,
    vault,
    showroom,
    prices: options.prices ?? showroomPrices(showroom),
    gateways: new Map(gateways.map((gateway) => [gateway.provider, gateway])),
    offered: offeredOf(gateways, options),
    boards,
    histories: new Histories(system),
    figures,
    staffStreams,
    orderBoards,
    orderWatches,
    rooms,
    rehearsals: trials,
    deadlines,
    maps: new KeptMaps(options.maps ?? new MapsSandbox().open(), { now }),
    search: new ShopSearch({ templates: () => showroom.all(), now }),
    loopback,
    ...(paySandbox ? { cashier: paySandbox.cashier } : {}),
    addressLimits,
    returns,
    keyLimit,
    now,
    staff: directory,
    passkeys: new PasskeyVerifier({
      secret: secrets.passkeys,
      now,
      publicOrigin: options.passkeyOrigin,
    }),
    ...(options.showSandbox ?? true ? { smsSandbox } : {}),
    push: { ...push, book },
    chat: { ...chat, watch },
    loadTest,
    async stop() {
      boards.stop();
      staffStreams.stop();
      await watch.stop();
      await trials.stop();
      orderBoards.stop();
      orderWatches.stop();
      await rooms.stop();
      deadlines.stop();
      sessions.stop();
      directory.stop();
      showroom.stop();
      await stopDelivering?.();
      await system.stop();
    },
  };
}

const smsCourier = (gateway: SmsSandbox, identity: Identity, vault: Vault) =>
  defineCourier(sms, async (request: SmsRequest, { idempotencyKey, signal }) => {
    const { memberId } = request;
    // A load test has thousands of members who have no phone, and nobody to tell.
    if (isTestMember(memberId)) return;
    const phone = await vault.get(memberId, "phone");
    if (!phone) throw new Undeliverable("the member has no phone, or was erased");
    const text = request.template === "sign_in_code"
      ? signInText(identity.code(memberId, request.nonce))
      : noticeText(request);
    return await gateway.send({ phone, text, idempotencyKey, signal });
  }, { maxAttempts: 5, firstPauseMs: 500, longestPauseMs: 5_000 });
