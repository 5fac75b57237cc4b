import { NO_STORE } from "./headers.ts";

/** Sends a browser on to another page, which it asks for by GET; where to depends on who asks, and when. */
export const see = (location: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status: 303, headers: { location, ...NO_STORE, ...headers } });
