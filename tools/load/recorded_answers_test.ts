import { assertEquals } from "@std/assert";
import { ClaimAnswers } from "./claim_answers.ts";
import { compareAnswers, RecordedAnswers } from "./recorded_answers.ts";

const encoder = new TextEncoder();

function journal(): RecordedAnswers {
  const recorded = new RecordedAnswers();
  const common = { line: 2, seq: 1, at: 0 };
  for (const [memberId, number] of [["a", 1], ["b", 2]] as const) {
    const orderId = `launch-2017-${number}`;
    recorded.take({ ...common, memberId, outcome: "claimed", number, orderId, payBy: 1 });
  }
  recorded.take({ ...common, memberId: "c", outcome: "missed", place: 1 });
  return recorded;
}

function told(...answers: [status: number, body: unknown][]): ClaimAnswers {
  const all = new ClaimAnswers(answers.length + 1);
  answers.forEach(([status, body], request) => {
    const bytes = encoder.encode(typeof body === "string" ? body : JSON.stringify(body));
    all.take(request, { status, body: bytes, retryAfterSeconds: undefined, last: false });
  });
  return all;
}

const A = { outcome: "allocated", number: 1 };
const B = { outcome: "already", number: 2 };
const C = { outcome: "sold_out", place: 1 };

for (
  const [what, answers, members, expected] of [
    ["all as recorded", told([201, A], [200, B], [200, C]), ["a", "b", "c"], [0, 0, {}]],
    ["no answer", told([201, A]), ["a", "b"], [1, 0, {}]],
    ["a member who is not recorded", told([201, A]), ["x"], [1, 0, {}]],
    ["another number", told([201, { ...A, number: 2 }]), ["a"], [1, 0, {}]],
    ["another place", told([200, { ...C, place: 2 }]), ["c"], [1, 0, {}]],
    ["a car told twice", told([201, A], [201, A]), ["a", "b"], [1, 1, {}]],
    ["a car beyond the lot", told([201, { ...A, number: 3 }]), ["a"], [1, 1, {}]],
    ["a car repeated to its holder", told([201, A], [200, { ...B, number: 1 }]), ["a", "a"], [
      0,
      0,
      {},
    ]],
    ["a refusal", told([409, { code: "closed" }]), ["a"], [0, 0, { "409 closed": 1 }]],
    ["an answer that is no JSON", told([500, "oops"]), ["a"], [0, 0, { "500 oops": 1 }]],
    ["an answer without a number", told([201, { outcome: "allocated" }]), ["a"], [0, 0, {
      '201 {"outcome":"allocated"}': 1,
    }]],
  ] as const
) {
  Deno.test(`compareAnswers: ${what}`, () => {
    const { lost, oversold, refused } = compareAnswers(
      answers,
      members,
      journal(),
      2,
    );
    assertEquals([lost, oversold, Object.fromEntries(refused)], [...expected]);
  });
}

Deno.test("ClaimAnswers: keeps each answer apart, however many", () => {
  const answers = new ClaimAnswers(50_000);
  for (let request = 0; request < 50_000; request++) {
    const body = encoder.encode(JSON.stringify({ outcome: "sold_out", place: request + 1 }));
    answers.take(request, { status: 200, body, retryAfterSeconds: undefined, last: false });
    body.fill(0);
  }
  for (let request = 0; request < 50_000; request += 777) {
    assertEquals(answers.at(request), { outcome: "sold_out", place: request + 1 });
  }
});

Deno.test("ClaimAnswers: a busy server's answer is not final", () => {
  const answers = new ClaimAnswers(1);
  const busy = { status: 503, body: new Uint8Array(0), retryAfterSeconds: 1, last: false };
  assertEquals(answers.take(0, busy), false);
  assertEquals(answers.at(0), undefined);
});
