import type { ComponentChildren } from "preact";
import type { Template } from "../../../../lib/configurator/template.ts";
import type { Part } from "../../../../lib/console/template_form.ts";
import type { TemplateWords } from "../../../../lib/console/template_words.ts";

interface DraftPartsProps {
  readonly template: Template;
  readonly words: TemplateWords;
  /** What the panel shows, as an address names it. */
  readonly open: string | undefined;
  /** Whether it can be changed: a draft, and none that waits for its time. */
  readonly changeable: boolean;
}

/** Everything that the template is made of, each part with a way to change it. */
export function DraftParts(props: DraftPartsProps) {
  const { template, words } = props;
  const { text, language } = words;
  const sale = (of: { onSale?: { from?: number; until?: number } | undefined }) =>
    of.onSale && <span class="part-sale">{words.onSale(of.onSale)}</span>;
  return (
    <>
      <PartSection {...props} part="trims">
        {template.trims.map((trim) => (
          <PartRow
            key={trim.code}
            {...props}
            name={`trims/${trim.code}`}
            title={trim.name[language]}
            note={trim.note[language]}
            end={words.price(trim.priceFen)}
          >
            {sale(trim)}
          </PartRow>
        ))}
      </PartSection>
      <PartSection {...props} part="options">
        {template.groups.map((group) => (
          <li key={group.code} class="part-group">
            <h3 class="part-group__title">
              {group.name[language]} <span class="quiet">{text.fields[group.kind]}</span>
            </h3>
            <ul class="part-list">
              {template.options.filter((one) => one.group === group.code).map((option) => (
                <PartRow
                  key={option.code}
                  {...props}
                  name={`options/${option.code}`}
                  title={option.name[language]}
                  note={option.trims ? words.names(option.trims) : text.everyTrim}
                  end={words.price(option.priceFen)}
                >
                  {sale(option)}
                </PartRow>
              ))}
            </ul>
          </li>
        ))}
      </PartSection>
      <PartSection {...props} part="rules">
        {template.rules.map((rule, at) => (
          <PartRow
            key={at}
            {...props}
            name={`rules/${at}`}
            title={words.rule(rule)}
            note={rule.because[language]}
          />
        ))}
      </PartSection>
      <PartSection {...props} part="groups">
        {template.groups.map(({ code, name, kind }) => (
          <PartRow
            key={code}
            {...props}
            name={`groups/${code}`}
            title={name[language]}
            note={text.fields[kind]}
          />
        ))}
      </PartSection>
      <PartSection {...props} part="specs">
        {template.specs.map(({ code, name }) => (
          <PartRow key={code} {...props} name={`specs/${code}`} title={name[language]} />
        ))}
      </PartSection>
    </>
  );
}

function PartSection(
  { part, words: { text }, template, changeable, children }:
    & DraftPartsProps
    & { readonly part: Part; readonly children: ComponentChildren },
) {
  return (
    <section class="console-section" aria-labelledby={`part-${part}`}>
      <header class="between">
        <h2 class="console-title" id={`part-${part}`}>{text.lists[part]}</h2>
        {changeable && (
          <a
            href={`/staff/showroom/${template.model}?edit=${part}/#panel`}
            aria-label={`${text.add}: ${text.one[part]}`}
          >
            {text.add}
          </a>
        )}
      </header>
      <ul class="part-list">{children}</ul>
    </section>
  );
}

interface PartRowProps extends DraftPartsProps {
  readonly name: string;
  readonly title: string;
  readonly note?: string;
  readonly end?: string;
  readonly children?: ComponentChildren;
}

function PartRow(props: PartRowProps) {
  const { name, title, note, end, children, template, open, changeable } = props;
  return (
    <li class={open === name ? "part-row part-row--open" : "part-row"}>
      <span class="part-row__title">
        {changeable
          ? (
            <a
              href={`/staff/showroom/${template.model}?edit=${name}#panel`}
              aria-current={open === name ? "true" : undefined}
            >
              {title}
            </a>
          )
          : title}
        {children}
      </span>
      {note && <span class="part-row__note">{note}</span>}
      {end && <span class="part-row__end figures">{end}</span>}
    </li>
  );
}
