import { useEffect, useRef, useState } from "preact/hooks";
import { count } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { followStaffSale } from "../../lib/live/follow_staff_sale.ts";
import type { SaleView } from "../../lib/live/protocol.ts";
import type { SaleFigures } from "../../lib/live/staff_figures.ts";
import { Button, ButtonLink } from "../../lib/ui/Button.tsx";
import { Dialog } from "../../lib/ui/Dialog.tsx";
import { Input } from "../../lib/ui/Field.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import type { SaleWords } from "./SaleDashboard.tsx";

type Act = keyof SaleWords["sale"]["do"];

interface SteeringProps {
  readonly sale: SaleView;
  readonly room: SaleFigures["room"];
  readonly words: SaleWords;
  /** As the forms begin. */
  readonly values: {
    readonly opens: string;
    readonly closesAt: string;
    readonly hold: number;
    readonly offer: number;
  };
  /** What is asked about, where a person without script pressed a button. */
  readonly confirm?: Act;
}

const ACTS: Readonly<Record<SaleView["state"], readonly Act[]>> = {
  scheduled: ["adjust", "open"],
  open: ["adjust", "close", "pause"],
  paused: ["adjust", "close", "resume"],
  closed: [],
};

/** What can be done about a waiting room as it stands. */
const roomActs = (sale: SaleView, room: SteeringProps["room"]): readonly Act[] =>
  room ? room.status === "closed" ? [] : ["rate"] : sale.state === "scheduled" ? ["room"] : [];

/** Buttons for what can be done now; each asks once more. Without script they are pages and forms. */
export default function SaleSteering(props: SteeringProps) {
  const { words, values } = props;
  const text = words.sale;
  const [{ sale, room }, setFigures] = useState<Pick<SaleFigures, "sale" | "room">>(props);
  const [act, setAct] = useState(props.confirm);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ tone: "good" | "bad"; text: string }>();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => followStaffSale(props.sale.id, { figures: setFigures }), []);

  const ask = (next: Act) => (event: Event) => {
    event.preventDefault();
    setAct(next);
    setTold(undefined);
    // The dialog has its words before it opens, for those who hear it read.
    requestAnimationFrame(() => {
      const { current } = dialog;
      if (current && !current.open) current.showModal();
    });
  };
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    setBusy(true);
    try {
      const response = await fetch(location.pathname, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new FormData(form),
      });
      // Signed out meanwhile: sent as a form, what was written is kept, to be sent again.
      if (response.status === 401) return form.submit();
      const { ok, code = "other" } = await response.json();
      if (ok && (act === "adjust" || act === "room")) return location.replace(location.pathname);
      setTold(
        ok ? { tone: "good", text: text.done[act!] } : { tone: "bad", text: refusal(text, code) },
      );
      if (ok) dialog.current?.close();
    } catch {
      setTold({ tone: "bad", text: text.refused.other });
    } finally {
      setBusy(false);
    }
  };

  const left = count(Math.max(0, sale.capacity - sale.allocated), words.code);
  const filled = {
    opens: values.opens,
    cars: count(sale.capacity, words.code),
    left,
    waiting: count(sale.waiting, words.code),
  };
  return (
    <div class="console-acts">
      {[...roomActs(sale, room), ...ACTS[sale.state]].map((one) => (
        <span key={one} onClick={ask(one)}>
          <ButtonLink size="small" kind={lookOf(one)} href={`?confirm=${one}`}>
            {text.do[one]}
          </ButtonLink>
        </span>
      ))}
      {told?.tone === "good" && <p class="console-told" role="status">{told.text}</p>}
      <Dialog
        id="steer"
        title={act ? text.confirm[act].title : ""}
        close={text.back}
        dialogRef={dialog}
        open={props.confirm !== undefined}
        {...(act === "close" ? { role: "alertdialog" as const } : {})}
      >
        {act && (
          <form method="post" action={`/staff/sales/${sale.id}`} class="stack" onSubmit={send}>
            <input type="hidden" name="do" value={act} />
            <p>{fill(text.confirm[act].text, filled)}</p>
            <Fields act={act} sale={sale} room={room} words={words} values={values} />
            {told?.tone === "bad" && <Notice tone="bad" live>{told.text}</Notice>}
            <div class="cluster">
              <Button
                type="submit"
                kind={act === "close" ? "danger" : "signal"}
                busy={busy}
              >
                {busy ? text.working : `${text.sure} · ${text.do[act]}`}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </div>
  );
}

/** One warm button on the screen: what most probably comes next. */
const lookOf = (act: Act) =>
  act === "open" || act === "resume" ? "signal" : act === "close" ? "danger" : "plain";

const refusal = (text: SaleWords["sale"], code: string): string =>
  text.refused[code as keyof typeof text.refused] ?? text.refused.other;

/** With values to begin with: the sale moves while somebody writes, and what they wrote must not. */
function Fields({ act, sale, room, words, values }: Omit<SteeringProps, "confirm"> & { act: Act }) {
  const { sale: text } = words;
  const number = (name: string, label: string, value: number, min = 1) => (
    <Input
      id={`steer-${name}`}
      name={name}
      label={label}
      type="number"
      min={min}
      step={1}
      defaultValue={String(value)}
      required
    />
  );
  // What is sent as it was shown is not sent on: a colleague may have changed it.
  const was = (name: string, value: string | number) => (
    <input type="hidden" name={`was-${name}`} value={String(value)} />
  );
  switch (act) {
    case "adjust":
      return (
        <div class="console-pair">
          {was("capacity", sale.capacity)}
          {was("closesAt", values.closesAt)}
          {was("hold", values.hold)}
          {was("offer", values.offer)}
          {was("titleEn", sale.titleEn ?? "")}
          {number("capacity", text.fields.capacity, sale.capacity, sale.capacity)}
          <Input
            id="steer-closesAt"
            name="closesAt"
            label={text.fields.closesAt}
            type="datetime-local"
            defaultValue={values.closesAt}
          />
          {number("hold", text.fields.hold, values.hold)}
          {number("offer", text.fields.offer, values.offer)}
          <Input
            id="steer-titleEn"
            name="titleEn"
            label={text.fields.titleEn}
            lang="en"
            maxLength={80}
            defaultValue={sale.titleEn ?? ""}
          />
        </div>
      );
    case "rate":
    case "room":
      return (
        <div class="console-pair">
          {number("rate", text.room.rate, room?.ratePerMinute ?? 600, 0)}
          {number("maxActive", text.maxActive, room?.maxActive ?? 500)}
        </div>
      );
    default:
      return null;
  }
}
