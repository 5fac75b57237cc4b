/** For generated code: not for apps. */
export { useSnapshot } from "./app/app.ts";
export { readSnapshot } from "./app/stored.ts";
export { setBuildId } from "./render/asset.ts";
