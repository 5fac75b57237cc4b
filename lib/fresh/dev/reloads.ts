const SCRIPT = `const source = new EventSource(new URL("events", import.meta.url));
let started;
source.addEventListener("started", ({ data }) => {
  if (started !== undefined && started !== data) location.reload();
  started = data;
});
source.addEventListener("changed", () => location.reload());
`;

/** Files are often written in several steps. */
const SETTLED_MS = 50;

/** Tells open pages to reload: when a static file changes, and when the server started anew. */
export class Reloads {
  readonly script = "/_frsh/reload.js";
  readonly #events = "/_frsh/events";
  readonly #started = crypto.randomUUID();
  readonly #basePath: string;
  readonly #pages = new Set<ReadableStreamDefaultController<Uint8Array>>();

  constructor(basePath: string) {
    this.#basePath = basePath;
  }

  /** Undefined when the request is the app's. */
  answer(request: Request): Response | undefined {
    const { pathname } = new URL(request.url);
    if (pathname === this.#basePath + this.script) {
      return new Response(SCRIPT, {
        headers: { "content-type": "text/javascript", "cache-control": "no-cache" },
      });
    }
    return pathname === this.#basePath + this.#events ? this.#stream() : undefined;
  }

  /** Follows a folder until the signal says stop; one that does not exist never changes. */
  watch(folder: string, signal: AbortSignal | undefined): void {
    let watcher: Deno.FsWatcher;
    try {
      watcher = Deno.watchFs(folder);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    signal?.addEventListener("abort", () => this.#stop(watcher), { once: true });
    void this.#follow(watcher);
  }

  #stream(): Response {
    let page: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        page = controller;
        this.#pages.add(page);
        page.enqueue(message("started", this.#started));
      },
      cancel: () => void this.#pages.delete(page),
    });
    return new Response(body, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  }

  async #follow(watcher: Deno.FsWatcher): Promise<void> {
    let settling: ReturnType<typeof setTimeout> | undefined;
    for await (const { kind } of watcher) {
      if (kind === "access") continue;
      clearTimeout(settling);
      settling = setTimeout(() => this.#tell(), SETTLED_MS);
    }
    clearTimeout(settling);
  }

  #tell(): void {
    for (const page of this.#pages) page.enqueue(message("changed", ""));
  }

  #stop(watcher: Deno.FsWatcher): void {
    watcher.close();
    for (const page of this.#pages) page.close();
    this.#pages.clear();
  }
}

const message = (event: string, data: string): Uint8Array =>
  new TextEncoder().encode(`event: ${event}\ndata: ${data}\n\n`);
