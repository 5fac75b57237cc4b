/** What follows from a member's events: codes are sent, ended sessions are made known. */
import { member } from "../../actors/members/member.ts";
import { revocations } from "../../actors/members/revocations.ts";
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

export const memberPolicies = [codeIsSent, endedSessionIsRevoked];
