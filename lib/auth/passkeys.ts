/** Passkeys at the edge: challenges that need no store, and signatures checked before an actor decides. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { PasskeysState } from "../../actors/members/passkeys.ts";

const CHALLENGE_MS = 5 * 60_000;
const RANDOM_BYTES = 16;
const TIME_BYTES = 8;
const MAC_BYTES = 18;
const BASE64URL = { alphabet: "base64url" } as const;

/** ES256, EdDSA and RS256, in COSE's numbers: what authenticators have. */
const ALGORITHMS = [-7, -8, -257];

/** Whom a passkey is for: it is bound to the RP id and used on these origins only. */
export interface RelyingParty {
  readonly id: string;
  readonly origins: readonly string[];
}

/** `PUBLIC_ORIGIN` where it is set, else the host that was asked; a proxy may end TLS before us. */
export function relyingParty(publicOrigin: string | undefined, request: Request): RelyingParty {
  if (publicOrigin) return { id: new URL(publicOrigin).hostname, origins: [publicOrigin] };
  const { host, hostname } = new URL(request.url);
  const named = request.headers.get("host") ?? host;
  const asked = URL.canParse(`http://${named}`) ? new URL(`http://${named}`) : { host, hostname };
  return { id: asked.hostname, origins: [`https://${asked.host}`, `http://${asked.host}`] };
}

/** What a challenge is good for: signing in, or one more passkey of this member. */
export type Purpose = "sign-in" | `register ${string}`;

export interface Spent {
  readonly challenge: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface Registered extends Spent {
  readonly keyId: string;
  readonly credentialId: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly rpId: string;
  readonly transports: string[];
}

export interface Asserted extends Spent {
  readonly keyId: string;
  readonly counter: number;
}

/** Opaque, and short whatever the authenticator calls its key. */
export const keyIdOf = (credentialId: string): string =>
  sha256(new TextEncoder().encode(credentialId)).slice(0, 15).toBase64(BASE64URL);

/** Reading the formats of all authenticators takes a tenth of a second: no start waits for it. */
const webauthn = () => import("@simplewebauthn/server");

export class PasskeyVerifier {
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #publicOrigin: string | undefined;

  constructor({ secret, now, publicOrigin }: {
    readonly secret: string;
    readonly now: () => number;
    readonly publicOrigin?: string | undefined;
  }) {
    this.#key = new TextEncoder().encode(secret);
    this.#now = now;
    this.#publicOrigin = publicOrigin;
  }

  /** Resolves once the first signature will be checked as quickly as any other. */
  async prepare(): Promise<void> {
    await webauthn();
  }

  partyOf(request: Request): RelyingParty {
    return relyingParty(this.#publicOrigin, request);
  }

  /** Bound to what it is for, to the place and to a time, so that nothing of it needs to be kept. */
  challenge(purpose: Purpose, party: RelyingParty): string {
    const bytes = new Uint8Array(RANDOM_BYTES + TIME_BYTES + MAC_BYTES);
    crypto.getRandomValues(bytes.subarray(0, RANDOM_BYTES));
    new DataView(bytes.buffer).setBigUint64(RANDOM_BYTES, BigInt(this.#now() + CHALLENGE_MS));
    bytes.set(this.#mac(bytes.subarray(0, RANDOM_BYTES + TIME_BYTES), purpose, party), 24);
    return bytes.toBase64({ ...BASE64URL, omitPadding: true });
  }

  /** Until when a challenge of ours is good; undefined for one that is not ours, or for something else. */
  #untilOf(challenge: string, purpose: Purpose, party: RelyingParty): number | undefined {
    if (!/^[\w-]{56}$/.test(challenge)) return undefined;
    const bytes = Uint8Array.fromBase64(challenge, BASE64URL);
    const mac = this.#mac(bytes.subarray(0, RANDOM_BYTES + TIME_BYTES), purpose, party);
    const given = bytes.subarray(RANDOM_BYTES + TIME_BYTES);
    let difference = given.length ^ mac.length;
    for (let i = 0; i < mac.length; i++) difference |= mac[i]! ^ given[i]!;
    return difference === 0
      ? Number(new DataView(bytes.buffer).getBigUint64(RANDOM_BYTES))
      : undefined;
  }

  #mac(text: Uint8Array, purpose: Purpose, { id, origins }: RelyingParty): Uint8Array {
    const about = new TextEncoder().encode(`${purpose}\n${id}\n${origins.join(" ")}\n`);
    const whole = new Uint8Array(about.length + text.length);
    whole.set(about);
    whole.set(text, about.length);
    return hmac(sha256, this.#key, whole).subarray(0, MAC_BYTES);
  }

  /** Undefined where anything is not as it should be. */
  async registration(
    response: unknown,
    memberId: string,
    party: RelyingParty,
  ): Promise<Registered | undefined> {
    let spent: Spent | undefined;
    const { verifyRegistrationResponse } = await webauthn();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: (challenge) => {
        const until = this.#untilOf(challenge, `register ${memberId}`, party);
        if (until !== undefined) spent = { challenge, until };
        return until !== undefined;
      },
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(() => ({ verified: false, registrationInfo: undefined }));
    if (!verified || !registrationInfo || !spent) return undefined;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return {
      keyId: keyIdOf(id),
      credentialId: id,
      publicKey: new Uint8Array(publicKey).toBase64(BASE64URL),
      counter,
      rpId: party.id,
      transports: transports.slice(0, 8).map((one) => one.slice(0, 20)),
      ...spent,
    };
  }

  /** Undefined where the key is not among these, or anything is not as it should be. */
  async assertion(
    response: unknown,
    keys: PasskeysState["keys"],
    party: RelyingParty,
  ): Promise<Asserted | undefined> {
    const { id } = response as AuthenticationResponseJSON;
    const keyId = keyIdOf(id);
    const key = keys.get(keyId);
    if (!key || key.credentialId !== id || key.rpId !== party.id) return undefined;
    let spent: Spent | undefined;
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => {
        const until = this.#untilOf(challenge, "sign-in", party);
        if (until !== undefined) spent = { challenge, until };
        return until !== undefined;
      },
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      credential: {
        id,
        publicKey: Uint8Array.fromBase64(key.publicKey, BASE64URL),
        // The actor judges the counter: two nodes must not both take one.
        counter: 0,
      },
      requireUserVerification: true,
    }).catch(() => ({ verified: false, authenticationInfo: undefined }));
    if (!verified || !authenticationInfo || !spent) return undefined;
    return { keyId, counter: authenticationInfo.newCounter, ...spent };
  }
}

/** The options of `navigator.credentials.create`, in the form of JSON that WebAuthn names. */
export const creationOptions = (
  { id }: RelyingParty,
  challenge: string,
  { memberId, name, known }: {
    readonly memberId: string;
    /** What the person recognises the account by, shown by the device. */
    readonly name: string;
    readonly known: readonly string[];
  },
) => ({
  challenge,
  rp: { id, name: "晴川 Qingchuan" },
  user: {
    id: new TextEncoder().encode(memberId).toBase64({ ...BASE64URL, omitPadding: true }),
    name,
    displayName: name,
  },
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key" as const, alg })),
  timeout: CHALLENGE_MS,
  attestation: "none" as const,
  excludeCredentials: known.map((id) => ({ type: "public-key" as const, id })),
  authenticatorSelection: {
    residentKey: "required" as const,
    requireResidentKey: true,
    userVerification: "required" as const,
  },
});

/** Without a list of keys: the device offers those it has for this place. */
export const requestOptions = ({ id }: RelyingParty, challenge: string) => ({
  challenge,
  rpId: id,
  timeout: CHALLENGE_MS,
  userVerification: "required" as const,
  allowCredentials: [],
});

/** Whom an assertion says it is of; its keys decide whether that is so. */
export function memberIdOf(userHandle: unknown): string | undefined {
  // Of base64url no text has a length of one beyond fours: to decode such a one throws.
  if (typeof userHandle !== "string" || !/^[\w-]{2,88}$/.test(userHandle)) return undefined;
  if (userHandle.length % 4 === 1) return undefined;
  const memberId = new TextDecoder().decode(Uint8Array.fromBase64(userHandle, BASE64URL));
  return /^[\w-]{1,64}$/.test(memberId) ? memberId : undefined;
}
