/** Thin marks on a grid of 20, drawn in the colour of the text beside them. */
const ICONS = {
  alert: "M10 3.5 17.5 16.5H2.5ZM10 8.5v4M10 14.4v.1",
  arrow: "M3 10h14M11.5 4.5 17 10l-5.5 5.5",
  back: "M12.5 4.5 7 10l5.5 5.5",
  check: "M3.5 10.5 8 15 16.5 5.5",
  close: "M4.5 4.5l11 11M15.5 4.5l-11 11",
  down: "M4.5 7.5 10 13l5.5-5.5",
  info: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM10 9v5M10 6v.1",
  menu: "M2.5 7h15M2.5 13h15",
  next: "M7.5 4.5 13 10l-5.5 5.5",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM13 13l4 4",
} as const;

export type IconName = keyof typeof ICONS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={ICONS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
