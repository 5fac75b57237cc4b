/** The search parameter that ties an asset to a build. */
export const ASSET_PARAM = "__frsh_c";

let buildId = "";

/** Set before any page's module is loaded, so that `asset` gives the same at the top of a module. */
export function setBuildId(id: string): void {
  buildId = id;
}

/** The path tied to this build, which browsers then keep for a year. Other sites' stay as they are. */
export function asset(path: string, basePath = ""): string {
  return lockedTo(buildId, path, basePath);
}

/** `asset` for every address in a `srcset`. */
export function assetSrcSet(srcset: string, basePath = ""): string {
  return lockedSet(buildId, srcset, basePath);
}

export function lockedSet(id: string, srcset: string, basePath = ""): string {
  return srcset
    .split(",")
    .map((part) => {
      const [, space, path, size] = /^(\s*)(\S+)([^]*)$/.exec(part) ?? [];
      return path ? space + lockedTo(id, path, basePath) + size : part;
    })
    .join(",");
}

export function lockedTo(id: string, path: string, basePath = ""): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const based = basePath && !path.startsWith(`${basePath}/`) ? basePath + path : path;
  if (id === "" || based.includes(`${ASSET_PARAM}=`)) return based;
  const [before, hash] = based.split("#", 2) as [string, string?];
  const joint = before.includes("?") ? "&" : "?";
  return `${before}${joint}${ASSET_PARAM}=${id}${hash === undefined ? "" : `#${hash}`}`;
}
