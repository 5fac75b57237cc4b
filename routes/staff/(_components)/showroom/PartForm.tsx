import type { ComponentChildren } from "preact";
import type { Template } from "../../../../lib/configurator/template.ts";
import {
  CHAPTERS,
  type Chosen,
  chosenName,
  type Fields,
  first,
} from "../../../../lib/console/template_form.ts";
import type { TemplateWords } from "../../../../lib/console/template_words.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import { Button, ButtonLink } from "../../../../lib/ui/Button.tsx";
import { paintNames } from "../../../../lib/ui/cars/paints.ts";
import { wheelDesigns } from "../../../../lib/ui/cars/Wheel.tsx";
import { Checkbox, Input, Select, TextArea } from "../../../../lib/ui/Field.tsx";
import { ErrorSummary } from "../../../../lib/ui/Notice.tsx";

export interface PartFormProps {
  readonly template: Template;
  readonly revision: number;
  readonly chosen: Chosen;
  readonly fields: Fields;
  readonly wrong: readonly string[];
  readonly words: TemplateWords;
}

/** One part of the draft. It is sent with the revision that it was written on. */
export function PartForm(props: PartFormProps) {
  const { template, revision, chosen, wrong, words } = props;
  const { text } = words;
  const { part, code } = chosen;
  const errors = wrong.map((field) => ({
    id: field,
    text: fill(text.wrongField, { field: fieldName(words, field) }),
  }));
  return (
    <form method="post" class="stack" id="part-form" noValidate>
      <input type="hidden" name="part" value={chosenName(chosen)} />
      <input type="hidden" name="revision" value={revision} />
      {errors.length > 0 && <ErrorSummary title={text.wrong} errors={errors} />}
      {part === "model"
        ? <ModelFields {...props} />
        : part === "story"
        ? <StoryFields {...props} />
        : part === "rules"
        ? <RuleFields {...props} />
        : <ItemFields {...props} />}
      <div class="cluster">
        <Button kind="signal" type="submit" name="do" value="save">{text.save}</Button>
        <ButtonLink kind="quiet" href={`/staff/showroom/${template.model}`}>
          {text.cancel}
        </ButtonLink>
        {code !== undefined && (
          <Button kind="quiet" type="submit" name="do" value="remove">{text.remove}</Button>
        )}
      </div>
    </form>
  );
}

function fieldName({ text }: TemplateWords, field: string): string {
  const [name = "", language] = field.split(/_(?=zh$|en$)/);
  const base = name.startsWith("spec.") ? text.fields.specs : name;
  const { fields } = text;
  const known = Object.hasOwn(fields, base) ? fields[base as keyof typeof fields] : base;
  return language ? `${known} · ${fields[language as "zh" | "en"]}` : known;
}

/** What an input of this name shows and is called. */
function attributes({ fields, wrong, words }: PartFormProps, name: string) {
  return {
    id: name,
    name,
    value: first(fields, name),
    label: fieldName(words, name),
    ...(wrong.includes(name) ? { error: " " } : {}),
  };
}

function Both(props: PartFormProps & { readonly name: string; readonly hint?: string }) {
  const { name, hint } = props;
  return (
    <div class="part-pair">
      <Input {...attributes(props, `${name}_zh`)} lang="zh-Hans" maxLength={200} hint={hint} />
      <Input {...attributes(props, `${name}_en`)} lang="en" maxLength={200} />
    </div>
  );
}

function Boxes(
  { id, name, legend, hint, items, ticked }: {
    readonly id?: string;
    readonly name: string;
    readonly legend: string;
    readonly hint?: string;
    readonly items: readonly (readonly [code: string, label: string])[];
    readonly ticked: readonly string[];
  },
) {
  return (
    <fieldset class="part-boxes" id={id ?? name}>
      <legend class="field__label">{legend}</legend>
      {hint && <p class="field__hint">{hint}</p>}
      {items.map(([code, label]) => (
        <Checkbox
          key={code}
          id={`${name}-${code}`}
          name={name}
          value={code}
          label={label}
          checked={ticked.includes(code)}
        />
      ))}
    </fieldset>
  );
}

function ModelFields(props: PartFormProps) {
  const { text } = props.words;
  return (
    <>
      <Both {...props} name="name" />
      <Both {...props} name="line" />
      <div class="part-pair">
        <Select
          {...attributes(props, "energy")}
          options={(["electric", "range_extended"] as const).map((value) => ({
            value,
            label: text.energies[value],
          }))}
        />
        <Input {...attributes(props, "seats")} type="number" min={2} max={9} />
      </div>
    </>
  );
}

function StoryFields(props: PartFormProps) {
  const { text } = props.words;
  return (
    <>
      {(["zh", "en"] as const).map((language) => {
        const lang = language === "zh" ? "zh-Hans" : "en";
        return (
          <fieldset key={language} class="part-boxes stack">
            <legend class="field__label">{text.fields[language]}</legend>
            <Input {...attributes(props, `headline_${language}`)} lang={lang} maxLength={60} />
            <TextArea
              {...attributes(props, `lead_${language}`)}
              lang={lang}
              rows={2}
              maxLength={200}
            />
            {Array.from({ length: CHAPTERS }, (_, at) => (
              <div key={at} class="stack stack--tight">
                <Input
                  {...attributes(props, `title_${at}_${language}`)}
                  label={fill(text.fields.chapter, { number: String(at + 1) })}
                  lang={lang}
                  maxLength={40}
                />
                <TextArea
                  {...attributes(props, `text_${at}_${language}`)}
                  label={text.fields.chapterText}
                  lang={lang}
                  rows={3}
                  maxLength={400}
                />
              </div>
            ))}
          </fieldset>
        );
      })}
    </>
  );
}

function RuleFields(props: PartFormProps) {
  const { template, fields, words } = props;
  const { text } = words;
  return (
    <>
      <Select
        {...attributes(props, "when")}
        options={template.options.map(({ code, name }) => ({
          value: code,
          label: name[words.language],
        }))}
      />
      <Select
        {...attributes(props, "kind")}
        label={text.fields.rule}
        options={(["requires", "implies", "excludes"] as const).map((value) => ({
          value,
          label: text.kinds[value],
        }))}
      />
      <Boxes
        name="options"
        legend={text.fields.options}
        items={template.options.map(({ code, name }) => [code, name[words.language]])}
        ticked={fields.options ?? []}
      />
      <Both {...props} name="because" hint={text.fields.becauseHint} />
    </>
  );
}

function ItemFields(props: PartFormProps) {
  const { chosen: { part, code }, words: { text } } = props;
  return (
    <>
      <Both {...props} name="name" />
      {code === undefined && (
        <Input {...attributes(props, "code")} hint={text.fields.codeHint} maxLength={32} />
      )}
      {(part === "options" || part === "trims") && (
        <Input {...attributes(props, "price")} inputMode="decimal" before="¥" />
      )}
      {part === "options" && <OptionFields {...props} />}
      {part === "trims" && <TrimFields {...props} />}
      {part === "groups" && (
        <Select
          {...attributes(props, "kind")}
          options={(["one", "any"] as const).map((value) => ({
            value,
            label: text.fields[value],
          }))}
        />
      )}
      {(part === "options" || part === "trims") && (
        <div class="part-pair">
          <Input {...attributes(props, "from")} type="datetime-local" />
          <Input {...attributes(props, "until")} type="datetime-local" />
        </div>
      )}
      <Input {...attributes(props, "place")} type="number" min={1} max={60} />
    </>
  );
}

function OptionFields(props: PartFormProps) {
  const { template, fields, words } = props;
  const { text } = words;
  const choice = (values: readonly string[]) => [
    { value: "", label: text.fields.none },
    ...values.map((value) => ({ value, label: value })),
  ];
  return (
    <>
      <Both {...props} name="note" />
      <Select
        {...attributes(props, "group")}
        options={template.groups.map(({ code, name }) => ({
          value: code,
          label: name[words.language],
        }))}
      />
      <Boxes
        name="trims"
        legend={text.fields.trims}
        hint={text.fields.trimsHint}
        items={template.trims.map(({ code, name }) => [code, name[words.language]])}
        ticked={fields.trims ?? []}
      />
      <Folded title={text.fields.look}>
        <div class="part-pair">
          <Select {...attributes(props, "paint")} options={choice(paintNames)} />
          <Select {...attributes(props, "wheels")} options={choice(wheelDesigns)} />
          <Select {...attributes(props, "roof")} options={choice(["paint", "night"])} />
        </div>
        <div class="part-pair">
          <Input {...attributes(props, "seat")} placeholder="#2a2d30" maxLength={32} />
          <Input {...attributes(props, "accent")} placeholder="#47494b" maxLength={32} />
        </div>
      </Folded>
    </>
  );
}

function TrimFields(props: PartFormProps) {
  const { template, fields, words, chosen } = props;
  const { text, language } = words;
  const ticked = fields.standard ?? [];
  const canHave = (only: readonly string[] | undefined) =>
    chosen.code === undefined || (only?.includes(chosen.code) ?? true);
  return (
    <>
      <Both {...props} name="note" />
      <fieldset class="part-boxes stack">
        <legend class="field__label">{text.fields.standard}</legend>
        {template.groups.map(({ code, name, kind }) => {
          const options = template.options.filter((one) =>
            one.group === code && canHave(one.trims)
          );
          return kind === "one"
            ? (
              <Select
                key={code}
                id={`standard-${code}`}
                name="standard"
                label={name[language]}
                value={options.find((one) => ticked.includes(one.code))?.code ?? ""}
                options={[
                  { value: "", label: text.fields.none },
                  ...options.map((one) => ({ value: one.code, label: one.name[language] })),
                ]}
              />
            )
            : (
              <Boxes
                key={code}
                id={`standard-of-${code}`}
                name="standard"
                legend={name[language]}
                items={options.map((one) => [one.code, one.name[language]])}
                ticked={ticked}
              />
            );
        })}
      </fieldset>
      <Folded title={text.fields.specs}>
        {template.specs.map(({ code, name }) => (
          <div key={code} class="part-pair">
            <Input
              {...attributes(props, `spec.${code}_zh`)}
              label={name.zh}
              lang="zh-Hans"
              maxLength={200}
            />
            <Input
              {...attributes(props, `spec.${code}_en`)}
              label={name.en}
              lang="en"
              maxLength={200}
            />
          </div>
        ))}
      </Folded>
    </>
  );
}

const Folded = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <details class="part-fold">
    <summary>{title}</summary>
    <div class="stack">{children}</div>
  </details>
);
