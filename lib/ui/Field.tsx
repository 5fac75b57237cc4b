import type {
  ComponentChildren,
  InputHTMLAttributes,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "preact";
import { Icon } from "./Icon.tsx";

interface Words {
  readonly id: string;
  readonly label: ComponentChildren;
  /** What to enter, said before anything is wrong. */
  readonly hint?: ComponentChildren;
  /** What is wrong and how to mend it. */
  readonly error?: ComponentChildren;
  /** Said beside the label of a field that may stay empty. */
  readonly optional?: string;
}

type Own<Attributes> = Words & Omit<Attributes, "id" | "label" | "class" | "optional">;

const describedBy = ({ id, hint, error }: Words): string | undefined =>
  [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;

/** What a control says about itself to assistive technology. */
const spoken = (words: Words) => ({
  id: words.id,
  "aria-describedby": describedBy(words),
  "aria-invalid": words.error ? "true" as const : undefined,
});

/** A page that came back begins where something is to be mended: further down it would not be seen. */
const begun = ({ error }: Words) => error ? { autofocus: true } : {};

function Notes({ id, hint, error }: Words) {
  return (
    <>
      {error && (
        <p class="field__error" id={`${id}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
      {hint && <p class="field__hint" id={`${id}-hint`}>{hint}</p>}
    </>
  );
}

function Labelled({ words, children }: { words: Words; children: ComponentChildren }) {
  return (
    <div class={words.error ? "field field--wrong" : "field"}>
      <label class="field__label" for={words.id}>
        {words.label}
        {words.optional && <span class="field__optional">{words.optional}</span>}
      </label>
      {children}
      <Notes {...words} />
    </div>
  );
}

export function Input(
  { id, label, hint, error, optional, before, after, ...rest }:
    & Own<InputHTMLAttributes>
    & { readonly before?: ComponentChildren; readonly after?: ComponentChildren },
) {
  const words = { id, label, hint, error, optional };
  return (
    <Labelled words={words}>
      <div class="field__box">
        {before && <span class="field__side">{before}</span>}
        <input class="field__control" {...begun(words)} {...rest} {...spoken(words)} />
        {after && <span class="field__side">{after}</span>}
      </div>
    </Labelled>
  );
}

export function TextArea(
  { id, label, hint, error, optional, ...rest }: Own<TextareaHTMLAttributes>,
) {
  const words = { id, label, hint, error, optional };
  return (
    <Labelled words={words}>
      <div class="field__box">
        <textarea class="field__control" rows={4} {...begun(words)} {...rest} {...spoken(words)} />
      </div>
    </Labelled>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export function Select(
  { id, label, hint, error, optional, options, value, ...rest }:
    & Own<SelectHTMLAttributes>
    & { readonly options: readonly Option[]; readonly value?: string },
) {
  const words = { id, label, hint, error, optional };
  return (
    <Labelled words={words}>
      <div class="field__box">
        <select class="field__control" {...begun(words)} {...rest} {...spoken(words)}>
          {options.map((one) => (
            <option
              key={one.value}
              value={one.value}
              disabled={one.disabled}
              selected={one.value === value}
            >
              {one.label}
            </option>
          ))}
        </select>
        <span class="field__arrow">
          <Icon name="down" />
        </span>
      </div>
    </Labelled>
  );
}

export function Checkbox({ id, label, hint, error, optional, ...rest }: Own<InputHTMLAttributes>) {
  const words = { id, label, hint, error, optional };
  return (
    <div class={error ? "tick field--wrong" : "tick"}>
      <input class="choice__control" {...rest} {...spoken(words)} type="checkbox" />
      <label class="choice__label" for={id}>{label}</label>
      <Notes {...words} />
    </div>
  );
}

/** One of a few, all in sight; each may carry what it adds to the price or what it means. */
export interface RadioChoice extends Option {
  readonly detail?: ComponentChildren;
  readonly end?: ComponentChildren;
}

interface RadioGroupProps extends Words {
  readonly name: string;
  readonly options: readonly RadioChoice[];
  readonly value?: string;
  readonly required?: boolean;
  readonly onChoose?: (value: string) => void;
}

export function RadioGroup(
  { name, options, value, required, onChoose, ...words }: RadioGroupProps,
) {
  const { id, label, error } = words;
  return (
    <fieldset
      class={error ? "radios field--wrong" : "radios"}
      id={id}
      aria-describedby={describedBy(words)}
    >
      <legend class="field__label">{label}</legend>
      {options.map((one) => (
        <label key={one.value} class="radio">
          <input
            class="choice__control"
            type="radio"
            name={name}
            value={one.value}
            checked={one.value === value}
            disabled={one.disabled}
            required={required}
            onChange={onChoose && (() => onChoose(one.value))}
          />
          <span class="radio__label">
            {one.label}
            {one.detail && <small>{one.detail}</small>}
          </span>
          {one.end && <span class="radio__end figures">{one.end}</span>}
        </label>
      ))}
      <Notes {...words} />
    </fieldset>
  );
}
