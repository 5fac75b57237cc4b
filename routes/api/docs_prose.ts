/** What the documentation page says beside the OpenAPI document. */
import { type Markup, markup } from "../../lib/http/markup.ts";
import type { ProblemCode } from "../../lib/http/problem.ts";

export const PROSE = {
  use: (origin: string): Markup =>
    markup`<div class="told">
<p>Everything is JSON in UTF-8, sent as <code>application/json</code>. Fields that are not listed are refused. Times are epoch milliseconds, money is integer fen.</p>
<p><b>Signing in.</b> Ask for a code, sign in with it, and send the token as <code>Authorization: Bearer …</code>. Browsers may use the cookie instead; it is only taken from pages of this server.</p>
<p><b>Asking again.</b> Claims may be repeated: a member has one answer in a sale. Whoever wants the very first answer, word for word, sends an <code>Idempotency-Key</code>; a booking or a car's order under one is made once, too, and points are not exchanged without. Under the same key with another body the answer is <a href="#idempotency_conflict"><code>idempotency_conflict</code></a>. <a href="#unavailable"><code>unavailable</code></a> means that the outcome is not known: ask again, nothing happens twice.</p>
<p><b>Errors</b> are problem details (RFC 9457), <code>application/problem+json</code>, with a <code>code</code> that stays. Programs go by the code; <code>detail</code> is for people. A 429 or 503 says in <code>Retry-After</code> when to come back.</p>
</div><div class="shown"><p class="caption">Signing in, where text messages go to the sandbox</p>
<pre>curl ${origin}/api/auth/otp --json '{"phone":"13800138000"}'
curl '${origin}/sandbox/sms?phone=13800138000'
curl ${origin}/api/auth/session \\
  --json '{"phone":"13800138000","code":"123456"}'
export TOKEN=f1.…</pre></div>`,
  problems:
    "Every error is one of these. The `type` of a problem leads here. What can be tried again as it is stands at 408, 429 and 503; everything else needs another request.",
  operating: (origin: string): Markup =>
    markup`<div class="told"><p class="lead">Beside the API the server answers these. They are for whoever runs it and are not part of the OpenAPI document; keep all but the first away from the public with the proxy in front.</p>
<dl class="routes">
<dt><code>GET /api/health</code></dt><dd>200 as long as the process answers: <code>status</code>, the node's name, open live streams, and how the <code>store</code> was when it was needed last: <code>well</code>, <code>failing</code> (it keeps nothing, as when its disk is full) or <code>silent</code>.</dd>
<dt><code>GET /metrics</code></dt><dd>Counters and histograms in Prometheus' text format.</dd>
<dt><code>GET /sandbox/sms?phone=…</code></dt><dd>The last text messages to a number, where they go to the sandbox. Whoever can read it can sign in as anyone.</dd>
<dt><code>POST /loadtest/tokens</code></dt><dd>Only with <code>LOADTEST=1</code>: tokens of test members, one a line. <code>count</code> up to a million, <code>first</code>, <code>role</code>.</dd>
</dl></div><div class="shown"><pre>curl ${origin}/api/health
curl ${origin}/metrics
curl ${origin}/loadtest/tokens --json '{"count":3}'</pre></div>`,
  streams: {
    "application/x-ndjson": `{"forecourt":"journal","version":1,"kind":"lot","id":"launch-2017"}
{"seq":1,"prev":"0522ca03…","turn":"0mwt2iqx…","at":1800000000000,"schema":1,"events":[["stocked",{…}]]}
{"seq":2,"prev":"3fa5251d…","turn":"0mwt2ir2…","at":1800000000188,"schema":1,"events":[["opened",{}]]}
{"head":{"seq":2,"hash":"d99a407d…"}}`,
    "text/event-stream": `retry: 2293

event: sale
id: 2.38.open
data: {"id":"launch-2017","state":"open","capacity":2017,"allocated":1204,…}`,
  } as Readonly<Record<string, string>>,
};

/** What to do about each problem. */
export const ADVICE: Readonly<Record<ProblemCode, string>> = {
  invalid_request: "`detail` and `errors` name each place and what was expected.",
  invalid_json: "`detail` says where parsing stopped.",
  invalid_phone: "Eleven digits that begin with 13 to 19; spaces, dashes and +86 are fine.",
  closes_before_it_opens: "Choose a later `closesAt`, or `null`.",
  deposit_too_large:
    "`mostFen` is the most: the car's price; as earnest money a fifth of it (Civil Code 586).",
  notice_refused: "For providers: keys, clock, or the merchant's number do not fit.",
  sign_in_required: "Send the token as `Authorization: Bearer …`, or the cookie.",
  token_malformed: "Send the token as it was given, after `Bearer` and a space.",
  token_forged: "Sign in again; the server may have been given a new secret.",
  token_expired: "Sign in again.",
  token_revoked: "It was signed out, here or elsewhere. Sign in again.",
  test_member: "Start the server with `LOADTEST=1`, or use a real member.",
  wrong_code: "`triesLeft` tells how often it may be tried; then ask for a new code.",
  no_code: "The code was used, was replaced by a newer one, or never asked for.",
  code_expired: "Codes are good for five minutes. Ask for a new one.",
  code_void: "Ask for a new one.",
  unknown_rehearsal: "Only the last ones are kept: list them.",
  rehearsal_running: "Wait until it has ended, or cancel it.",
  no_waiting_room: "Ask the sale itself: nobody has to wait.",
  already_open: "Change the rate instead; the rest is settled once people wait.",
  ticket_invalid: "Send the ticket that entering gave to this member for this sale.",
  admission_required: "Enter the waiting room; when admitted, send `pass` as `admission-pass`.",
  proof_of_work_required:
    "Find a `solution` of which SHA-256(`challenge.solution`) begins with `bits` zero bits, and enter again with `proof`.",
  proof_of_work_failed: "`detail` says why. A new `challenge` comes along.",
  room_full: "It holds two million people.",
  staff_only: "Sign in with a number among `STAFF_PHONES`, or have an admin give you a role.",
  permission_missing: "`permission` names what is missing; an admin can give a role that has it.",
  dealer_not_yours: "Your role counts at the dealers that an admin gave you.",
  passkey_refused: "Ask for a new challenge; sign it on this origin, with a key that is here.",
  challenge_used: "Ask for a new challenge: each serves once.",
  challenge_expired: "Challenges are good for five minutes. Ask for a new one.",
  counter_went_back: "Sign in with a code, remove the passkey, and add a new one.",
  unknown_passkey: "List your passkeys.",
  passkey_known: "The device has a passkey here already; use it.",
  too_many_passkeys: "Remove one that you do not use.",
  passkey_required: "Sign in again with your passkey; a code alone does not open the console.",
  named_by_settings: "Take the number out of `STAFF_PHONES` and start again.",
  own_roles: "Ask another admin.",
  dealers_missing: "Name at least one dealer in `dealers`.",
  too_many_staff: "Withdraw who has left.",
  unknown_notice: "List the alerts: newer news of the same matter may have taken its place.",
  unknown_person: "List the people: only who has a role of an admin's giving can be changed.",
  cross_site: "The cookie is only taken from our own pages. Programs use the token.",
  not_found: "Check the address; `/api/openapi.json` lists all.",
  unknown_sale: "It was never scheduled, or its id has a slip.",
  unknown_model: "List the models with `listModels`.",
  unknown_configuration:
    "Check every character: a code is only good as a whole. Else configure the " +
    "car anew: it may no longer be sold.",
  too_many_saved: "Remove one with `removeConfiguration` first.",
  unknown_order: "There is none of this id among yours.",
  unknown_provider: "The path of a notification ends with its provider's name.",
  unknown_payment: "There is none of this id among yours.",
  unknown_dead_letter: "It was sent again or discarded, or its id has a slip.",
  unknown_actor: "It has had no turn yet, or its kind or id has a slip.",
  unknown_member: "They were erased, or never gave a number.",
  method_not_allowed: "`Allow` lists the methods of this address.",
  body_timeout: "The whole body has to come within 10 s. Try again.",
  not_open_yet: "`opensAt` tells when. A claim a millisecond early is early.",
  not_open: "Only an open sale can be paused; a paused one is resumed, not opened.",
  not_paused: "Only a paused sale can be resumed.",
  paused: "Follow the live stream and ask when it is open again.",
  closed: "For good. First answers can still be asked for again.",
  unknown_draw:
    "Cars of this sale go by the order of asking; or its draw is announced in a moment.",
  registration_closed: "The list was closed at `drawsAt`. Who is in it is in the draw.",
  not_registered: "Register first; or you have withdrawn.",
  draw_cancelled: "The sale was closed before the draw.",
  identity_required: "Send `identityNumber`; the sale's `identity` says so beforehand.",
  identity_taken:
    "Correct the number; or, if it is yours, send it with `disputed` and show its paper later.",
  no_identity: "Nothing is to be done: they keep nobody from a number.",
  by_draw: "Register before the draw; cars go by its order.",
  fewer_cars: "`capacity` tells how many there are; ask for as many or more.",
  hold_over: "The car was given back, or is about to be. Join the line again.",
  paid_already: "Nothing is left to pay, or a late payment is looking for a car.",
  not_in_line: "Only who waits for a returned car can leave the line.",
  in_the_sale_already: "Ask how you stand with `GET /api/sales/{sale}/me`.",
  already_scheduled: "Choose another id.",
  unknown_vehicle: "Announce the car first, or check its VIN.",
  parts_do_not_add_up: "Price the configuration anew.",
  cancelled_already: "Place a new order.",
  ready_already: "Speak to your consultant: the car is at its handover, or past it.",
  locked_already: "What is locked stays; cancel, or go on.",
  payment_open: "Pay the open one, or close it with `drop-payment`.",
  name_not_proved: "Send name and identity number to `real-name`, and wait for the answer.",
  not_paid_yet: "Pay the deposit first, and wait until the provider has told of it.",
  continued_already: "Cancel the vehicle order of the same id.",
  not_due: "Read the order: its state says what is due.",
  warnings_missing: "Show all warnings in their present wording, and have each one confirmed.",
  not_ordered: "Pay the earnest money first.",
  not_locked: "Wait until the order is locked.",
  refunded_meanwhile: "Look at `leftFen`, and ask again if still more should go back.",
  refund_too_large: "`leftFen` says how much of the payment is left.",
  wrong_vin: "Check the seventeen characters; the ninth checks the others.",
  unknown_version: "List the versions at `/api/staff/showroom/{model}`.",
  draft_exists: "Go on with it, or discard it first.",
  no_draft: "Begin one from a version.",
  publication_waits: "Call it off to change the draft, or wait until it is out.",
  no_publication_waits: "Nothing to do: it is out, or was called off.",
  roles_changed_meanwhile: "Look at the person's roles, and change them from there.",
  changed_meanwhile: "Read the draft again, compare, and send your change with its `revision`.",
  does_not_fit: "`edit` counts, from 0, the one that does not fit.",
  template_unsound: "Mend what `problems` names; `readTemplateDesk` says it in words.",
  nothing_changed: "There is nothing to publish.",
  begins_in_the_past: "Give a time ahead, or none to publish at once.",
  other_model: "Send the code of a configuration of `model`, which the sale is of.",
  price_changed:
    "Show both prices and order with the code in `configuration`, if the buyer agrees.",
  sold_out: "Choose another configuration, or ask again later: a cancelled car comes back.",
  bound_already: "Choose another car.",
  not_bound: "Bind the car to an order first.",
  papers_missing: "Accept the papers that the order lists as missing.",
  paper_accepted: "Nothing is to be done: the paper is in order.",
  delivered_already: "Nothing more is to be done.",
  too_early: "`before` names the milestone that must be reached first.",
  too_late: "Choose a time or a milestone that is still ahead.",
  not_at_dealer: "Wait until the car has reached the dealer.",
  not_cleared: "The order lacks money, invoice or papers.",
  hour_full: "Take one of `starts` of `listHandoverTimes`.",
  no_appointment: "Agree on an appointment first.",
  checklist_open: "`open` names the points that were not ticked.",
  unknown_item: "Read the shop again: the rules may have changed.",
  other_rules: "Read the rules again and accept `version`.",
  rules_not_accepted: "Accept the rules in force with `acceptPointsRules`, then ask again.",
  not_enough_points: "`available` is what there is to spend.",
  none_left: "Choose another item; what comes back can be had again.",
  had_enough: "`each` is how many one may have.",
  too_many_coupons: "Use some of them first.",
  unknown_booking: "Check the id; it may be another member's.",
  unknown_dealer: "Take an id from `GET /api/dealers`.",
  unknown_car: "Add the car to your garage first.",
  unknown_service: "Ask a dealer that does this, for services from `GET /api/services`.",
  unknown_coupon: "Read `/api/coupons`: it was used, or has ended.",
  coupon_unfit: "`unfit` says which, and why.",
  bill_reduced: "Take them off first, then choose anew.",
  more_than_bill: "Price the visit again.",
  bill_unchanged: "Name a coupon, or have points to use.",
  moved_meanwhile: "Look at `startAt`, and move the visit from there if it should still move.",
  booked_already: "Go on with `booking`, or ask for another time.",
  slot_taken: "Book one of `offers`, or join the waiting list.",
  booking_closed: "It was cancelled, missed, or the visitor has arrived.",
  too_many_bookings: "Cancel one first, or wait until one is over.",
  not_set_up: "Ask another dealer.",
  agreement_missing: "Let the visitor sign it first.",
  licence_missing: "Look at the licence first.",
  places_free: "Book one of `offers` instead of waiting.",
  waiting_list_full: "Wait for another day or dealer.",
  offer_over: "The place went to the next; you may wait again.",
  not_visited: "Review the visit once it is over.",
  reviewed_already: "A visit has one review.",
  not_reviewed: "Wait for the review.",
  address_missing: "Add an address to the profile first.",
  odometer_lower: "Read the odometer again; `least` is what it showed before.",
  invalid_identity: "Send all eighteen characters, the check digit included.",
  nothing_to_replay: "It can only be discarded.",
  open_business: "Wait until the orders in `open` have ended, or send `wait`: it happens then.",
  reason_missing: "Say why, in a word or two.",
  body_too_large: "Claims take 4 KiB, everything else 64 KiB.",
  not_json: "Set `Content-Type: application/json`.",
  idempotency_conflict: "Use a new key for a new request.",
  too_many_codes: "Once a minute and ten times a day for a number. See `Retry-After`.",
  too_many_requests:
    "Others behind your address count as well, and so does each new `Idempotency-Key`. See `Retry-After`.",
  internal: "It is logged here. Tell us if it stays.",
  provider_unavailable: "Nothing was charged. Ask again after `Retry-After`.",
  maps_unavailable: "Choose a city instead, or ask again after `Retry-After`.",
  busy: "Nothing happened. Ask again after `Retry-After`.",
  unavailable: "Ask again after `Retry-After`; nothing happens twice.",
  stopping: "Nothing happened. Ask again; another node will answer.",
};
