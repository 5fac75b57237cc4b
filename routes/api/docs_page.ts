/**
 * The documentation page, rendered here from the OpenAPI document: nothing is loaded from elsewhere,
 * and it can be read without JavaScript, on a phone and offline.
 */
import { type Markup, markup } from "../../lib/http/markup.ts";
import { pageResponse } from "../../lib/http/page.ts";
import { type ProblemCode, PROBLEMS } from "../../lib/http/problem.ts";
import { ADVICE, PROSE } from "./docs_prose.ts";
import {
  exampleOf,
  type Field,
  fieldsOf,
  type Schema,
  type Schemas,
  variantsOf,
} from "./docs_schema.ts";
import { docsStyle } from "./docs_style.ts";

/** What the page reads of an OpenAPI 3.1 document. */
export interface Document {
  readonly info: { title: string; version: string; description: string };
  readonly tags: readonly { name: string; description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Schemas;
    readonly securitySchemes: Readonly<Record<string, { description?: string }>>;
  };
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { required?: boolean; content: Content };
  readonly responses: Readonly<Record<string, { description: string; content?: Content }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required?: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { schema: Schema }>>;

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export function docsPage(document: Document, origin: string): Response {
  const { info, tags, components: { schemas } } = document;
  const listed = operationsOf(document);
  const groups = tags.map((tag) => ({
    ...tag,
    operations: listed.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  return pageResponse({
    lang: "en",
    title: info.title,
    description: info.description,
    style: docsStyle,
    body: markup`<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Contents"><details><summary>${info.title}</summary>
<ul><li><a href="#use">How to use it</a></li></ul>
${
      groups.map(({ name, operations }) =>
        markup`<h2><a href="#${anchor(name)}">${name}</a></h2>
<ul>${
          operations.map(({ operation }) =>
            markup`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`
          )
        }</ul>
`
      )
    }<ul><li><a href="#problems">Problem codes</a></li><li><a href="#operating">Operating it</a></li></ul>
</details></nav>
<main id="content">
<header><h1>${info.title}</h1><p class="lead">${prose(info.description)}</p>
<p class="quiet">Version ${info.version} · <a href="/api/openapi.json">OpenAPI 3.1 document</a> · <a href="/">front page</a></p></header>
<section id="use"><h2>How to use it</h2>${PROSE.use(origin)}</section>
${
      groups.map(({ name, description, operations }) =>
        markup`<section><h2 id="${anchor(name)}">${name}</h2><p class="lead">${
          prose(description)
        }</p>
${operations.map((one) => article(one, schemas, origin))}</section>
`
      )
    }<section><h2 id="problems">Problem codes</h2><p class="lead">${prose(PROSE.problems)}</p>
${problemTable()}</section>
<section id="operating"><h2>Operating it</h2>${PROSE.operating(origin)}</section>
</main>`,
  });
}

const operationsOf = ({ paths }: Document): Listed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    }))
  );

const anchor = (name: string): string => name.toLowerCase().replaceAll(" ", "-");

/** Text in which `…` is code. */
const prose = (text: string): Markup[] =>
  text.split("`").map((part, i) => i % 2 ? markup`<code>${part}</code>` : markup`${part}`);

function signInOf({ security }: Operation): Markup | undefined {
  if (security.length === 0) return undefined;
  const also = security.some((way) => Object.keys(way).length === 0);
  return markup`<p class="quiet">${
    also ? "For anyone; who is signed in is told of their own as well" : "Signed in"
  }: bearer token or session cookie.</p>`;
}

function article({ method, path, operation }: Listed, schemas: Schemas, origin: string): Markup {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  return markup`<article id="${operationId}">
<div class="told"><h3><a href="#${operationId}">${summary}</a></h3>
<p class="route"><b class="${method.toLowerCase()}">${method}</b> <code>${
    path.split(/(\{\w+\})/).map((part) => part.startsWith("{") ? markup`<i>${part}</i>` : part)
  }</code></p>
${description && markup`<p>${prose(description)}</p>`}
${signInOf(operation)}
${
    parameters && parameters.length > 0 &&
    markup`<h4>Parameters</h4>${
      table(parameters.map(({ name, in: where, required, schema }) => ({
        name,
        type: `${where}, ${fieldsOf(schema, schemas)[0]!.type}`,
        required: required ?? false,
        description: schema.description ?? "",
      })))
    }`
  }
${
    body &&
    markup`<h4>Body${requestBody!.required ? "" : ", optional"}</h4>${
      table(fieldsOf(body, schemas))
    }`
  }
<h4>Answers</h4>
<dl class="answers">${
    Object.entries(responses).map(([status, response]) => {
      const codes = status >= "400";
      return markup`<dt class="${codes ? "problem" : "fine"}">${status}</dt><dd>${
        codes ? linkedCodes(response.description) : prose(response.description)
      }</dd>`;
    })
  }</dl>
${answerFields(operation, schemas)}</div>
<div class="shown">${curl({ method, path, operation }, schemas, origin)}
${
    Object.entries(responses).filter(([status]) => status < "300").map(([status, { content }]) =>
      answerExamples(status, content, schemas)
    )
  }</div>
</article>
`;
}

/** What a success answers, field by field; of several shapes, the fields of all. */
function answerFields({ responses }: Operation, schemas: Schemas): Markup | undefined {
  const fields = new Map<string, Field>();
  for (const [status, { content }] of Object.entries(responses)) {
    const schema = status < "300" && content?.["application/json"]?.schema;
    if (!schema) continue;
    for (const variant of variantsOf(schema, schemas)) {
      for (const field of fieldsOf(variant, schemas)) {
        const known = fields.get(field.name);
        const types = new Set([...known?.type.split(" | ") ?? [], field.type]);
        fields.set(field.name, { ...field, type: [...types].join(" | "), required: true });
      }
    }
  }
  return fields.size === 0
    ? undefined
    : markup`<h4>Fields of the answer</h4>${table([...fields.values()])}`;
}

const table = (
  rows: readonly { name: string; type: string; required: boolean; description: string }[],
): Markup =>
  markup`<table>${
    rows.map(({ name, type, required, description }) =>
      markup`<tr><th scope="row"><code>${name}</code>${
        !required && markup` <small>optional</small>`
      }</th><td><span class="type">${type}</span>${
        description && markup`<br>${prose(description)}`
      }</td></tr>`
    )
  }</table>`;

/** The codes that a description names, each a link to the table. */
const linkedCodes = (description: string): Markup[] =>
  description.split("`").map((part, i) =>
    i % 2 ? markup`<a href="#${part}"><code>${part}</code></a>` : markup`${part}`
  );

function curl({ method, path, operation }: Listed, schemas: Schemas, origin: string): Markup {
  const parameters = operation.parameters ?? [];
  const address = path.replace(/\{(\w+)\}/g, (whole, name) => {
    const parameter = parameters.find((one) => one.name === name);
    return parameter ? String(exampleOf(parameter.schema, schemas)) : whole;
  });
  const stream = Object.values(operation.responses)
    .some(({ content }) => content?.["text/event-stream"]);
  const lines = [
    `curl ${stream ? "-N " : ""}${method === "GET" ? "" : `-X ${method} `}${origin}${address}`,
  ];
  if (operation.security.length > 0) lines.push(`-H "authorization: Bearer $TOKEN"`);
  for (const { in: where, name, schema } of parameters) {
    if (where === "header") lines.push(`-H '${name}: ${exampleOf(schema, schemas)}'`);
  }
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  if (body) {
    lines.push("--json '" + JSON.stringify(exampleOf(body, schemas)) + "'");
  }
  return markup`<pre aria-label="Example request">${lines.join(" \\\n  ")}</pre>`;
}

function answerExamples(status: string, content: Content | undefined, schemas: Schemas): Markup {
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  if (type === undefined || media === undefined) {
    return markup`<p class="caption">${status}, without a body</p>`;
  }
  if (type !== "application/json") {
    return markup`<p class="caption">${status}, ${type}</p>
<pre>${PROSE.streams[type] ?? ""}</pre>`;
  }
  const variants = variantsOf(media.schema, schemas);
  const fitting = variants.length === 1
    ? variants
    : variants.filter((variant) => status === "201" === isAllocated(variant));
  return markup`${
    fitting.map((variant) =>
      markup`<p class="caption">${status}</p>
<pre>${JSON.stringify(exampleOf(variant, schemas), null, 2)}</pre>`
    )
  }`;
}

/** Of the answers to a claim, 201 goes with the first alone. */
const isAllocated = ({ properties }: Schema): boolean =>
  properties?.outcome?.enum?.[0] === "allocated";

const problemTable = (): Markup =>
  markup`<table class="problems">${
    Object.entries(PROBLEMS).map(([code, [status, title]]) =>
      markup`<tr id="${code}"><td>${status}</td><th scope="row"><a href="#${code}"><code>${code}</code></a></th><td>${title}. <span class="quiet">${
        prose(ADVICE[code as ProblemCode])
      }</span></td></tr>
`
    )
  }</table>`;
