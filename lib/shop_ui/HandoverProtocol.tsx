/**
 * The protocol of a handover, on one page: the car, what was gone through, what came with it, and
 * who signed. What nobody has said yet is a line or a box for the pen.
 */
import { beijing } from "../i18n/figures.ts";
import type { HandoverProtocolText } from "../i18n/handover_protocol.ts";
import { fill } from "../i18n/language.ts";
import { Fact, Sheet, type SheetOf } from "./SheetParts.tsx";
import { Drawn, type Signature } from "./Signed.tsx";

interface Point {
  readonly name: string;
  readonly done: boolean;
}

export interface ProtocolData {
  readonly id: string;
  readonly car: string;
  readonly paint: string | undefined;
  readonly interior: string | undefined;
  readonly configuration: string;
  readonly vin: string;
  readonly invoice: string | undefined;
  /** The name lies with the buyer: staff's paper has a line for it. */
  readonly buyer: string | undefined;
  /** When it was handed over; undefined while that lies ahead. */
  readonly handedOverAt: number | undefined;
  readonly agreedAt: number | undefined;
  readonly dealer: { readonly name: string; readonly address: string } | undefined;
  readonly mileageKm: number | undefined;
  readonly checklist: readonly Point[];
  readonly handed: readonly Point[];
  /** Undefined where nothing was signed yet: then there is room to write. */
  readonly remarks: string | undefined;
  /** `broken` where what is kept is not what was sealed. */
  readonly signature: Signature | "broken" | undefined;
  readonly seal: string | undefined;
  readonly printedAt: number;
}

function Points({ title, points, text }: {
  readonly title: string;
  readonly points: readonly Point[];
  readonly text: HandoverProtocolText;
}) {
  return (
    <section class="protocol__part">
      <h2>{title}</h2>
      <ul class="protocol__points">
        {points.map(({ name, done }) => (
          <li key={name}>
            <svg viewBox="0 0 12 12" role="img" aria-label={done ? text.ticked : text.unticked}>
              <rect x="0.5" y="0.5" width="11" height="11" />
              {done && <path d="M2.6 6.2 5 8.6 9.6 3.4" />}
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Signatures({ data, text, time }: {
  readonly data: ProtocolData;
  readonly text: HandoverProtocolText;
  readonly time: (at: number) => string;
}) {
  const { signature, handedOverAt, seal } = data;
  const signed = typeof signature === "object" ? signature : undefined;
  return (
    <>
      <div class="protocol__signs">
        <div>
          <p>{text.signBuyer}</p>
          <div class="protocol__sign">
            {signed?.kind === "drawn" && <Drawn strokes={signed.strokes} label={text.signBuyer} />}
            {signed?.kind === "typed" && <p>{fill(text.typed, { name: signed.name })}</p>}
          </div>
          <p class="figures">
            {text.date} {signed && handedOverAt !== undefined && time(handedOverAt)}
          </p>
        </div>
        <div>
          <p>{text.signDealer}</p>
          <div class="protocol__sign" />
          <p>{text.date}</p>
        </div>
      </div>
      {seal && (
        <p class="quiet small protocol__seal">
          {signed ? fill(text.sealed, { seal }) : text.broken}
        </p>
      )}
    </>
  );
}

export function HandoverProtocol(sheet: SheetOf<ProtocolData, HandoverProtocolText>) {
  const { data, text, code } = sheet;
  const time = (at: number) => beijing(at, code, "dated");
  const { handedOverAt, agreedAt, dealer, mileageKm } = data;
  const at = handedOverAt ?? agreedAt;
  return (
    <Sheet {...sheet} class="protocol">
      <dl class="sheet__facts">
        <Fact name={text.car}>{data.car}</Fact>
        <Fact name={text.vin}>{data.vin}</Fact>
        {data.paint && <Fact name={text.paint}>{data.paint}</Fact>}
        {data.interior && <Fact name={text.interior}>{data.interior}</Fact>}
        <Fact name={text.configuration}>{data.configuration}</Fact>
        <Fact name={text.invoice}>{data.invoice}</Fact>
        <Fact name={handedOverAt === undefined ? text.agreedAt : text.at}>
          {at !== undefined && time(at)}
        </Fact>
        <Fact name={text.mileage}>
          {mileageKm === undefined
            ? <span class="protocol__unit">{text.kmUnit}</span>
            : fill(text.km, { km: String(mileageKm) })}
        </Fact>
        <Fact name={text.place}>
          {dealer && (
            <>
              {dealer.name}
              <span class="quiet small protocol__address">{dealer.address}</span>
            </>
          )}
        </Fact>
        <Fact name={text.buyer}>{data.buyer}</Fact>
      </dl>
      <Points title={text.checklist} points={data.checklist} text={text} />
      <Points title={text.handed} points={data.handed} text={text} />
      <section class="protocol__part">
        <h2>{text.remarks}</h2>
        {data.remarks === undefined
          ? <div class="protocol__lines" />
          : <p class="protocol__remarks">{data.remarks}</p>}
      </section>
      <p>{text.statement}</p>
      <Signatures data={data} text={text} time={time} />
    </Sheet>
  );
}
