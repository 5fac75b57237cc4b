export type ListenOptions = Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem> & {
  /** An address from outside, such as a tunnel's, to print beside the local one. */
  remoteAddress?: string;
};

type Handler = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

const FIRST_PORT = 8000;
const PORTS_TRIED = 20;

/** Serves until the options' signal says stop. */
export function listen(handler: Handler, options: ListenOptions, basePath: string): Promise<void> {
  const announced: ListenOptions = { onListen: announce(options, basePath), ...options };
  if (options.port !== undefined) {
    Deno.serve(announced, handler);
    return Promise.resolve();
  }
  // Several apps on one machine need not agree on ports beforehand.
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port++) {
    try {
      Deno.serve({ ...announced, port }, handler);
      return Promise.resolve();
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) {
        return Promise.reject(error);
      }
    }
  }
  return Promise.reject(
    new Deno.errors.AddrInUse(`No port is free from ${FIRST_PORT} on, ${PORTS_TRIED} were tried`),
  );
}

const announce =
  (options: ListenOptions, basePath: string) => ({ hostname, port }: Deno.NetAddr): void => {
    const secure = "key" in options && "cert" in options;
    const everywhere = hostname === "0.0.0.0" || hostname === "::";
    const host = everywhere ? "localhost" : hostname.includes(":") ? `[${hostname}]` : hostname;
    console.log(`Listening on ${secure ? "https" : "http"}://${host}:${port}${basePath}/`);
    if (options.remoteAddress) {
      console.log(`  from outside: ${options.remoteAddress}`);
    }
  };
