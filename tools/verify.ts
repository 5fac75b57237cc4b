/**
 * `deno task verify FILE_OR_URL`: verifies the journal of a sale, of its draw, or of both. Says in one sentence what it proves,
 * or names what is wrong with it. Exits 0 if it is proved, 1 if not, 2 for a slip in the command.
 */
import { isAbsolute, join } from "node:path";
import { parseArgs } from "node:util";
import { amount, counted, quoted, time } from "../lib/proof/wording.ts";
import {
  type Anchor,
  type Finding,
  type SaleAnswer,
  type SaleProof,
  verifySaleJournal,
} from "../lib/proof/verify_sale.ts";
import { type DrawProof, verifyDrawJournal } from "../lib/proof/verify_draw.ts";
import { runTool, UsageError } from "./args.ts";

const USAGE =
  "deno task verify FILE_OR_URL [--draw FILE_OR_URL] [--head HASH] [--member ID] [--json]\n" +
  "  FILE_OR_URL: the journal of a sale or of a draw: a file, `-` for standard input, or\n" +
  "  http(s)://…/api/sales/{id}/journal or …/draw/journal. At an address both are verified.\n" +
  "  --draw: the journal of the sale's draw; the sale has to answer in its order.\n" +
  "  --head: a head that you or others have noted; the journal has to contain it. For a sale's\n" +
  "  address its present head is fetched first and compared as well.\n" +
  "  --member: shows that member's own answer; exits 1 where there is none.\n" +
  "  --json: one line for programs instead of sentences.";

interface Request {
  readonly source: string;
  readonly draw: string | undefined;
  readonly head: string | undefined;
  readonly member: string | undefined;
  readonly json: boolean;
}

/** Prints what it found with `print` and gives the exit code. */
export async function verify(
  args: readonly string[],
  print: (line: string) => void = console.log,
): Promise<number> {
  const request = readRequest(args);
  const answers: SaleAnswer[] = [];
  let proofs: Proofs;
  try {
    proofs = await proofsOf(request, (answer) => {
      if (answer.memberId === request.member) answers.push(answer);
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    print(request.json ? JSON.stringify({ ok: false, problem, findings: [] }) : problem);
    return 1;
  }
  const { draw, sale } = proofs;
  const { member } = request;
  const place = member === undefined ? 0 : (draw?.order?.indexOf(member) ?? -1) + 1;
  if (request.json) print(JSON.stringify(jsonOf(proofs, member, place, answers)));
  else {
    for (const proof of [draw, sale]) for (const line of proof ? report(proof) : []) print(line);
    if (member !== undefined) {
      for (const line of memberLines(member, proofs, place, answers)) print(line);
    }
  }
  const proved = (draw?.ok ?? true) && (sale?.ok ?? true);
  return proved && (member === undefined || answers.length > 0 || place > 0) ? 0 : 1;
}

/** The order of a draw is left out: it is as long as its journal. */
function jsonOf(
  { draw, sale }: Proofs,
  member: string | undefined,
  place: number,
  answers: readonly SaleAnswer[],
): unknown {
  const shownDraw = draw && { ...draw, order: undefined };
  return {
    ...(sale ?? shownDraw),
    ...(sale && shownDraw ? { ok: sale.ok && shownDraw.ok, draw: shownDraw } : {}),
    ...(member === undefined ? {} : { answers, ...(draw ? { drawn: place } : {}) }),
  };
}

function readRequest(args: readonly string[]): Request {
  let read;
  try {
    read = parseArgs({
      args: [...args],
      options: {
        draw: { type: "string" },
        head: { type: "string" },
        member: { type: "string" },
        json: { type: "boolean" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { positionals: [source, ...others], values: { draw, head, member, json = false } } = read;
  if (source === undefined || others.length > 0) {
    throw new UsageError(`verify takes one file or address, got ${args.length ? "more" : "none"}`);
  }
  if (head !== undefined && !/^[0-9a-f]{64}$/i.test(head)) {
    throw new UsageError(`--head takes 64 digits of hex, got ${quoted(head)}`);
  }
  return { source, draw, head, member, json };
}

/** What was verified: the journal of a sale, that of its draw, or both. */
interface Proofs {
  readonly draw: DrawProof | undefined;
  readonly sale: SaleProof | undefined;
}

async function proofsOf(
  request: Request,
  onAnswer: (answer: SaleAnswer) => void,
): Promise<Proofs> {
  const { source, head } = request;
  const noted: Anchor[] = head === undefined ? [] : [{ hash: head }];
  const address = addressOf(source);
  if (address) return await proofsAt(address, request, noted, onAnswer);
  const { kind, chunks } = await kindOf(await chunksOf(source));
  if (kind === "draw") {
    if (request.draw !== undefined) {
      throw new UsageError("--draw goes with the journal of the sale, which comes first");
    }
    return { draw: await verifyDrawJournal(chunks, { anchors: noted }), sale: undefined };
  }
  const draw = request.draw === undefined
    ? undefined
    : await verifyDrawJournal(await chunksOf(request.draw));
  const options = { anchors: noted, onAnswer, ...orderOf(draw) };
  const sale = await verifySaleJournal(chunks, options);
  if (draw && draw.sale !== sale.sale) {
    throw new Error(
      `--draw is the draw of ${quoted(draw.sale)}, expected that of ${quoted(sale.sale)}`,
    );
  }
  return { draw, sale };
}

/** The journals of a sale and its draw, at the sale's own address. */
async function proofsAt(
  { base, id, kind }: Address,
  request: Request,
  noted: readonly Anchor[],
  onAnswer: (answer: SaleAnswer) => void,
): Promise<Proofs> {
  const given = request.draw === undefined ? undefined : await chunksOf(request.draw);
  // A head before its journal: whatever had been recorded by then has to be in the journal.
  const drawHead = given ? undefined : await presentHead(`${base}/draw`, kind === "lot");
  let draw: DrawProof | undefined;
  if (given) draw = await verifyDrawJournal(given, { sale: id });
  else if (drawHead !== "none") {
    const anchors = [...(kind === "draw" ? noted : []), ...(drawHead ? [drawHead] : [])];
    const journal = body(await get(`${base}/draw/journal`));
    draw = await verifyDrawJournal(journal, { sale: id, anchors });
  }
  const undrawn = draw && draw.state !== "drawn" && draw.state !== "handed_over";
  if (kind === "draw" && undrawn) return { draw, sale: undefined };
  const saleHead = await presentHead(base);
  const sale = await verifySaleJournal(body(await get(`${base}/journal`)), {
    sale: id,
    anchors: [
      ...(kind === "lot" ? noted : []),
      ...(typeof saleHead === "object" ? [saleHead] : []),
    ],
    onAnswer,
    ...orderOf(draw),
  });
  return { draw, sale };
}

const orderOf = (draw: DrawProof | undefined) =>
  draw?.order ? { order: draw.order, partial: draw.state !== "handed_over" } : {};

/** Chunks of a file, of standard input or of whatever an address gives. */
async function chunksOf(source: string): Promise<AsyncIterable<Uint8Array>> {
  if (source === "-") return Deno.stdin.readable;
  if (isAddress(source)) return body(await get(source));
  return (await opened(source)).readable;
}

const LONGEST_HEADER_BYTES = 4 * 1024;

/** Whose journal it is, by its first line, and all of it. */
async function kindOf(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ kind: string | undefined; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let text = "";
  while (!text.includes("\n") && text.length < LONGEST_HEADER_BYTES) {
    const { value, done } = await iterator.next();
    if (done) break;
    first.push(value);
    text += new TextDecoder().decode(value);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  const [line = ""] = text.split("\n");
  return { kind: /^\{"forecourt":"journal",[^}]*"kind":"([a-z]+)"/.exec(line)?.[1], chunks: all() };
}

async function opened(path: string): Promise<Deno.FsFile> {
  const cannot = (what: string) => new Error(`Cannot read ${quoted(path)}: ${what}`);
  let file: Deno.FsFile;
  try {
    file = await Deno.open(resolved(path));
  } catch (error) {
    throw cannot(
      error instanceof Deno.errors.NotFound
        ? "there is no such file"
        : error instanceof Error
        ? error.message
        : String(error),
    );
  }
  if ((await file.stat()).isDirectory) {
    file.close();
    throw cannot("expected a file, got a folder");
  }
  return file;
}

/** The folder in which the task was called; tasks themselves run where deno.json is. */
function resolved(path: string): string {
  const folder = Deno.env.get("INIT_CWD");
  return folder === undefined || isAbsolute(path) ? path : join(folder, path);
}

interface Address {
  /** Of the sale, without a slash at the end. */
  readonly base: string;
  readonly id: string;
  readonly kind: "lot" | "draw";
}

const JOURNAL_PATH = /^(.*\/api\/sales\/([^/]+))(\/draw)?\/journal\/?$/;

const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

/** Undefined where the source is no sale's address. */
function addressOf(source: string): Address | undefined {
  if (!isAddress(source)) return undefined;
  const url = new URL(source);
  const [, path, id, draw] = JOURNAL_PATH.exec(url.pathname) ?? [];
  if (path === undefined || id === undefined) return undefined;
  return {
    base: url.origin + path,
    id: decodeURIComponent(id),
    kind: draw === undefined ? "lot" : "draw",
  };
}

/**
 * The journal's head as the sale or draw itself tells it; undefined where it does not, `none` where
 * there may be none and is none.
 */
async function presentHead(url: string, maybe = false): Promise<Anchor | "none" | undefined> {
  const response = await answerOf(url);
  if (maybe && response.status === 404) {
    await response.body?.cancel();
    return "none";
  }
  const { journal: head } = await (await sound(url, response)).json().catch(() => ({})) as {
    journal?: { seq?: unknown; hash?: unknown };
  };
  const { seq, hash } = head ?? {};
  return Number.isSafeInteger(seq) && Number(seq) > 0 && typeof hash === "string"
    ? { seq: Number(seq), hash }
    : undefined;
}

/** For an answer to begin; a journal may take as long as it needs. */
const ANSWER_TIMEOUT_MS = 30_000;

const get = async (url: string): Promise<Response> => await sound(url, await answerOf(url));

async function answerOf(url: string): Promise<Response> {
  const within = new AbortController();
  const timer = setTimeout(() => within.abort(), ANSWER_TIMEOUT_MS);
  try {
    return await fetch(url, { signal: within.signal });
  } catch (error) {
    const why = within.signal.aborted
      ? `no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`
      : error instanceof Error
      ? error.message
      : String(error);
    throw new Error(`Cannot get ${url}: ${why}`);
  } finally {
    clearTimeout(timer);
  }
}

async function sound(url: string, response: Response): Promise<Response> {
  if (response.ok) return response;
  const { title, detail } = await response.json().catch(() => ({})) as Record<string, unknown>;
  const told = [title, detail].filter((text) => typeof text === "string").map(quoted).join(" ");
  const got = `${response.status} ${response.statusText}`.trim() + (told && `: ${told}`);
  throw new Error(`Cannot get ${url}: expected 200, got ${got}`);
}

async function* body(response: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body ?? [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot get all of ${response.url}: ${why}`);
  }
}

function* report(proof: SaleProof | DrawProof): Generator<string> {
  if (proof.ok) {
    yield proof.proved;
    if (proof.head) yield `Head: entry ${amount(proof.head.seq)}, ${proof.head.hash}`;
    yield* proof.notes;
    yield proof.unproved;
    return;
  }
  const { findings, unlisted } = proof;
  yield `Not proved: ${counted(findings.length + unlisted, "finding")}`;
  for (const finding of findings) yield findingLine(finding);
  if (unlisted > 0) yield `and ${amount(unlisted)} more`;
  yield* proof.notes;
}

function findingLine({ line, code, sentence, more }: Finding): string {
  const where = sentence.startsWith("line ") ? "" : `line ${line}: `;
  return `${where}${sentence} [${code}]${more > 0 ? `, and ${amount(more)} more like it` : ""}`;
}

function memberLines(
  member: string,
  { draw, sale }: Proofs,
  place: number,
  answers: readonly SaleAnswer[],
): string[] {
  const drawn = draw?.order === undefined
    ? []
    : place === 0
    ? [`${quoted(member)}: is not in the draw`]
    : [`${quoted(member)}: drawn as number ${amount(place)} of ${amount(draw.order.length)}`];
  if (!sale) return drawn.length > 0 ? drawn : [`${quoted(member)}: nothing is drawn yet`];
  if (answers.length === 0) return [...drawn, `${quoted(member)}: has no answer in this journal`];
  return [
    ...drawn,
    ...answers.map((answer) => {
      const got = answer.outcome === "claimed"
        ? `car ${amount(answer.number)}, order ${quoted(answer.orderId)}`
        : `place ${amount(answer.place)} in line`;
      const { seq, line, at } = answer;
      return `${quoted(member)}: ${got}, at ${time(at)} in entry ${seq} on line ${line}`;
    }),
  ];
}

if (import.meta.main) await runTool(USAGE, () => verify(Deno.args));
