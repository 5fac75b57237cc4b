/**
 * The simulation finds what it is there to find. `within` of each mutant is proved by any seed up to
 * it that fails, so the one that did so last is tried first; should it pass now, because some
 * change has shifted what happens in it, all are searched from 1 on.
 */
import { assert, assertEquals, assertExists } from "@std/assert";
import { hunt, huntAll, mutate } from "./mutant_runner.ts";
import { MUTANTS } from "./mutants.ts";

const inFolder = async (job: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await Deno.makeTempDir({ prefix: "mutants-" });
  try {
    await job(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

Deno.test("simulation catches each broken kernel within its number of seeds", async (t) => {
  await inFolder(async (folder) => {
    const hunts = MUTANTS.map((mutant) => ({ mutant, folder, first: mutant.seed }));
    const ends = huntAll(hunts, navigator.hardwareConcurrency);
    for (const [i, { name, what, within, seed }] of MUTANTS.entries()) {
      await t.step(`${name}: ${what}`, async () => {
        const caught = await ends[i]!;
        assertEquals(caught.error, undefined);
        assertExists(caught.seed, `Expected ${name} to be caught within ${within} seeds`);
        assert(caught.seed <= within);
        if (caught.seed !== seed) console.log(`${name} is caught by seed ${caught.seed} now`);
      });
    }
  });
});

Deno.test("simulation passes a copy of the kernel that is not broken, and names edits that miss", async () => {
  await inFolder(async (folder) => {
    const mutant = { name: "sound", what: "Nothing.", edits: [], within: 3, seed: 1 };
    assertEquals(await hunt({ mutant, folder }), { name: "sound" });
    const edits = [{ file: "turn.ts", find: "no such text", replace: "" }];
    const { error } = await hunt({ mutant: { ...mutant, edits }, folder });
    assertEquals(
      error,
      "Error: Cannot edit turn.ts: expected this text once, found it 0 times: no such text",
    );
  });
});

Deno.test("simulation replays a failing seed exactly", async () => {
  await inFolder(async (folder) => {
    const broken = MUTANTS.find(({ name }) => name === "steward_trusted")!;
    const run = await mutate(broken, folder);
    const failed = await run(broken.seed);
    assert(failed.violations.length > 0);
    const replayed = await run(broken.seed, { trace: true });
    assertEquals({ ...replayed, trace: [] }, failed);
    assert(replayed.trace.some((line) => line.endsWith(`VIOLATION ${failed.violations[0]}`)));
  });
});
