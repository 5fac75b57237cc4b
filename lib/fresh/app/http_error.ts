/**
 * An answer that is an error, with its HTTP status. Thrown anywhere under a handler, it reaches the
 * nearest error page; its message is shown to whoever asked.
 */
export class HttpError extends Error {
  status: number;

  constructor(status: number, message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = this.constructor.name;
    this.status = status;
  }
}
