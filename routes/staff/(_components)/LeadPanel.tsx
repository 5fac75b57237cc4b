import type { ComponentChildren } from "preact";
import { shortId } from "../../../lib/ids/short_id.ts";
import { IfAllowed } from "./Allowed.tsx";
import type { LeadState } from "../../../actors/sales/lead.ts";
import type { Colleague } from "../../../lib/console/people.ts";
import { span, stamp } from "../../../lib/console/times.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { StaffText } from "../../../lib/i18n/staff.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";
import { SidePanel } from "../../../lib/ui/Staff.tsx";
import { toneOf } from "./tones.ts";

interface LeadPanelProps {
  readonly chosen: {
    readonly id: string;
    readonly state: LeadState;
    readonly phone: string | undefined;
  };
  /** What came of what was done with it last. */
  readonly told: ComponentChildren;
  readonly staff: StaffText;
  readonly colleagues: readonly Colleague[];
  readonly titleOf: (saleId: string) => string;
  readonly close: string;
  /** The same page with another lead beside it. */
  readonly href: (id: string) => string;
}

/** One lead beside the table: what became of the person, and what to do about it. */
export function LeadPanel(
  { chosen, told, staff, colleagues, titleOf, close, href }: LeadPanelProps,
) {
  const { id, state, phone } = chosen;
  const { entries, assignee, firstResponseAt, responses = 0, mergedInto, duplicates = [] } = state;
  const text = staff.leads;
  const first = Math.min(...entries.map(({ enteredAt }) => enteredAt));
  const owner = colleagues.find((one) => one.id === assignee)?.name;
  const facts = [
    [text.phone, phone ?? text.noPhone],
    [text.owner, owner ?? (assignee ? shortId(assignee) : text.nobody)],
    [
      text.response,
      firstResponseAt === undefined ? text.cares.new : span(firstResponseAt - first, staff),
    ],
  ];
  return (
    <SidePanel
      id="lead"
      title={<span class="console-person">{shortId(id)}</span>}
      close={{ label: text.close, href: close }}
    >
      {told}
      <section class="console-panelpart">
        <dl class="console-facts">
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd class="figures">{value}</dd>
            </div>
          ))}
        </dl>
        {responses > 1 && (
          <p class="quiet small">{fill(text.responses, { n: String(responses) })}</p>
        )}
      </section>
      <section class="console-panelpart">
        <h3 class="console-title">{text.entries}</h3>
        {entries.map((entry) => (
          <div key={entry.saleId} class="console-entry">
            <p>
              <a href={`/staff/sales/${entry.saleId}`}>{titleOf(entry.saleId)}</a>
              <Badge tone={toneOf(entry.outcome)}>{text.outcomes[entry.outcome]}</Badge>
            </p>
            <p class="quiet small figures">
              <span>{fill(text.position, { n: String(entry.position) })}</span>
              <span>{stamp(entry.updatedAt)}</span>
            </p>
          </div>
        ))}
      </section>
      {mergedInto !== undefined
        ? (
          <section class="console-panelpart">
            <form method="post">
              <input type="hidden" name="do" value="split" />
              <p>
                {text.mergedInto}{" "}
                <a class="console-person" href={href(mergedInto)}>{shortId(mergedInto)}</a>
              </p>
              <Button size="small" type="submit">{text.split}</Button>
            </form>
          </section>
        )
        : (
          <>
            <section class="console-panelpart">
              <form method="post">
                <input type="hidden" name="do" value="respond" />
                <Select
                  id="channel"
                  name="channel"
                  label={text.channel}
                  value="call"
                  options={Object.entries(text.channels).map(([value, label]) => ({
                    value,
                    label,
                  }))}
                />
                <Button
                  size="small"
                  type="submit"
                  kind={firstResponseAt === undefined ? "signal" : "plain"}
                >
                  {text.respond}
                </Button>
              </form>
            </section>
            <section class="console-panelpart">
              <form method="post">
                <input type="hidden" name="do" value="assign" />
                <Select
                  id="staff"
                  name="staff"
                  label={text.assign}
                  value={assignee ?? colleagues[0]?.id ?? ""}
                  options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
                />
                <Button size="small" type="submit">{text.assignDo}</Button>
              </form>
            </section>
            <section class="console-panelpart">
              {duplicates.length > 0
                ? (
                  <>
                    <h3 class="console-title">{text.duplicates}</h3>
                    <ul>
                      {duplicates.map((duplicate) => (
                        <li key={duplicate}>
                          <a class="console-person" href={href(duplicate)}>{shortId(duplicate)}</a>
                        </li>
                      ))}
                    </ul>
                  </>
                )
                : (
                  <details class="fold">
                    <summary>{text.merge}</summary>
                    <form method="post">
                      <input type="hidden" name="do" value="merge" />
                      <Input
                        id="into"
                        name="into"
                        label={text.mergeId}
                        hint={text.mergeHint}
                        maxLength={64}
                        required
                      />
                      <Button size="small" type="submit">{text.mergeDo}</Button>
                    </form>
                  </details>
                )}
            </section>
          </>
        )}
      <IfAllowed to="machinery.see">
        <p class="console-panelpart small">
          <a href={`/staff/actors/lead/${id}`}>{text.inspect}</a>
        </p>
      </IfAllowed>
    </SidePanel>
  );
}
