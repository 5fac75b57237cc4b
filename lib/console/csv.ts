/** Tables as files for a spreadsheet. */

/** A spreadsheet takes a cell that begins with one of these for a formula and may run it. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return cells.map((cell) => {
    const text = String(cell ?? "");
    const safe = typeof cell === "string" && FORMULA.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }).join(",") + "\r\n";
}

/** Excel takes a file for UTF-8 only when it begins with this mark. */
const BOM = "\ufeff";

export function csvResponse(name: string, lines: AsyncIterable<string>): Response {
  async function* all() {
    yield BOM;
    yield* lines;
  }
  return new Response(ReadableStream.from(all()).pipeThrough(new TextEncoderStream()), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
      "cache-control": "no-store",
    },
  });
}
