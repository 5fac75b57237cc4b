import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { addressKey } from "./address.ts";
import { RateLimiter } from "./rate_limit.ts";

Deno.test("RateLimiter: a burst, then the rate, and it says when to come back", () => {
  const limiter = new RateLimiter({ burst: 3, perSecond: 2 });
  assertEquals([1, 2, 3].map(() => limiter.take("a", 10_000)), [0, 0, 0]);
  assertEquals(limiter.take("a", 10_000), 500);
  assertEquals(limiter.take("b", 10_000), 0);
  assertEquals([limiter.take("a", 10_499), limiter.take("a", 10_500)], [1, 0]);
});

Deno.test("RateLimiter: in any stretch of time no more than burst and rate allow", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.nat(300), { maxLength: 100 }),
      (burst, perSecond, pauses) => {
        const limiter = new RateLimiter({ burst, perSecond });
        const taken: number[] = [];
        let now = 1_000;
        for (const pause of pauses) {
          now += pause;
          if (limiter.take("a", now) === 0) taken.push(now);
        }
        taken.forEach((from, i) => {
          taken.slice(i).forEach((to, more) =>
            assert(more + 1 <= burst + (to - from) * perSecond / 1_000 + 1e-6)
          );
        });
      },
    ),
    { seed: 2, numRuns: 100 },
  );
});

Deno.test("RateLimiter: memory is bounded, and a clock set back locks nobody out", () => {
  const limiter = new RateLimiter({ burst: 1, perSecond: 1, keys: 100 });
  for (let i = 0; i < 10_000; i++) limiter.take(`k${i}`, 5_000_000);
  assert(limiter.size <= 100);
  limiter.take("late", 5_000_000);
  assert(limiter.take("late", 1_000) <= 1_000);
});

Deno.test("addressKey: what counts as one address", () => {
  const request = new Request("http://shop.test/", {
    headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.5, 10.1.1.1" },
  });
  const cases: [string | undefined, Parameters<typeof addressKey>[2], string][] = [
    ["198.51.100.7", undefined, "198.51.100.7"],
    [undefined, undefined, "unknown"],
    ["::ffff:198.51.100.7", undefined, "198.51.100.7"],
    ["2001:db8:0:1:aaaa::5", undefined, "2001:db8:0:1::/64"],
    ["2001:0db8::1:2:3:4", undefined, "2001:db8:0:0::/64"],
    ["2001:db8::1", undefined, "2001:db8:0:0::/64"],
    ["fe80::1%eth0", undefined, "fe80:0:0:0::/64"],
    ["::1", undefined, "0:0:0:0::/64"],
    ["10.1.1.1", { header: "x-forwarded-for", hops: 1 }, "10.1.1.1"],
    ["10.1.1.1", { header: "x-forwarded-for", hops: 2 }, "203.0.113.5"],
    ["10.1.1.1", { header: "x-real-ip", hops: 1 }, "10.1.1.1"],
  ];
  for (const [remote, proxy, expected] of cases) {
    assertEquals(addressKey(request, remote, proxy), expected, `${remote} ${proxy?.header}`);
  }
});
