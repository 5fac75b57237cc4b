import { assert, assertEquals } from "@std/assert";
import { PROBLEMS } from "../../lib/http/problem.ts";
import { DenoKvStore } from "../../lib/kernel/mod.ts";
import { createPlatform } from "../../lib/platform.ts";
import { createApi } from "./app.ts";
import { IDEMPOTENCY_KEY } from "./idempotency_key.ts";

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  requestBody?: { content: { "application/json": { schema: Schema } } };
  security?: unknown[];
  parameters?: { name: string; in: string; schema: { pattern?: string } }[];
  responses: Record<string, { description: string }>;
}

async function published() {
  const store = await DenoKvStore.open(":memory:");
  const platform = await createPlatform({ store });
  const app = createApi(platform);
  const page = await app.request("/api/docs");
  const answer = await app.request("/api/openapi.json");
  const read = { page, text: await page.text(), document: await answer.json() };
  await platform.stop();
  store.close();
  return read;
}

const { page, text, document } = await published();
const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>)
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
  );

Deno.test("docsPage: has every operation, with its path and its answers", () => {
  assert(operations.length >= 14, `expected at least 14 operations, got ${operations.length}`);
  for (const { path, method, operation } of operations) {
    const start = text.indexOf(`<article id="${operation.operationId}">`);
    assert(start >= 0, `${method} ${path}: ${operation.operationId} is not on the page`);
    const article = text.slice(start, text.indexOf("</article>", start));
    assert(article.includes(`>${method.toUpperCase()}</b>`));
    assert(article.replace(/<[^>]*>/g, "").includes(path), `${path} is not shown`);
    assert(article.includes("curl "));
    for (const status of Object.keys(operation.responses)) assert(article.includes(`>${status}<`));
  }
});

Deno.test("docsPage: has every problem code at its anchor, where `type` leads", () => {
  for (const code of Object.keys(PROBLEMS)) assert(text.includes(`<tr id="${code}">`), code);
});

Deno.test("docsPage: no two things have one anchor, and every link within the page leads somewhere", () => {
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  assertEquals(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target!);
  assertEquals(targets.filter((target) => !ids.includes(target)), []);
});

Deno.test("docsPage: loads nothing from elsewhere and runs no script", () => {
  assert(!/<script|<img|<iframe|@import|url\(/.test(text));
  assert(page.headers.get("content-security-policy")!.startsWith("default-src 'none'"));
});

Deno.test("OpenAPI document: every operation is named, tagged and described", () => {
  const names = operations.map(({ operation }) => operation.operationId);
  assertEquals(new Set(names).size, names.length);
  const tags = document.tags.map(({ name }: { name: string }) => name);
  for (const { operation: { operationId, summary, tags: of } } of operations) {
    assert(summary, operationId);
    assert(of.length === 1 && tags.includes(of[0]), operationId);
  }
});

Deno.test("OpenAPI document: every operation says who may call it, and a 401 is told of where not anyone may", () => {
  for (const { operation: { operationId, security, responses } } of operations) {
    assert(security, operationId);
    if (security.length > 0 && security.every((way) => Object.keys(way as object).length > 0)) {
      assert(responses[401], operationId);
    }
  }
});

Deno.test("OpenAPI document: the codes an answer names are codes of its status", () => {
  for (const { operation } of operations) {
    for (const [status, { description }] of Object.entries(operation.responses)) {
      if (status < "400") continue;
      const codes = [...description.matchAll(/`(\w+)`/g)].map(([, code]) => code!);
      assert(codes.length > 0, `${operation.operationId} ${status}`);
      for (const code of codes) {
        assertEquals(String(PROBLEMS[code as keyof typeof PROBLEMS][0]), status, code);
      }
    }
  }
});

Deno.test("openapi.json: every schema is one that a generator of requests can read", () => {
  const faults: string[] = [];
  const visit = (node: unknown, path: string) => {
    if (typeof node !== "object" || node === null) return;
    const { items, prefixItems, allOf } = node as {
      items?: unknown;
      prefixItems?: unknown;
      allOf?: { $ref?: string }[];
    };
    // Pairs of numbers were told of in this way, and became arrays of any length in clients.
    if (Array.isArray(items) || prefixItems) faults.push(`${path}: a list of schemas for items`);
    for (const { $ref } of Array.isArray(allOf) ? allOf : []) {
      const named = document.components.schemas[$ref?.split("/").at(-1) ?? ""];
      if (named?.additionalProperties === false) {
        faults.push(`${path}: adds to ${$ref}, which is closed`);
      }
    }
    for (const [name, part] of Object.entries(node)) visit(part, `${path}/${name}`);
  };
  visit(document, "");
  assertEquals(faults, []);
});

/** Where a browser writes the body itself: its passkeys, its push service's word. */
const OF_BROWSERS = ["signInWithPasskey", "addPasskey", "addDevice"];

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** The objects in a schema that take fields which they do not tell of. */
function open(schema: Schema, at: string): string[] {
  if (schema.$ref) {
    return open(document.components.schemas[schema.$ref.split("/").at(-1)!], at);
  }
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  return [
    ...(schema.properties && schema.additionalProperties !== false ? [at] : []),
    ...Object.entries(properties).flatMap(([name, part]) => open(part, `${at}.${name}`)),
    ...(items ? open(items, `${at}[]`) : []),
    ...[...anyOf, ...oneOf, ...allOf].flatMap((part) => open(part, at)),
  ];
}

Deno.test("OpenAPI document: every body of ours refuses fields that it does not know", () => {
  const found = operations.flatMap(({ operation: { operationId, requestBody } }) =>
    requestBody && !OF_BROWSERS.includes(operationId)
      ? open(requestBody.content["application/json"].schema, operationId)
      : []
  );
  assertEquals(found, []);
});

// There were three syntaxes of it, and under one of them another body was answered as done.
Deno.test("OpenAPI document: an Idempotency-Key is the same everywhere, and another body a conflict", () => {
  const keyed = operations.flatMap(({ operation }) =>
    (operation.parameters ?? []).filter(({ name }) => name === "idempotency-key")
      .map(({ schema }) => ({ operation, schema }))
  );
  assertEquals(keyed.map(({ operation }) => operation.operationId).sort(), [
    "book",
    "claimCar",
    "exchangePoints",
    "placeVehicleOrder",
  ]);
  for (const { operation, schema } of keyed) {
    assertEquals(schema.pattern, IDEMPOTENCY_KEY.source, operation.operationId);
    assert(operation.responses["422"]!.description.includes("idempotency_conflict"));
  }
});
