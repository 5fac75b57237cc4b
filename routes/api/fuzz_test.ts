/** Whatever is sent to any operation of the OpenAPI document, the answer is one that it tells of. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import * as z from "zod";
import { type App, signIn, STAFF_PHONE, testTokens, withApi } from "./_testing.ts";

const SEED = 2_017;
/** Requests to each operation, by each of: nobody, a member, staff. */
const RUNS = 10;
/** The first of them are what the document gives as examples, as far as it does. */
const TAME = 3;
const METHODS = ["get", "post", "put", "patch", "delete"] as const;

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly example?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { name: string; in: string; schema: Schema }[];
  readonly requestBody?: { content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses: Readonly<
    Record<
      string,
      { description: string; content?: Readonly<Record<string, { schema: object }>> }
    >
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const word = fc.constantFrom(
  "launch-2017",
  "launch-2017",
  "launch-2017",
  "launch-2017-1",
  "none",
  "x".repeat(300),
  "../..",
  "%",
  "\0",
  "车",
  "__proto__",
  "-1",
  "1e400",
  "' or 1=1",
);
const junk = fc.oneof(fc.jsonValue({ maxDepth: 2 }), word);

/** Values that mostly are what `schema` asks for; without `wild`, all of them, as its examples are. */
function near(schema: Schema, { components }: Document, wild: boolean, depth = 0): fc.Arbitrary<
  unknown
> {
  const { $ref, example } = schema;
  if ($ref) {
    const target = components.schemas[$ref.split("/").at(-1)!];
    return target && depth < 6 ? near(target, { components } as Document, wild, depth + 1) : junk;
  }
  const within = (part: Schema) => near(part, { components } as Document, wild, depth + 1);
  const proper = schema.const !== undefined
    ? fc.constant(schema.const)
    : schema.enum
    ? fc.constantFrom(...schema.enum)
    : schema.anyOf ?? schema.oneOf
    ? fc.oneof(...(schema.anyOf ?? schema.oneOf)!.map(within))
    : ofType(schema, within);
  if (!wild) return example === undefined ? proper : fc.constant(example);
  const all = example === undefined ? [proper] : [proper, fc.constant(example)];
  return fc.oneof(...all.map((arbitrary) => ({ arbitrary, weight: 16 })), {
    arbitrary: junk,
    weight: 1,
  });
}

function ofType(schema: Schema, within: (part: Schema) => fc.Arbitrary<unknown>) {
  switch (typeof schema.type === "object" ? schema.type[0] : schema.type) {
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, part]) => [name, within(part)]),
        ),
        { requiredKeys: [] },
      );
    case "array":
      return fc.array(schema.items ? within(schema.items) : junk, { maxLength: 3 });
    case "integer":
      return fc.oneof(fc.nat(5_000), fc.maxSafeInteger());
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    default:
      return fc.oneof(word, fc.string({ maxLength: 40 }));
  }
}

const sample = <T>(arbitrary: fc.Arbitrary<T>, salt: number): T =>
  fc.sample(arbitrary, { seed: SEED + salt, numRuns: 1 })[0]!;

function requestOf(
  { path, method, operation }: { path: string; method: string; operation: Operation },
  document: Document,
  salt: number,
  wild: boolean,
): [string, RequestInit] {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let target = path;
  for (const { name, in: where, schema } of operation.parameters ?? []) {
    const drawn = sample(near(schema, document, wild), salt + name.length);
    const value = typeof drawn === "object" ? JSON.stringify(drawn) : String(drawn);
    if (where === "path") target = target.replace(`{${name}}`, encodeURIComponent(value) || "-");
    else if (where === "query" && salt % 3 > 0) query.set(name, value);
    else if (where === "header" && salt % 3 > 0) headers[name] = encodeURIComponent(value);
  }
  const content = Object.entries(operation.requestBody?.content ?? {})[0];
  let body: string | undefined;
  if (content) {
    headers["content-type"] = content[0];
    body = JSON.stringify(sample(near(content[1].schema, document, wild), salt)) ?? "";
    if (wild && salt % 7 === 6) body = body.slice(0, body.length >> 1);
  }
  const url = query.size > 0 ? `${target}?${query}` : target;
  return [url, { method: method.toUpperCase(), headers, ...(body === undefined ? {} : { body }) }];
}

/** The document's own description of an answer, as what checks one. */
function checker({ components }: Document): (schema: object) => z.ZodType {
  const made = new Map<object, z.ZodType>();
  // As JSON Schema names them where a schema stands alone.
  const alone = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll("#/components/schemas/", "#/$defs/"));
  const $defs = alone(components.schemas);
  return (schema) => {
    const known = made.get(schema) ?? z.fromJSONSchema({ ...alone(schema), $defs });
    made.set(schema, known);
    return known;
  };
}

async function check(
  app: App,
  [url, init]: [string, RequestInit],
  { responses }: Operation,
  describes: (schema: object) => z.ZodType,
) {
  const asked = `${init.method} ${url} ${String(init.body ?? "").slice(0, 300)}`;
  const response = await app.request(url, init);
  const type = response.headers.get("content-type");
  if (type?.startsWith("text/event-stream")) await response.body?.cancel();
  const text = type?.startsWith("text/event-stream") ? "" : await response.text();
  assert(response.status < 500 || response.status === 503, `${response.status} ${asked}: ${text}`);
  const told = responses[response.status];
  assert(
    told,
    `expected one of ${Object.keys(responses)} for ${asked}, got ${response.status} ${text}`,
  );
  if (text !== "") {
    // One that was null was described as never null, so that programs made by the document broke.
    const described = told.content?.[type?.split(";")[0] ?? ""];
    assert(described, `${type} is not told of: ${asked}`);
    if (type?.includes("json") && !type.includes("ndjson")) {
      const { error } = describes(described.schema).safeParse(JSON.parse(text));
      assert(!error, `${asked}: ${error?.message} in ${text.slice(0, 300)}`);
    }
  }
  if (response.status >= 400) {
    assertEquals(type, "application/problem+json", asked);
    const { status, code } = JSON.parse(text);
    assertEquals(status, response.status, asked);
    // Where roles are given, two lists of refusals of one status stood for each other.
    assert(told.description.includes(`\`${code}\``), `${code} is not told of: ${asked}`);
  }
}

Deno.test("API: whatever is sent to an operation, its answer is one that the document tells of", () =>
  withApi(async (app, platform) => {
    const document: Document = await (await app.request("/api/openapi.json")).json();
    const [member] = testTokens(platform, 1);
    const staff = await signIn(app, STAFF_PHONE);
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      METHODS.filter((method) => methods[method]).map((method) => ({
        path,
        method,
        operation: methods[method]!,
      }))
    );
    assert(operations.length > 50);
    const describes = checker(document);
    const wrong: string[] = [];
    for (const one of operations) {
      for (const token of [undefined, member, staff]) {
        // Whoever signs out is nobody from then on.
        if (token && one.method === "delete" && one.path.startsWith("/api/auth")) continue;
        for (let run = 0; run < RUNS; run++) {
          const salt = run * 31 + (token?.length ?? 0);
          const [url, init] = requestOf(one, document, salt, run >= TAME);
          const headers = {
            ...init.headers,
            ...(token ? { authorization: `Bearer ${token}` } : {}),
          };
          await check(app, [url, { ...init, headers }], one.operation, describes).catch((cause) =>
            wrong.push(`${one.operation.operationId}: ${cause.message}`)
          );
        }
      }
    }
    const first = new Map(wrong.map((text) => [text.split(":")[0], text.slice(0, 500)]));
    assertEquals([...first.values()], []);
  }));
