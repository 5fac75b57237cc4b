import { assertEquals } from "@std/assert";
import { deviceOf } from "./session_labels.ts";

for (
  const [agent, device] of [
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604.1",
      "Safari · iPhone",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605 Mobile MicroMessenger/8.0",
      "WeChat · iPhone",
    ],
    [
      "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537 Chrome/140.0 Mobile Safari/537",
      "Chrome · Android",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0",
      "Edge · Windows",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:140.0) Gecko/20100101 Firefox/140.0",
      "Firefox · Mac",
    ],
    ["curl/8.9", ""],
  ] as const
) {
  Deno.test(`deviceOf: ${device || "no browser"}`, () => assertEquals(deviceOf(agent), device));
}
