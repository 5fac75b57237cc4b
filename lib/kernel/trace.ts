/** The little of OpenTelemetry that the kernel needs; `@opentelemetry/api`'s tracer fits as it is. */

export interface Span {
  setAttribute(name: string, value: string | number | boolean): unknown;
  recordException(error: Error): void;
  end(): void;
}

export interface Tracer {
  startSpan(
    name: string,
    options?: { attributes?: Record<string, string | number | boolean> },
  ): Span;
}
