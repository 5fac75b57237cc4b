interface QrCodeProps {
  readonly label: string;
  /** Modules on each side, the quiet zone with them. */
  readonly size: number;
  /** Rows of dark modules. */
  readonly modules: readonly (readonly boolean[])[];
}

/** One path for all modules. Black on white in either theme: some cameras read no other. */
export function QrCode({ label, size, modules }: QrCodeProps) {
  const runs = modules.flatMap((row, y) => {
    const found: string[] = [];
    for (let x = 0; x < row.length;) {
      let end = x;
      while (row[end]) end++;
      if (end > x) found.push(`M${x} ${y}h${end - x}v1h${x - end}z`);
      x = end + 1;
    }
    return found;
  });
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={runs.join("")} fill="#000" />
    </svg>
  );
}
