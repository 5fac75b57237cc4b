/** A stream that ends where its viewer may no longer know. */

/** Ends with the session: what follows a sign-out is told to nobody. */
export function whileAllowed(
  stream: ReadableStream<Uint8Array>,
  allowed: () => boolean,
): ReadableStream<Uint8Array> {
  return stream.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        if (allowed()) controller.enqueue(chunk);
        else controller.terminate();
      },
    }),
  );
}
