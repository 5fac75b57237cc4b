/** Lint rule `forecourt/pure-actors`: what an actor may not do, because its decisions are replayed. */

/** Functions of the platform that wait, reach out, or give something else each time. */
const IMPURE_GLOBALS = new Set([
  "clearInterval",
  "clearTimeout",
  "fetch",
  "queueMicrotask",
  "setInterval",
  "setTimeout",
]);
/** Objects of the platform of which nothing belongs in a decision. */
const IMPURE_OBJECTS = new Set(["console", "crypto", "Deno", "performance", "process"]);
const IMPURE_MEMBERS = new Set(["Date.now", "Math.random"]);
/** Through these every global is reached by another name. */
const GLOBAL_OBJECTS = new Set(["globalThis", "self", "window"]);

type Function = { readonly async: boolean };

/** `now` of both `Date.now` and `Date["now"]`. */
function propertyName({ property, computed }: Deno.lint.MemberExpression): string | undefined {
  if (property.type === "Identifier" && !computed) return property.name;
  return property.type === "Literal" ? String(property.value) : undefined;
}

/** What is called or taken, without the global object before it. */
function nameOf(node: Deno.lint.Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression") return undefined;
  const { object } = node;
  if (object.type !== "Identifier" || !GLOBAL_OBJECTS.has(object.name)) return undefined;
  return propertyName(node);
}

/** Only the folder at the top holds actors: pages about them, too, lie in folders of that name. */
const ROOT = decodeURIComponent(new URL("..", import.meta.url).pathname);

const plugin: Deno.lint.Plugin = {
  name: "forecourt",
  rules: {
    "pure-actors": {
      create(context) {
        const path = context.filename.replace(ROOT, "");
        const inActors = path.startsWith("actors/") && !/_test\.tsx?$/.test(path);
        if (!inActors) return {};
        const report = (node: Deno.lint.Node, what: string) =>
          context.report({
            node,
            message: `An actor decides without ${what}: its decisions are repeated and replayed`,
            hint: "Take time and identity from the turn; leave effects to policies",
          });
        const reportAsync = (node: Deno.lint.Node & Function) => {
          if (node.async) report(node, "async");
        };
        return {
          AwaitExpression: (node) => report(node, "await"),
          ForOfStatement(node) {
            if (node.await) report(node, "await");
          },
          FunctionDeclaration: reportAsync,
          FunctionExpression: reportAsync,
          ArrowFunctionExpression: reportAsync,
          ImportExpression: (node) => report(node, "import()"),
          NewExpression(node) {
            if (nameOf(node.callee) === "Date" && node.arguments.length === 0) {
              report(node, "new Date()");
            }
          },
          CallExpression(node) {
            const name = nameOf(node.callee);
            // Without `new`, Date gives the present time whatever it is given.
            if (name === "Date") report(node, "Date()");
            else if (name !== undefined && IMPURE_GLOBALS.has(name)) report(node, name);
          },
          MemberExpression(node) {
            const object = nameOf(node.object), property = propertyName(node);
            if (object === undefined) return;
            const name = `${object}.${property ?? "…"}`;
            if (IMPURE_OBJECTS.has(object) || IMPURE_MEMBERS.has(name)) report(node, name);
          },
        };
      },
    },
  },
};

export default plugin;
