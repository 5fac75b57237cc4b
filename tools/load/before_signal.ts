/** What is still to be done when a signal ends the process: `finally` and `using` are passed over. */

/** With the exit code that shells give them: Ctrl-C, `kill`, a terminal that was closed. */
const SIGNALS = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const;

const all = new Set<() => Promise<unknown>>();
let deaf = () => {};
let ending = false;

/** Does `tidy` before a signal ends the process, unless it was disposed of by then. */
export function beforeSignal(tidy: () => Promise<unknown>): Disposable {
  if (all.size === 0) deaf = listen();
  all.add(tidy);
  return {
    [Symbol.dispose]() {
      if (!all.delete(tidy) || all.size > 0 || ending) return;
      deaf();
    },
  };
}

function listen(): () => void {
  const listeners = SIGNALS.map(([signal, code]) => {
    const end = () => {
      // The second Ctrl-C of somebody impatient changes nothing.
      if (ending) return;
      ending = true;
      void Promise.allSettled([...all].map((tidy) => tidy())).then(() => Deno.exit(code));
    };
    Deno.addSignalListener(signal, end);
    return [signal, end] as const;
  });
  return () => {
    for (const [signal, end] of listeners) Deno.removeSignalListener(signal, end);
  };
}
