/** JSON Schema as people read it: flat rows of fields, and an example. */

/** What our schemas use of JSON Schema 2020-12. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export type Schemas = Readonly<Record<string, Schema>>;

export interface Field {
  /** Dotted where it is inside another. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** The fields of an object, or one nameless field of what is none. */
export function fieldsOf(schema: Schema, schemas: Schemas, prefix = ""): Field[] {
  const { properties, required = [] } = resolve(schema, schemas);
  if (!properties) {
    return [{
      name: "",
      type: typeText(schema, schemas),
      required: true,
      description: schema.description ?? "",
    }];
  }
  return Object.entries(properties).flatMap(([name, field]): Field[] => {
    const inner = resolve(field, schemas);
    if (inner.properties) return fieldsOf(inner, schemas, `${prefix}${name}.`);
    return [{
      name: prefix + name,
      type: typeText(inner, schemas),
      required: required.includes(name) && inner.default === undefined,
      description: inner.description ?? "",
    }];
  });
}

/** A value that fits: the examples, put together; optional fields only where they have one. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  const { example, enum: values, oneOf, properties, required = [], type, ...rest } = resolve(
    schema,
    schemas,
  );
  if (example !== undefined) return example;
  if (values) return values[0];
  if (rest.default !== undefined) return rest.default;
  if (oneOf) return exampleOf(oneOf[0]!, schemas);
  if (properties) {
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([name, field]) =>
          required.includes(name) || resolve(field, schemas).example !== undefined
        )
        .map(([name, field]) => [name, exampleOf(field, schemas)]),
    );
  }
  return type === "integer" ? rest.minimum ?? 1 : type === "boolean" ? true : "text";
}

/** The shapes of a `oneOf`; a schema of one shape is its own only variant. */
export function variantsOf(schema: Schema, schemas: Schemas): readonly Schema[] {
  const resolved = resolve(schema, schemas);
  return resolved.oneOf ?? [resolved];
}

const resolve = (schema: Schema, schemas: Schemas): Schema =>
  schema.$ref ? schemas[schema.$ref.split("/").at(-1)!] ?? schema : schema;

function typeText(schema: Schema, schemas: Schemas): string {
  const { type, enum: values, pattern, items, ...rest } = resolve(schema, schemas);
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (items) return `array of ${typeText(items, schemas)}`;
  const names = typeof type === "string" ? [type] : [...type ?? []];
  const bounds = [
    range("", rest.minimum, rest.maximum),
    range(" characters", rest.minLength, rest.maxLength),
    pattern,
    rest.default === undefined ? undefined : `default ${JSON.stringify(rest.default)}`,
  ].filter((bound) => bound !== undefined);
  return [names.join(" or "), ...bounds].join(", ");
}

function range(unit: string, from?: number, to?: number): string | undefined {
  const text = (n: number) => n.toLocaleString("en-US");
  if (from !== undefined && to !== undefined) return `${text(from)} to ${text(to)}${unit}`;
  if (to !== undefined) return `at most ${text(to)}${unit}`;
  return from === undefined ? undefined : `at least ${text(from)}${unit}`;
}
