import { createHash } from "node:crypto";
import { stylesheet } from "../ui/stylesheet.ts";

/** Changes whenever the style does, so that browsers may keep it for ever. */
export const STYLE_VERSION = createHash("sha256").update(stylesheet).digest("hex").slice(0, 12);
