/**
 * `deno task verify FILE_OR_URL`: verifies the journal of a sale. Says in one sentence what it proves,
 * or names what is wrong with it. Exits 0 if it is proved, 1 if not, 2 for a slip in the command.
 */
import { parseArgs } from "node:util";
import { amount, counted, quoted, time } from "../lib/proof/wording.ts";
import {
  type Anchor,
  type Finding,
  type SaleAnswer,
  type SaleProof,
  verifySaleJournal,
} from "../lib/proof/verify_sale.ts";
import { runTool, UsageError } from "./args.ts";

const USAGE = "deno task verify FILE_OR_URL [--head HASH] [--member ID] [--json]\n" +
  "  FILE_OR_URL: a journal's file, `-` for standard input, or http(s)://…/api/sales/{id}/journal.\n" +
  "  --head: a head that you or others have noted; the journal has to contain it. For a sale's\n" +
  "  address its present head is fetched first and compared as well.\n" +
  "  --member: shows that member's own answer; exits 1 where there is none.\n" +
  "  --json: one line for programs instead of sentences.";

interface Request {
  readonly source: string;
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
  let proof: SaleProof;
  try {
    proof = await proofOf(request, (answer) => {
      if (answer.memberId === request.member) answers.push(answer);
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    print(request.json ? JSON.stringify({ ok: false, problem, findings: [] }) : problem);
    return 1;
  }
  if (request.json) {
    print(
      JSON.stringify({
        ...proof,
        ...(request.member === undefined ? {} : { answers }),
      }),
    );
  } else {
    for (const line of report(proof)) print(line);
    if (request.member !== undefined) {
      for (const line of memberLines(request.member, answers)) print(line);
    }
  }
  return proof.ok && (request.member === undefined || answers.length > 0) ? 0 : 1;
}

function readRequest(args: readonly string[]): Request {
  let read;
  try {
    read = parseArgs({
      args: [...args],
      options: {
        head: { type: "string" },
        member: { type: "string" },
        json: { type: "boolean" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { positionals: [source, ...others], values: { head, member, json = false } } = read;
  if (source === undefined || others.length > 0) {
    throw new UsageError(`verify takes one file or address, got ${args.length ? "more" : "none"}`);
  }
  if (head !== undefined && !/^[0-9a-f]{64}$/i.test(head)) {
    throw new UsageError(`--head takes 64 digits of hex, got ${quoted(head)}`);
  }
  return { source, head, member, json };
}

async function proofOf(
  { source, head }: Request,
  onAnswer: (answer: SaleAnswer) => void,
): Promise<SaleProof> {
  const noted: Anchor[] = head === undefined ? [] : [{ hash: head }];
  if (source === "-") {
    return await verifySaleJournal(Deno.stdin.readable, { anchors: noted, onAnswer });
  }
  if (!/^https?:\/\//i.test(source)) {
    const file = await opened(source);
    return await verifySaleJournal(file.readable, { anchors: noted, onAnswer });
  }
  const url = new URL(source);
  const sale = saleOf(url);
  // The head before the journal: whatever the sale had recorded by then has to be in the journal.
  const present = sale === undefined ? undefined : await presentHead(url);
  const response = await get(url);
  return await verifySaleJournal(body(response), {
    ...(sale === undefined ? {} : { sale }),
    anchors: present === undefined ? noted : [...noted, present],
    onAnswer,
  });
}

async function opened(path: string): Promise<Deno.FsFile> {
  const cannot = (what: string) => new Error(`Cannot read ${quoted(path)}: ${what}`);
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
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

const JOURNAL_PATH = /^(.*\/api\/sales\/([^/]+))\/journal\/?$/;

const saleOf = ({ pathname }: URL): string | undefined => {
  const id = JOURNAL_PATH.exec(pathname)?.[2];
  return id === undefined ? undefined : decodeURIComponent(id);
};

/** The sale's head as its own page tells it; undefined where it does not. */
async function presentHead(journal: URL): Promise<Anchor | undefined> {
  const url = new URL(journal);
  url.pathname = JOURNAL_PATH.exec(url.pathname)?.[1] ?? url.pathname;
  const response = await get(url);
  const { journal: head } = await response.json().catch(() => ({})) as {
    journal?: { seq?: unknown; hash?: unknown };
  };
  const { seq, hash } = head ?? {};
  return Number.isSafeInteger(seq) && Number(seq) > 0 && typeof hash === "string"
    ? { seq: Number(seq), hash }
    : undefined;
}

/** For an answer to begin; a journal may take as long as it needs. */
const ANSWER_TIMEOUT_MS = 30_000;

async function get(url: URL): Promise<Response> {
  const within = new AbortController();
  const timer = setTimeout(() => within.abort(), ANSWER_TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(url, { signal: within.signal });
  } catch (error) {
    const why = within.signal.aborted
      ? `no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`
      : error instanceof Error
      ? error.message
      : String(error);
    throw new Error(`Cannot get ${url.href}: ${why}`);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return response;
  const { title, detail } = await response.json().catch(() => ({})) as Record<string, unknown>;
  const told = [title, detail].filter((text) => typeof text === "string").map(quoted).join(" ");
  const got = `${response.status} ${response.statusText}`.trim() + (told && `: ${told}`);
  throw new Error(`Cannot get ${url.href}: expected 200, got ${got}`);
}

async function* body(response: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body ?? [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot get all of ${response.url}: ${why}`);
  }
}

function* report(proof: SaleProof): Generator<string> {
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

function memberLines(member: string, answers: readonly SaleAnswer[]): string[] {
  if (answers.length === 0) return [`${quoted(member)}: has no answer in this journal`];
  return answers.map((answer) => {
    const got = answer.outcome === "claimed"
      ? `car ${amount(answer.number)}, order ${quoted(answer.orderId)}`
      : `place ${amount(answer.place)} in line`;
    const { seq, line, at } = answer;
    return `${quoted(member)}: ${got}, at ${time(at)} in entry ${seq} on line ${line}`;
  });
}

if (import.meta.main) await runTool(USAGE, () => verify(Deno.args));
