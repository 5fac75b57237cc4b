/** One figure of a benchmark on a line of its own, as JSON. */
export function printFigure(bench: string, value: number, unit: string): void {
  console.log(JSON.stringify({ bench, value: round(value), unit }));
}

/** Four significant digits: the machine's noise is in the second. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
