/**
 * `@std/assert`, answered from the tree: npm carries the same functions without their types, which
 * stand in the file beside this one. Leave out `links` in deno.json to take JSR's own.
 *
 * @module
 */
// @ts-types="./types.d.ts"
export * from "deno-std/assert/mod.js";
