/** How a gathered message reads: Chinese first, since that is what the groups speak. */
import { nameOf, noticeSentence } from "../../alerts/words.ts";
import { NOTICES, SEVERITIES, type Severity } from "../../alerts/notices.ts";
import type { ChatLine, ChatMessage, ChatRequest } from "./port.ts";

export interface ChatLinks {
  /** The page on which all that stands in a message is acknowledged with one press. */
  acknowledge(group: string, message: number): string;
  /** A path of the console as an address. */
  page(path: string): string;
}

const LEADS: Readonly<Record<Severity, string>> = { info: "", warn: "注意 · ", alert: "告警 · " };

export function composed(request: ChatRequest, links: ChatLinks): ChatMessage {
  const { group, message, lines, more, everybody } = request;
  const severity = worst([...lines, ...more]);
  const all = lines.length + more.reduce((sum, { count }) => sum + count, 0);
  const [first] = lines;
  const title = all === 1 && first
    ? `${LEADS[severity]}${nameOf(first.code, "zh")}`
    : `${LEADS[severity]}${summary(lines, more)}`;
  const rest = more.map(({ code, count }) => `- 另有 ${nameOf(code, "zh")} ${count} 条`);
  const said = [
    `### ${title}`,
    ...(all === 1 && first
      ? [plain(noticeSentence(first, "zh")), `> ${plain(noticeSentence(first, "en"))}`]
      : [[...lines.map((line) => listed(line, links)), ...rest].join("\n")]),
  ];
  const there = lines.length === 1 && first?.href ? first.href : "/staff/alerts";
  return {
    title,
    text: said.join("\n\n"),
    severity,
    actions: [
      { title: "确认 Acknowledge", url: links.acknowledge(group, message) },
      { title: "打开 Open", url: links.page(there) },
    ],
    everybody,
  };
}

function worst(all: readonly { readonly code: string }[]): Severity {
  const ranks = all.map(({ code }) => {
    const found = Object.hasOwn(NOTICES, code) ? NOTICES[code as keyof typeof NOTICES] : undefined;
    return SEVERITIES.indexOf(found?.severity ?? "info");
  });
  return SEVERITIES[Math.max(0, ...ranks)]!;
}

/** "试驾预约 3 · 死信 1" */
function summary(lines: readonly ChatLine[], more: ChatRequest["more"]): string {
  const counts = new Map<string, number>();
  for (const { code } of lines) counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const { code, count } of more) counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts].map(([code, count]) => `${nameOf(code, "zh")} ${count}`).join(" · ");
}

const listed = (line: ChatLine, links: ChatLinks): string => {
  const sentence = plain(noticeSentence(line, "zh"));
  return line.href ? `- [${sentence}](${links.page(line.href)})` : `- ${sentence}`;
};

/** Nothing in a value may become markup: a reason may come from a provider's answer. */
const plain = (text: string): string => text.replace(/[[\]()<>*_`#!\\\n]/g, " ").slice(0, 300);
