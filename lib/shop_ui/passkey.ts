/** WebAuthn as pages use it: the API's options made into what the browser takes, and its answer sent. */

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/** Passkeys belong to names: an address in digits has none. */
export const havePasskeys = (): boolean =>
  "PublicKeyCredential" in globalThis && !/^[\d.]+$|:/.test(location.hostname);

/** @throws {Error} whose message is the code of what went wrong */
async function ask(path: string, body?: unknown) {
  const response = await fetch(path, {
    method: "POST",
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.code);
  return answer;
}

function sent({ id, type, response }: PublicKeyCredential, fields: readonly string[]) {
  const read = response as unknown as Record<string, ArrayBuffer | null>;
  const made = fields.flatMap((name) => read[name] ? [[name, text(read[name])]] : []);
  return { id, rawId: id, type, clientExtensionResults: {}, response: Object.fromEntries(made) };
}

const keys = (list: readonly { id: string }[]) =>
  list.map(({ id }) => ({ type: "public-key" as const, id: bytes(id) }));

/** Signs in; with `conditional` the browser offers passkeys where the number is written. */
export async function enterWithPasskey(
  options: { readonly signal: AbortSignal; readonly conditional?: boolean },
): Promise<void> {
  const wanted = await ask("/api/auth/passkeys/challenge");
  const credential = await navigator.credentials.get({
    signal: options.signal,
    ...(options.conditional ? { mediation: "conditional" as const } : {}),
    publicKey: {
      ...wanted,
      challenge: bytes(wanted.challenge),
      allowCredentials: keys(wanted.allowCredentials),
    },
  });
  const parts = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
  await ask("/api/auth/passkeys/session", sent(credential as PublicKeyCredential, parts));
}

/** Makes a passkey on this device and adds it. */
export async function addPasskey(name: string): Promise<void> {
  const own = "/api/members/me/passkeys";
  const wanted = await ask(`${own}/challenge`);
  const credential = await navigator.credentials.create({
    publicKey: {
      ...wanted,
      challenge: bytes(wanted.challenge),
      user: { ...wanted.user, id: bytes(wanted.user.id) },
      excludeCredentials: keys(wanted.excludeCredentials),
    },
  }) as PublicKeyCredential;
  const made = sent(credential, ["clientDataJSON", "attestationObject"]);
  const transports = (credential.response as AuthenticatorAttestationResponse).getTransports?.() ??
    [];
  await ask(own, { name, credential: { ...made, response: { ...made.response, transports } } });
}
