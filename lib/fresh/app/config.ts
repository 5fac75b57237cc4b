/** Options of `new App()`. */
export interface FreshConfig {
  /** Path in front of every route, such as `/shop`. */
  basePath?: string;
  mode?: "development" | "production";
  /** Whether `ctx.url` follows `X-Forwarded-Proto` and `X-Forwarded-Host`. */
  trustProxy?: boolean;
}

/** The options as they apply. */
export interface ResolvedFreshConfig {
  root: string;
  basePath: string;
  mode: "development" | "production";
  trustProxy: boolean;
}

export function resolveConfig(config: FreshConfig): ResolvedFreshConfig {
  return {
    root: ".",
    basePath: (config.basePath ?? "").replace(/\/$/, ""),
    mode: config.mode ?? "production",
    trustProxy: config.trustProxy ?? false,
  };
}
