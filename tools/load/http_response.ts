/** Reads HTTP/1.1 responses (RFC 9112) from a connection's bytes, however they are cut. */

export interface HttpResponse {
  readonly status: number;
  /** Seconds of `Retry-After`, where it was sent as a number. */
  readonly retryAfterSeconds: number | undefined;
  /** The server closes the connection after this response. */
  readonly last: boolean;
  /** Valid only until the callback returns: the bytes are a view of the receive buffer. */
  readonly body: Uint8Array;
}

export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

const CR = 0x0d, LF = 0x0a, COLON = 0x3a, SPACE = 0x20, SEMICOLON = 0x3b;
const HEAD_BYTES_MAX = 64 * 1024;
const NONE = new Uint8Array(0);

interface Head {
  status: number;
  /** Where the body starts. */
  bodyStart: number;
  contentLength: number;
  chunked: boolean;
  last: boolean;
  retryAfterSeconds: number | undefined;
}

export class ResponseReader {
  readonly #respond: (response: HttpResponse) => void;
  /** Holds the start of a response that is not all there yet, in its first `#length` bytes. */
  #buffer = NONE;
  #length = 0;
  /** Bytes that must be there before it is worth looking again. */
  #needed = 0;

  constructor(respond: (response: HttpResponse) => void) {
    this.#respond = respond;
  }

  /** Takes the bytes that came next; calls back once for each response that is complete. */
  read(bytes: Uint8Array): void {
    const waiting = this.#length > 0;
    if (waiting) this.#append(bytes);
    const all = waiting ? this.#buffer.subarray(0, this.#length) : bytes;
    if (all.length < this.#needed) return;
    let start = 0;
    while (start < all.length) {
      this.#needed = 0;
      const end = this.#readOne(all, start, false);
      if (end === 0) break;
      start = end;
    }
    this.#needed = Math.max(0, this.#needed - start);
    if (waiting) {
      this.#buffer.copyWithin(0, start, this.#length);
      this.#length -= start;
    } else if (start < all.length) this.#append(all.subarray(start));
  }

  /** The connection has ended: completes a response whose body runs until then. */
  end(): void {
    if (this.#length > 0) this.#readOne(this.#buffer.subarray(0, this.#length), 0, true);
    this.#length = 0;
  }

  #append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }

  /** Returns where the response that starts at `start` ends, or 0 while it is not all there. */
  #readOne(bytes: Uint8Array, start: number, ended: boolean): number {
    const head = readHead(bytes, start);
    if (!head) {
      if (bytes.length - start > HEAD_BYTES_MAX) {
        throw new ProtocolError(`read a response: its head passes ${HEAD_BYTES_MAX} bytes`);
      }
      return 0;
    }
    const { status, bodyStart, last, retryAfterSeconds } = head;
    // An interim response (RFC 9110, 15.2) announces the one that counts.
    if (status < 200) return bodyStart;
    let body: Uint8Array = NONE, end = bodyStart;
    if (status === 204 || status === 304) {
      // These two have no body, whatever their headers say.
    } else if (head.chunked) {
      const chunks = readChunks(bytes, bodyStart);
      if (!chunks) return 0;
      ({ body, end } = chunks);
    } else if (head.contentLength >= 0) {
      end = bodyStart + head.contentLength;
      if (end > bytes.length) {
        this.#needed = end;
        return 0;
      }
      body = bytes.subarray(bodyStart, end);
    } else {
      if (!ended) return 0;
      end = bytes.length;
      body = bytes.subarray(bodyStart, end);
    }
    this.#respond({ status, retryAfterSeconds, last, body });
    return end;
  }
}

function readHead(bytes: Uint8Array, start: number): Head | undefined {
  const head: Head = {
    status: 0,
    bodyStart: 0,
    contentLength: -1,
    chunked: false,
    last: false,
    retryAfterSeconds: undefined,
  };
  let line = start;
  for (let i = start; i < bytes.length; i++) {
    if (bytes[i] !== LF) continue;
    const end = i > line && bytes[i - 1] === CR ? i - 1 : i;
    if (line === start) readStatusLine(bytes, line, end, head);
    else if (end === line) {
      head.bodyStart = i + 1;
      return head;
    } else readField(bytes, line, end, head);
    line = i + 1;
  }
  return undefined;
}

function readStatusLine(bytes: Uint8Array, start: number, end: number, head: Head): void {
  head.status = end - start < 12 ? NaN : digits(bytes, start + 9, start + 12);
  if (!(head.status >= 100) || bytes[start] !== 0x48 || bytes[start + 8] !== SPACE) {
    const line = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + 80)));
    throw new ProtocolError(`read a response: expected a status line, got "${line}"`);
  }
  // HTTP/1.0 keeps no connection alive unless asked to.
  if (bytes[start + 7] === 0x30) head.last = true;
}

/** Tells the four fields that matter by the length of their name first: most others end there. */
function readField(bytes: Uint8Array, start: number, end: number, head: Head): void {
  let colon = start;
  while (colon < end && bytes[colon] !== COLON) colon++;
  let value = colon + 1;
  while (value < end && bytes[value] === SPACE) value++;
  switch (colon - start) {
    case 14:
      if (is(bytes, start, "content-length")) {
        head.contentLength = digits(bytes, value, end);
        if (!(head.contentLength >= 0)) {
          throw new ProtocolError("read a response: its Content-Length is no number");
        }
      }
      break;
    case 17:
      if (is(bytes, start, "transfer-encoding")) {
        head.chunked = end - value === 7 && is(bytes, value, "chunked");
        if (!head.chunked) {
          throw new ProtocolError("read a response: its Transfer-Encoding is not chunked");
        }
      }
      break;
    case 10:
      if (is(bytes, start, "connection")) {
        head.last = end - value === 5 && is(bytes, value, "close");
      }
      break;
    case 11:
      if (is(bytes, start, "retry-after")) {
        const seconds = digits(bytes, value, end);
        head.retryAfterSeconds = seconds >= 0 ? seconds : undefined;
      }
      break;
  }
}

function readChunks(bytes: Uint8Array, start: number): { body: Uint8Array; end: number } | null {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let at = start;;) {
    const lineEnd = bytes.indexOf(LF, at);
    if (lineEnd < 0) return null;
    const size = chunkSize(bytes, at, lineEnd);
    at = lineEnd + 1;
    if (size === 0) {
      const end = trailerEnd(bytes, at);
      return end === 0 ? null : { body: join(parts, length), end };
    }
    if (at + size + 2 > bytes.length) return null;
    if (bytes[at + size] !== CR || bytes[at + size + 1] !== LF) {
      throw new ProtocolError("read a response: a chunk does not end where its size says");
    }
    parts.push(bytes.subarray(at, at + size));
    length += size;
    at += size + 2;
  }
}

function chunkSize(bytes: Uint8Array, start: number, lineEnd: number): number {
  let end = start;
  while (end < lineEnd && bytes[end] !== CR && bytes[end] !== SEMICOLON) end++;
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 16))).trim();
  if (!/^[0-9a-f]{1,8}$/i.test(text)) {
    throw new ProtocolError(`read a response: expected a chunk's size, got "${text}"`);
  }
  return parseInt(text, 16);
}

/** Where the trailer section ends that starts at `at`, or 0 while it is not all there. */
function trailerEnd(bytes: Uint8Array, at: number): number {
  for (let line = at;;) {
    const lineEnd = bytes.indexOf(LF, line);
    if (lineEnd < 0) return 0;
    if (lineEnd - line <= 1) return lineEnd + 1;
    line = lineEnd + 1;
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The decimal number that fills the range, or NaN. */
function digits(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > 15) return NaN;
  let number = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** Whether the bytes from `start` are `name`, which is in lower case. */
function is(bytes: Uint8Array, start: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const byte = bytes[start + i]!;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    if (lower !== name.charCodeAt(i)) return false;
  }
  return true;
}
