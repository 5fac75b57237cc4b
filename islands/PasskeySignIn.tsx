import { useEffect, useRef, useState } from "preact/hooks";
import type { PasskeyText } from "../lib/i18n/passkeys.ts";
import { enterWithPasskey, havePasskeys } from "../lib/shop_ui/passkey.ts";
import { Button } from "../lib/ui/Button.tsx";

interface PasskeySignInProps {
  /** Where to go afterwards; one of our own pages. */
  readonly next: string;
  readonly words: PasskeyText["signIn"];
}

/** Signs in with a passkey: from the field of the number where the browser offers it, or by its button. */
export default function PasskeySignIn({ next, words }: PasskeySignInProps) {
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState(false);
  const waiting = useRef<AbortController | undefined>();

  const enter = async (conditional: boolean) => {
    waiting.current?.abort();
    const { signal } = waiting.current = new AbortController();
    setFailed(false);
    try {
      await enterWithPasskey({ signal, conditional });
      location.assign(next);
    } catch {
      // Whoever has closed the browser's own window knows; nobody asked for the one in the field.
      if (!conditional && !signal.aborted) setFailed(true);
    }
  };

  useEffect(() => {
    if (!havePasskeys()) return;
    setReady(true);
    void PublicKeyCredential.isConditionalMediationAvailable?.().then((offers) => {
      if (offers) void enter(true);
    });
    return () => waiting.current?.abort();
  }, []);

  return (
    <div class="passkey-entry">
      {ready && (
        <Button type="button" size="large" onClick={() => void enter(false)}>
          {words.enter}
        </Button>
      )}
      {failed && <p class="small" role="alert">{words.failed}</p>}
    </div>
  );
}
