/** For generated code and for the builder: not for apps. */
export { useSnapshot } from "./app/app.ts";
export { setBuildId } from "./render/asset.ts";
