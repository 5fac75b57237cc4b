/** Forms of one's own pages: sent, done, and back where one was. */

export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim().slice(0, 500) : "";
};

export const newId = (): string => crypto.randomUUID().replaceAll("-", "").slice(0, 20);

/** SHA-256 of a text, hex. */
export async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(hash).toHex();
}
