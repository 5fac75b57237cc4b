import type { ComponentChildren } from "preact";
import { beijing } from "../../../lib/i18n/figures.ts";
import { type DrawText, drawText } from "../../../lib/i18n/draws.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { ShownDraw } from "./draw.ts";

interface DrawProofProps {
  readonly saleId: string;
  readonly draw: ShownDraw;
  readonly origin: string;
  readonly memberId: string | undefined;
  readonly code: string;
}

/** What was published about a draw, when, and the command that computes it anew. */
export function DrawProof(
  { saleId, draw: { row, shown }, origin, memberId, code }: DrawProofProps,
) {
  const { proof: text } = drawText(code);
  const journal = `/api/sales/${saleId}/draw/journal`;
  const { revealed, list } = row;
  return (
    <section class="stack proof" id="proof">
      <h2 class="type-xl">{text.title}</h2>
      <p>{text.intro}</p>
      <div class="proof__parts">
        <Facts
          title={text.before}
          facts={[
            [text.commitment, <code key="c">{row.commitment}</code>],
            [
              text.round,
              fill(text.roundValue, {
                round: String(row.round),
                time: beijing(shown.roundAt, code, "moment"),
              }),
            ],
            [text.chain, <code key="b">{row.beacon.chain}</code>],
          ]}
        />
        <Facts
          title={text.after}
          facts={[
            [text.list, list ? <code key="l">{list}</code> : text.listLater],
            [text.randomness, revealed ? <code key="r">{revealed.randomness}</code> : text.later],
            [text.secret, revealed ? <code key="s">{revealed.secret}</code> : text.later],
          ]}
        />
      </div>
      <Recompute
        command={`deno task verify ${origin}${journal}`}
        memberId={memberId}
        text={text}
      />
      <p class="cluster">
        <a href={journal}>{text.journal}</a>
        <a href={`/api/sales/${saleId}/draw`}>{text.data}</a>
      </p>
    </section>
  );
}

function Facts(
  { title, facts }: { title: string; facts: readonly (readonly [string, ComponentChildren])[] },
) {
  return (
    <div>
      <h3 class="proof__title">{title}</h3>
      <dl class="proof__facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="figures">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface RecomputeProps {
  readonly command: string;
  readonly memberId: string | undefined;
  readonly text: Pick<DrawText["proof"], "self" | "selfText" | "mine">;
}

/** The exact command, with the member's own id where somebody is signed in. */
export function Recompute({ command, memberId, text }: RecomputeProps) {
  return (
    <div class="stack stack--tight">
      <h3 class="proof__title">{text.self}</h3>
      <p>
        {text.selfText}
        {memberId && ` ${text.mine}`}
      </p>
      <pre class="proof__command" tabIndex={0}>
        <code>{memberId ? `${command} \\\n  --member ${memberId}` : command}</code>
      </pre>
    </div>
  );
}
