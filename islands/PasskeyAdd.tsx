import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { PasskeyText } from "../lib/i18n/passkeys.ts";
import { addPasskey, havePasskeys } from "../lib/shop_ui/passkey.ts";
import { Button } from "../lib/ui/Button.tsx";

interface PasskeyAddProps {
  readonly words: PasskeyText["add"];
  /** The field of the passkey's name, drawn by the page: the browser need not know how. */
  readonly children: ComponentChildren;
}

/** Adds a passkey of this device. Where it can have none, it says so. */
export default function PasskeyAdd({ words, children }: PasskeyAddProps) {
  const [can, setCan] = useState<boolean>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => setCan(havePasskeys()), []);

  const add = async () => {
    setBusy(true);
    setFailed(undefined);
    try {
      await addPasskey(self.current?.querySelector("input")?.value ?? "");
      location.assign("/my/security?done=added#passkeys");
    } catch (error) {
      const { name: kind, message } = error as Error;
      const refusals: Readonly<Record<string, string>> = words.refused;
      // The device has one for this account, and says so instead of making another.
      const known = kind === "InvalidStateError" ? words.refused.passkey_known : refusals[message];
      setFailed(known ?? words.failed);
      setBusy(false);
    }
  };

  if (can === false) {
    return (
      <div class="passkey-add">
        <p class="quiet small">{words.cannot}</p>
      </div>
    );
  }
  return (
    <div class="passkey-add" ref={self}>
      {children}
      <div>
        <Button kind="signal" type="button" disabled={busy || !can} onClick={() => void add()}>
          {words.do}
        </Button>
      </div>
      {failed && <p class="small" role="alert">{failed}</p>}
    </div>
  );
}
