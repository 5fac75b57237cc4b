import { useEffect, useState } from "preact/hooks";
import type { AppText } from "../lib/i18n/app.ts";
import { Button } from "../lib/ui/Button.tsx";
import { Notice } from "../lib/ui/Notice.tsx";

interface PushSwitchProps {
  /** What this device subscribes with. */
  readonly applicationServerKey: string;
  /** How many devices of the member are on. */
  readonly devices: number;
  readonly words: AppText["push"];
  /** Of the messages: the language of the page. */
  readonly language: string;
}

type Standing = "asking" | "missing" | "denied" | "off" | "on";

const DEVICES = "/api/push/devices";

/** Turns notifications on and off for the device that shows it. */
export default function PushSwitch(props: PushSwitchProps) {
  const { applicationServerKey, words, language } = props;
  const [standing, setStanding] = useState<Standing>("asking");
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    void (async () => {
      const here = await standingHere();
      // Another member may have turned it on, and signed out without our script.
      const known = here === "on" && props.devices > 0;
      if (known) await post(`${DEVICES}?lang=${language}`, await subscriptionHere());
      setStanding(here === "on" && !known ? "off" : here);
    })().catch(() => setStanding("missing"));
  }, []);

  const change = (act: () => Promise<Standing>) => async () => {
    setBusy(true);
    setFailed(false);
    try {
      setStanding(await act());
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  const turnOn = change(async () => {
    if (await Notification.requestPermission() !== "granted") return await standingHere();
    const { pushManager } = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey };
    const subscription = await pushManager.subscribe(options).catch(async (error) => {
      // Tied to a key that is no longer ours.
      const old = await pushManager.getSubscription();
      if (!old) throw error;
      await old.unsubscribe();
      return await pushManager.subscribe(options);
    });
    await post(`${DEVICES}?lang=${language}`, subscription);
    return "on";
  });
  const turnOff = change(async () => {
    const subscription = await subscriptionHere();
    if (subscription) {
      await post(`${DEVICES}/remove`, { endpoint: subscription.endpoint });
      await subscription.unsubscribe();
    }
    return "off";
  });

  return (
    <div class="stack stack--tight" aria-live="polite">
      {standing === "asking" && <p class="quiet">{props.devices > 0 ? words.on : words.off}</p>}
      {standing === "missing" && <Notice>{words.missing}</Notice>}
      {standing === "denied" && <Notice tone="warn">{words.denied}</Notice>}
      {standing === "on" && <p>{words.on}</p>}
      {standing === "off" && <p class="quiet">{words.off}</p>}
      {failed && <Notice tone="bad">{words.failed}</Notice>}
      <div style="min-block-size: 3rem">
        {standing === "off" && (
          <Button kind="signal" disabled={busy} onClick={turnOn}>{words.turnOn}</Button>
        )}
        {standing === "on" && (
          <Button kind="quiet" disabled={busy} onClick={turnOff}>{words.turnOff}</Button>
        )}
      </div>
    </div>
  );
}

async function standingHere(): Promise<Standing> {
  if (!("serviceWorker" in navigator && "PushManager" in globalThis)) return "missing";
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && await subscriptionHere() ? "on" : "off";
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const { pushManager } = await navigator.serviceWorker.ready;
  return await pushManager.getSubscription();
}

async function post(path: string, body: unknown): Promise<void> {
  const { ok, status } = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!ok) throw new Error(`${path} answered ${status}`);
}
