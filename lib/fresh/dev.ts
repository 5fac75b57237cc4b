/**
 * `fresh/dev`: building, and serving for development.
 *
 * @module
 */
export { Builder, type BuildOptions, type ResolvedBuildConfig } from "./dev/builder.ts";
export type { OnTransformArgs, OnTransformOptions, TransformFn } from "./dev/transform.ts";
