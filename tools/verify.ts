/**
 * `deno task verify FILE_OR_URL`: verifies the journal of a sale, of its draw, or of both. Says in one sentence what it proves,
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
import { type DrawProof, verifyDrawJournal } from "../lib/proof/verify_draw.ts";
import { asWords, runTool, UsageError } from "./args.ts";
import { type Address, addressOf, chunksOf, kindOf, presentHead } from "./verify_sources.ts";

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
    proofs = await proofsOf(request, answers);
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
    throw new UsageError(asWords(error));
  }
  const { positionals: [source, ...others], values: { draw, head, member, json = false } } = read;
  if (source === undefined || others.length > 0) {
    throw new UsageError(
      `verify takes one file or address, got ${others.length > 0 ? "more" : "none"}`,
    );
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

async function proofsOf(request: Request, answers: SaleAnswer[]): Promise<Proofs> {
  const { source, head } = request;
  const noted: Anchor[] = head === undefined ? [] : [{ hash: head }];
  const address = addressOf(source);
  if (address) return await proofsAt(address, request, noted, answers);
  const { kind, chunks } = await kindOf(await chunksOf(source));
  if (kind === "draw") {
    const draw = await verifyDrawJournal(chunks, { anchors: noted });
    if (request.draw === undefined) return { draw, sale: undefined };
    throw new UsageError("--draw goes with the journal of the sale, which comes first");
  }
  const draw = request.draw === undefined
    ? undefined
    : await verifyDrawJournal(await chunksOf(request.draw));
  const options = { anchors: noted, onAnswer: taking(request, answers), ...orderOf(draw) };
  const sale = await verifySaleJournal(chunks, options);
  if (draw?.sale !== undefined && draw.sale !== sale.sale) {
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
  answers: SaleAnswer[],
): Promise<Proofs> {
  // A head before its journal: whatever had been recorded by then has to be in the journal.
  const anchorsOf = async (url: string, own: boolean): Promise<Anchor[]> => {
    const present = await presentHead(url);
    return [...(own ? noted : []), ...(present ? [present] : [])];
  };
  const saleBy = async (draw?: DrawProof): Promise<SaleProof> => {
    answers.splice(0);
    const anchors = await anchorsOf(base, kind === "lot");
    return await verifySaleJournal(await chunksOf(`${base}/journal`), {
      sale: id,
      anchors,
      onAnswer: taking(request, answers),
      ...orderOf(draw),
    });
  };
  const drawBy = async (): Promise<DrawProof> => {
    if (request.draw !== undefined) {
      return await verifyDrawJournal(await chunksOf(request.draw), { sale: id });
    }
    const anchors = await anchorsOf(`${base}/draw`, kind === "draw");
    return await verifyDrawJournal(await chunksOf(`${base}/draw/journal`), { sale: id, anchors });
  };
  if (kind === "lot" && request.draw === undefined) {
    const sale = await saleBy();
    if (sale.mode === "first_come") return { draw: undefined, sale };
  }
  const draw = await drawBy();
  return draw.order || kind === "lot"
    ? { draw, sale: await saleBy(draw) }
    : { draw, sale: undefined };
}

/** Keeps the answers to the member who was asked for. */
const taking = ({ member }: Request, answers: SaleAnswer[]) => (answer: SaleAnswer): void => {
  if (answer.memberId === member) answers.push(answer);
};

const orderOf = (draw: DrawProof | undefined) =>
  draw?.order ? { order: draw.order, partial: draw.state !== "handed_over" } : {};

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
