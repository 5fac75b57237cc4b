/** Keys as merchants are given them: PEM, or the base64 that stands inside it. */
export const pemOf = (text: string, kind: "PRIVATE" | "PUBLIC"): string =>
  text.includes("-----BEGIN")
    ? text
    : `-----BEGIN ${kind} KEY-----\n${text.trim()}\n-----END ${kind} KEY-----\n`;
