/** What a landed turn's items come to: whoever waits is told, and the rest is counted. */
import type { Activation } from "./activation.ts";
import type { Host } from "./host.ts";
import { type HandedItem, type Item, settleAnswer } from "./item.ts";
import type { Result } from "./plan.ts";

export function settle(host: Host, activation: Activation, item: Item, result: Result): void {
  const { metrics } = host;
  metrics.commands++;
  switch (item.type) {
    case "command":
      if ("outcome" in result) item.resolve(result.outcome);
      else if ("error" in result) item.reject(result.error);
      break;
    case "view":
      if ("value" in result) item.resolve(result.value);
      else if ("error" in result) item.reject(result.error);
      break;
    case "letter":
      if ("outcome" in result) metrics.mailApplied++;
      break;
    case "reminder":
      if ("outcome" in result) metrics.remindersFired++;
      break;
    case "handed":
      if ("handed" in result) {
        metrics.takenOver += item.commands.length;
        settleOwn(activation, item, result.handed);
      } else {
        // Taken before. A letter of our own has its answer somewhere; any other is a late copy.
        if (item.own) host.recover(activation, item);
        host.discard(item.key);
      }
      break;
  }
  if ("error" in result && result.error.code === "defect" && item.type !== "view") {
    metrics.deadLetters++;
    host.report(result.error.message, result.error.cause);
  }
}

function settleOwn(
  activation: Activation,
  { own }: HandedItem,
  answers: Extract<Result, { handed: unknown }>["handed"],
): void {
  own?.forEach((command, i) =>
    settleAnswer(command, answers[i]!, () => activation.pushAgain(command))
  );
}
