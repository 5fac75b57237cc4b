/** Lint rule `forecourt/pure-actors`: what an actor may not do, because its decisions are replayed. */

const IMPURE_CALLS = new Set([
  "fetch",
  "setTimeout",
  "setInterval",
  "queueMicrotask",
  "structuredClone",
]);
const IMPURE_MEMBERS = new Set([
  "Date.now",
  "Math.random",
  "crypto.randomUUID",
  "crypto.getRandomValues",
  "performance.now",
]);

const plugin: Deno.lint.Plugin = {
  name: "forecourt",
  rules: {
    "pure-actors": {
      create(context) {
        const inActors = /(?:^|\/)actors\//.test(context.filename) &&
          !context.filename.endsWith("_test.ts");
        if (!inActors) return {};
        const report = (node: Deno.lint.Node, what: string) =>
          context.report({
            node,
            message: `An actor decides without ${what}: its decisions are repeated and replayed`,
            hint: "Take time and identity from the turn; leave effects to policies",
          });
        return {
          AwaitExpression: (node) => report(node, "await"),
          NewExpression: (node) => {
            const { callee } = node;
            if (
              callee.type === "Identifier" && callee.name === "Date" && node.arguments.length === 0
            ) {
              report(node, "new Date()");
            }
          },
          CallExpression: (node) => {
            const { callee } = node;
            if (callee.type === "Identifier" && IMPURE_CALLS.has(callee.name)) {
              report(node, callee.name);
            }
          },
          MemberExpression: (node) => {
            const { object, property } = node;
            if (object.type !== "Identifier") return;
            if (object.name === "Deno") return report(node, "Deno");
            if (property.type !== "Identifier") return;
            const name = `${object.name}.${property.name}`;
            if (IMPURE_MEMBERS.has(name)) report(node, name);
          },
        };
      },
    },
  },
};

export default plugin;
