/** Trouble that is not a refusal: the actor did not decide, or its decision could not be kept. */

export type KernelErrorCode =
  /** The mailbox is full. Transient: ask again after `retryAfterMs`. */
  | "busy"
  /** The store did not answer in time; the command may or may not have happened. Transient. */
  | "unavailable"
  /** This node is shutting down. Transient: another node answers. */
  | "stopping"
  /** `decide`, `evolve` or the invariant failed. Final; the input is kept as a dead letter. */
  | "defect"
  /** The idempotency key was used with another body. Final. */
  | "idempotency_conflict"
  /** The command does not exist or its payload is not what its schema says. Final. */
  | "invalid_command";

export class KernelError extends Error {
  override readonly name = "KernelError";
  readonly code: KernelErrorCode;
  readonly retryAfterMs?: number;

  constructor(
    code: KernelErrorCode,
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }

  get transient(): boolean {
    return this.code === "busy" || this.code === "unavailable" || this.code === "stopping";
  }
}

/** The store did not answer in time, or has not for a while and was not asked again. */
export class StoreSilent extends KernelError {
  /** Settles once the call has ended after all; undefined where the store was not asked. */
  readonly late: Promise<unknown> | undefined;

  constructor(message: string, late?: Promise<unknown>) {
    super("unavailable", message, { retryAfterMs: 2_000 });
    this.late = late;
  }
}

/** A store throws this where nobody is there to be asked. A commit may have landed all the same. */
export class StoreUnreachable extends Error {
  override readonly name = "StoreUnreachable";
}

/** A store throws this for a commit that it certainly did not and never will apply. */
export class CommitRejected extends Error {
  override readonly name = "CommitRejected";
}
