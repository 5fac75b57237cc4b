/** The seat of an interior from the front: leather or textile in one colour, its inlay in another. */
export function Seat({ colours: [seat, inlay], label }: {
  /** Two, as CSS. */
  readonly colours: readonly string[];
  readonly label?: string;
}) {
  return (
    <svg
      class="seat"
      viewBox="0 0 96 120"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
    >
      <path d="M34 8Q48 2 62 8L64 22Q48 28 32 22Z" fill={seat} />
      <path d="M40 24h4v8h-4zM52 24h4v8h-4z" fill="#8b9093" />
      <path
        d="M24 36Q30 29 48 29T72 36L79 78Q80 90 70 92H26Q16 90 17 78Z"
        fill={seat}
      />
      <path d="M35 37Q48 33 61 37L65 82Q48 88 31 82Z" fill={inlay} />
      <path
        d="M34 48Q48 45 62 48M33 59Q48 56 63 59M32 70Q48 67 64 70"
        fill="none"
        stroke={seat}
        stroke-width="1.2"
        opacity=".7"
      />
      <path d="M14 92Q48 84 82 92L86 106Q86 114 78 114H18Q10 114 10 106Z" fill={seat} />
      <path d="M28 92Q48 88 68 92L70 112H26Z" fill={inlay} />
      <path
        d="M24 36Q30 29 48 29T72 36M14 92Q48 84 82 92"
        fill="none"
        stroke="#fff"
        stroke-width="1"
        opacity=".22"
      />
    </svg>
  );
}
