import { useEffect, useState } from "preact/hooks";
import type { PasskeyText } from "../lib/i18n/passkeys.ts";
import { addPasskey, havePasskeys } from "../lib/shop_ui/passkey.ts";
import { Button } from "../lib/ui/Button.tsx";
import { Input } from "../lib/ui/Field.tsx";
import { Notice } from "../lib/ui/Notice.tsx";

/** Adds a passkey of this device. Where it can have none, it says so. */
export default function PasskeyAdd({ words }: { words: PasskeyText["add"] }) {
  const [can, setCan] = useState<boolean>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const [name, setName] = useState("");
  useEffect(() => setCan(havePasskeys()), []);

  const add = async () => {
    setBusy(true);
    setFailed(undefined);
    try {
      await addPasskey(name);
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

  if (can === false) return <p class="quiet small">{words.cannot}</p>;
  return (
    <div class="passkey-add">
      <Input
        id="passkey-name"
        maxLength={40}
        autoComplete="off"
        label={words.name}
        hint={words.nameHint}
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <div>
        <Button kind="signal" type="button" disabled={busy || !can} onClick={() => void add()}>
          {words.do}
        </Button>
      </div>
      {failed && <Notice tone="bad" live>{failed}</Notice>}
    </div>
  );
}
