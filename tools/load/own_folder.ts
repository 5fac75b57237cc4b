import { beforeSignal } from "./before_signal.ts";

export interface OwnFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * Makes a folder that goes with all that is in it when it is disposed of, or before a signal ends
 * the process.
 */
export async function ownFolder(prefix: string): Promise<OwnFolder> {
  const made = Promise.withResolvers<string | undefined>();
  const remove = async () => {
    const path = await made.promise;
    if (path) await Deno.remove(path, { recursive: true });
  };
  // Listened first: a signal may come as soon as the folder is there.
  const tidying = beforeSignal(remove);
  try {
    const path = await Deno.makeTempDir({ prefix });
    made.resolve(path);
    const dispose = async () => {
      await remove();
      tidying[Symbol.dispose]();
    };
    return { path, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    made.resolve(undefined);
    tidying[Symbol.dispose]();
    throw error;
  }
}
