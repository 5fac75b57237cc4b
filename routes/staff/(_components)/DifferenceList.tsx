import { shortId } from "../../../lib/ids/short_id.ts";
import { PlaceLink } from "./Allowed.tsx";
import {
  type ComparedDay,
  type Difference,
  differenceKey,
} from "../../../actors/sales/reconciliation.ts";
import { stamp } from "../../../lib/console/times.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { ReconciliationText } from "../../../lib/i18n/reconciliation.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input } from "../../../lib/ui/Field.tsx";

interface DifferenceListProps {
  readonly provider: string;
  readonly day: string;
  readonly compared: ComparedDay;
  readonly text: ReconciliationText;
  /** The language's code, for figures. */
  readonly code: string;
}

/** A day's differences, each with what to do about it. */
export function DifferenceList(props: DifferenceListProps) {
  const { provider, day, compared, text, code } = props;
  const { comparison, settled } = compared;
  const side = (fen: number | undefined, status: Difference["ours"]): string =>
    [
      fen === undefined ? text.absent : yuan(fen, code),
      ...(status ? [text.entry[status]] : []),
    ].join(" ");
  return (
    <>
      {(comparison?.differences ?? []).map((one) => {
        const key = differenceKey(one);
        const done = settled.get(key);
        const id = `${provider}-${day}-${key}`.replaceAll(/[^\w-]/g, "_");
        return (
          <article key={key} class="console-letter" aria-label={text.kind[one.kind]}>
            <p class="figures">{day}</p>
            <div>
              <p>
                {text.kind[one.kind]} {done && <Badge tone="good">{text.settled}</Badge>}
              </p>
              <p class="quiet small figures">
                <PlaceLink href={`/staff/actors/payment/${encodeURIComponent(one.paymentId)}`}>
                  {`${one.refundId ? text.refund : text.payment} ${shortId(one.paymentId)}`}
                </PlaceLink>
              </p>
              <p class="small figures">
                {fill(text.sides, {
                  ours: side(one.oursFen, one.ours),
                  theirs: side(one.theirsFen, one.theirs),
                })}
              </p>
            </div>
            <p class="small">
              {done
                ? fill(text.settledBy, {
                  who: shortId(done.by),
                  time: stamp(done.at),
                  note: done.note,
                })
                : text.todo[one.kind]}
            </p>
            <div class="console-letter__acts">
              {!done && (
                <details class="fold">
                  <summary>{text.settle}</summary>
                  <form method="post">
                    <input type="hidden" name="do" value="settle" />
                    <input type="hidden" name="provider" value={provider} />
                    <input type="hidden" name="day" value={day} />
                    <input type="hidden" name="key" value={key} />
                    <Input
                      id={`note-${id}`}
                      name="note"
                      label={text.note}
                      hint={text.noteHint}
                      maxLength={200}
                      required
                    />
                    <Button size="small" type="submit">{text.settle}</Button>
                  </form>
                </details>
              )}
            </div>
          </article>
        );
      })}
      {(comparison?.more ?? 0) > 0 && (
        <p class="quiet">{fill(text.more, { n: String(comparison!.more) })}</p>
      )}
    </>
  );
}
