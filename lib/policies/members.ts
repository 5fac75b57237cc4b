/** What follows from a member's events: codes are sent, ended sessions are made known. */
import { member } from "../../actors/members/member.ts";
import { passkeys } from "../../actors/members/passkeys.ts";
import { revocations } from "../../actors/members/revocations.ts";
import { staff } from "../../actors/platform/staff.ts";
import { sms } from "../adapters/sms/port.ts";
import { call, definePolicy, send } from "../kernel/mod.ts";

const codeIsSent = definePolicy("code_is_sent", member, {
  code_requested: ({ nonce }, { id }) => [
    call(sms, { template: "sign_in_code", memberId: id, nonce }),
  ],
});

const endedSessionIsRevoked = definePolicy("ended_session_is_revoked", member, {
  signed_out: (session) => [send(revocations("all"), "revoke", session)],
});

const passkeysOfStaffAreCounted = definePolicy("passkeys_of_staff_are_counted", staff, {
  appointed: ({ memberId }) => [send(passkeys(memberId), "recount", {})],
});

const countedPasskeysAreTold = definePolicy("counted_passkeys_are_told", passkeys, {
  counted: ({ keys }, { id }) => [send(staff("all"), "note_keys", { memberId: id, keys })],
});

export const memberPolicies = [
  codeIsSent,
  endedSessionIsRevoked,
  passkeysOfStaffAreCounted,
  countedPasskeysAreTold,
];
