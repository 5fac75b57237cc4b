import { assert, assertEquals } from "@std/assert";
import { galleryDocument } from "../../tools/gallery.ts";

const html = galleryDocument({ theme: "dark" });

Deno.test("gallery: one page, whole, in the theme asked for", () => {
  assert(html.includes('<html lang="zh-Hans" data-theme="dark">'));
  assert(!/\[object |NaN|>undefined</.test(html));
});

Deno.test("gallery: nothing in it needs an exception from a strict policy", () => {
  const body = html.slice(html.indexOf("<body>"));
  assertEquals(body.match(/ style="| on[a-z]+="|<script|<style/g), null);
});

Deno.test("gallery: every control has a name, and every label a control", () => {
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const targets = [...html.matchAll(/ (?:for|aria-controls|commandfor)="([^"]+)"/g)];
  assertEquals(targets.map(([, id]) => id).filter((id) => !ids.has(id!)), []);
  const described = [...html.matchAll(/ aria-(?:describedby|labelledby)="([^"]+)"/g)]
    .flatMap(([, list]) => list!.split(" "));
  assertEquals(described.filter((id) => !ids.has(id)), []);
});
