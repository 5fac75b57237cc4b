/** Errors as RFC 9457 problem details, with codes that stay. */
import type { Json } from "../kernel/mod.ts";
import { NO_STORE } from "./headers.ts";

/** Every code the API answers with; status and title go with it. */
export const PROBLEMS = {
  invalid_request: [400, "The request is not what was expected"],
  invalid_json: [400, "The body is not JSON"],
  invalid_phone: [400, "This is not a mainland mobile number"],
  notice_refused: [400, "This is not a fresh word of the provider"],
  sign_in_required: [401, "Sign in first"],
  token_malformed: [401, "The session token is malformed"],
  token_forged: [401, "The session token was not issued here"],
  token_expired: [401, "The session has expired"],
  token_revoked: [401, "The session was ended"],
  test_member: [401, "Test members are only taken by a server started for load tests"],
  wrong_code: [401, "The code is wrong"],
  no_code: [401, "Ask for a code first"],
  code_expired: [401, "The code has expired"],
  code_void: [401, "The code is void after too many wrong tries"],
  staff_only: [403, "Only staff may do this"],
  permission_missing: [403, "Your role does not include this"],
  dealer_not_yours: [403, "This is another dealer's"],
  passkey_refused: [401, "The passkey was not taken"],
  challenge_used: [401, "This challenge has served already"],
  challenge_expired: [401, "The challenge has expired"],
  counter_went_back: [401, "A copy of this passkey may be about"],
  unknown_passkey: [404, "There is no such passkey"],
  passkey_known: [409, "This passkey is here already"],
  too_many_passkeys: [409, "There are as many passkeys as may be"],
  passkey_required: [403, "Sign in with your passkey for this"],
  named_by_settings: [409, "The settings name this person"],
  own_roles: [409, "Nobody changes their own roles"],
  dealers_missing: [400, "The role needs the dealers it is for"],
  too_many_staff: [409, "There are as many staff as may be"],
  unknown_notice: [404, "The group was told no such thing"],
  unknown_person: [404, "There is no such person among staff"],
  cross_site: [403, "The request came from another site"],
  not_found: [404, "There is nothing here"],
  unknown_sale: [404, "There is no such sale"],
  unknown_rehearsal: [404, "There is no such rehearsal"],
  unknown_draw: [404, "This sale is not drawn"],
  unknown_model: [404, "There is no such model"],
  unknown_configuration: [404, "There is no such configuration"],
  unknown_order: [404, "There is no such order"],
  unknown_provider: [404, "There is no such payment provider"],
  unknown_payment: [404, "There is no such payment"],
  unknown_dead_letter: [404, "There is no such dead letter"],
  unknown_actor: [404, "There is no such actor"],
  unknown_member: [404, "Nothing is kept of such a member"],
  method_not_allowed: [405, "This method is not allowed here"],
  body_timeout: [408, "The body came too slowly"],
  not_open_yet: [409, "The sale has not opened yet"],
  not_open: [409, "The sale is not open"],
  rehearsal_running: [409, "Another rehearsal is running"],
  not_paused: [409, "The sale is not paused"],
  paused: [409, "The sale is paused"],
  closed: [409, "The sale is closed"],
  identity_required: [409, "This sale asks for an identity number"],
  identity_taken: [409, "Another member takes part with this identity number"],
  no_identity: [409, "This member has given no identity number in this sale"],
  by_draw: [409, "This sale is drawn: register instead"],
  registration_closed: [409, "Registration is over"],
  not_registered: [409, "You are not registered"],
  draw_cancelled: [409, "The draw was called off"],
  fewer_cars: [409, "A sale cannot have fewer cars than before"],
  hold_over: [409, "The hold is over"],
  paid_already: [409, "It is paid already"],
  too_many_saved: [409, "As many configurations are kept as may be"],
  not_in_line: [409, "You are not in line"],
  in_the_sale_already: [409, "You are in the sale already"],
  already_scheduled: [409, "The sale is scheduled already"],
  closes_before_it_opens: [400, "A sale must close after it opens"],
  deposit_too_large: [400, "The deposit is more than the car allows"],
  unknown_vehicle: [404, "There is no such car"],
  parts_do_not_add_up: [409, "The parts of the price do not add up to it"],
  cancelled_already: [409, "The order was cancelled"],
  ready_already: [409, "The car is ready for its handover, or was handed over"],
  locked_already: [409, "The order is locked"],
  payment_open: [409, "Another payment is open"],
  name_not_proved: [409, "Prove your real name first"],
  not_due: [409, "This is not due"],
  not_paid_yet: [409, "The deposit is not paid yet"],
  continued_already: [409, "It goes on as the order of a car; cancel that one"],
  warnings_missing: [409, "Confirm every warning first"],
  not_ordered: [409, "The earnest money was not paid"],
  not_locked: [409, "The order is not locked"],
  refunded_meanwhile: [409, "Something of this payment was paid back since you saw it"],
  refund_too_large: [409, "More cannot go back than was paid"],
  wrong_vin: [409, "This is not the VIN of such a car"],
  sold_out: [409, "No car of this configuration is left"],
  unknown_version: [404, "There is no such version"],
  draft_exists: [409, "There is a draft already"],
  no_draft: [409, "There is no draft"],
  publication_waits: [409, "A publication waits for its time"],
  no_publication_waits: [409, "No publication waits"],
  roles_changed_meanwhile: [409, "Somebody changed this person's roles meanwhile"],
  changed_meanwhile: [409, "Somebody changed the draft meanwhile"],
  does_not_fit: [409, "There is nothing to change there, or no more room"],
  template_unsound: [409, "The draft has flaws"],
  nothing_changed: [409, "The draft changes nothing"],
  begins_in_the_past: [409, "The time is over, or more than a year ahead"],
  other_model: [409, "The sale is of another model"],
  price_changed: [409, "The price list has changed since; see the new price first"],
  bound_already: [409, "The order or the car is bound already"],
  not_bound: [409, "The car is bound to no such order"],
  papers_missing: [409, "Papers are missing"],
  paper_accepted: [409, "The paper was accepted already"],
  delivered_already: [409, "The car was handed over"],
  too_early: [409, "Something else comes before"],
  too_late: [409, "It is too late for this"],
  not_at_dealer: [409, "The car is not at the dealer's"],
  not_cleared: [409, "The order is not complete"],
  hour_full: [409, "The dealer has no place in that hour"],
  no_appointment: [409, "There is no appointment"],
  checklist_open: [409, "Points of the checklist are open"],
  unknown_item: [404, "The shop has no such thing"],
  other_rules: [409, "Other rules are in force"],
  rules_not_accepted: [409, "Accept the rules in force first"],
  not_enough_points: [409, "There are not enough points"],
  none_left: [409, "None is left"],
  had_enough: [409, "You have had as many as one may have"],
  too_many_coupons: [409, "As many coupons are held as may be"],
  unknown_booking: [404, "There is no such booking"],
  unknown_dealer: [404, "There is no such dealer"],
  unknown_car: [404, "This is none of your cars"],
  unknown_service: [404, "The dealer does not do this"],
  unknown_coupon: [404, "You hold no such coupon"],
  coupon_unfit: [409, "A coupon does not go with this bill, or with the others"],
  bill_reduced: [409, "Coupons or points are on this bill already"],
  more_than_bill: [409, "More would be taken off than there is to pay"],
  bill_unchanged: [409, "Nothing would be taken off this bill"],
  slot_taken: [409, "The time is taken; the next best are in this answer"],
  moved_meanwhile: [409, "The visit was moved since you saw it; where to is in this answer"],
  booked_already: [409, "You have this visit at this time already; its id is in this answer"],
  booking_closed: [409, "The booking can no longer be changed"],
  too_many_bookings: [409, "As many bookings are open as may be"],
  not_set_up: [409, "The dealer takes no bookings yet"],
  agreement_missing: [409, "The agreement was not signed"],
  licence_missing: [409, "The licence was not seen"],
  places_free: [409, "There is a free place: book it"],
  waiting_list_full: [409, "The waiting list is full"],
  offer_over: [409, "The offer is over"],
  not_visited: [409, "Only who came may review"],
  reviewed_already: [409, "The visit was reviewed already"],
  not_reviewed: [409, "There is no review to reply to"],
  address_missing: [409, "An address is needed to fetch the car from"],
  odometer_lower: [409, "The odometer was read higher before"],
  invalid_identity: [400, "This is not a resident identity number"],
  nothing_to_replay: [409, "The payload of the dead letter was not kept"],
  open_business: [409, "Orders are still open"],
  reason_missing: [400, "A reason is needed"],
  body_too_large: [413, "The body is too large"],
  not_json: [415, "The body must be sent as application/json"],
  idempotency_conflict: [422, "The idempotency key was used for another request"],
  no_waiting_room: [404, "This sale has no waiting room"],
  already_open: [409, "The waiting room has opened already"],
  ticket_invalid: [403, "The ticket is not one for this"],
  admission_required: [403, "Wait in the waiting room first"],
  proof_of_work_required: [428, "Some computing is asked for first"],
  proof_of_work_failed: [403, "The proof of work was not taken"],
  too_many_requests: [429, "Too many requests"],
  room_full: [503, "The waiting room is full"],
  too_many_codes: [429, "Too many codes were asked for"],
  internal: [500, "Something went wrong on our side"],
  provider_unavailable: [503, "The payment provider cannot be reached"],
  maps_unavailable: [503, "Addresses cannot be looked up just now"],
  busy: [503, "Too many requests at once"],
  unavailable: [503, "The outcome is not known; ask again"],
  stopping: [503, "This node is shutting down"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemOptions {
  /** What was wrong with this very request, and what was expected. */
  readonly detail?: string;
  readonly retryAfterMs?: number;
  /** Further members of the problem object. */
  readonly more?: { readonly [name: string]: Json };
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere below the API; answered as `application/problem+json`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? PROBLEMS[code][1]);
    this.code = code;
    this.options = options;
  }

  toResponse(): Response {
    const [status, title] = PROBLEMS[this.code];
    const { detail, retryAfterMs, more, headers } = this.options;
    const body: Record<string, Json> = {
      type: `/api/docs#${this.code}`,
      title,
      status,
      code: this.code,
      ...(detail ? { detail } : {}),
    };
    // The members that RFC 9457 names are ours: a sale's own `status` once stood in place of 409.
    for (const [name, value] of Object.entries(more ?? {})) body[name] ??= value;
    return new Response(JSON.stringify(body), {
      status,
      headers: {
        "content-type": "application/problem+json",
        ...NO_STORE,
        ...(status === 401 ? { "www-authenticate": challenge(this.code) } : {}),
        ...(retryAfterMs === undefined
          ? {}
          : { "retry-after": String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }),
        ...headers,
      },
    });
  }
}

/** RFC 6750, 3.1: of a token that was there and is not taken it says so. */
const challenge = (code: ProblemCode): string =>
  code.startsWith("token_") ? 'Bearer error="invalid_token"' : "Bearer";

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);
