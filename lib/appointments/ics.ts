/** A visit as a calendar file (RFC 5545), for the visitor's own calendar. */

export interface CalendarEntry {
  readonly uid: string;
  readonly startAt: number;
  readonly durationMs: number;
  /** When the file was made, epoch milliseconds. */
  readonly madeAt: number;
  readonly title: string;
  readonly place: string;
  /** GCJ-02 degrees. */
  readonly at: { readonly longitude: number; readonly latitude: number };
  readonly text: string;
  readonly cancelled: boolean;
  /** What the alarm a day before says. */
  readonly alarm: string;
}

const stamp = (ms: number): string =>
  new Date(ms).toISOString().replace(/\.\d+Z$/, "Z").replace(/[-:]/g, "");

const escaped = (text: string): string =>
  text.replace(/[\\;,]/g, (mark) => `\\${mark}`).replace(/\r?\n/g, "\\n");

/** Lines of at most 75 octets; a character is never cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > 75) {
      out += "\r\n ";
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}

export function calendarFile(entry: CalendarEntry): string {
  const { uid, startAt, durationMs, madeAt, title, place, at, text, cancelled, alarm } = entry;
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Forecourt//Appointments//ZH",
    "CALSCALE:GREGORIAN",
    `METHOD:${cancelled ? "CANCEL" : "PUBLISH"}`,
    "BEGIN:VEVENT",
    `UID:${escaped(uid)}`,
    `DTSTAMP:${stamp(madeAt)}`,
    `DTSTART:${stamp(startAt)}`,
    `DTEND:${stamp(startAt + durationMs)}`,
    // Each file that is fetched later stands in the place of those before it.
    `SEQUENCE:${Math.floor(madeAt / 1000) % 2 ** 31}`,
    `STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}`,
    `SUMMARY:${escaped(title)}`,
    `LOCATION:${escaped(place)}`,
    `GEO:${at.latitude};${at.longitude}`,
    `DESCRIPTION:${escaped(text)}`,
    ...(cancelled ? [] : [
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "TRIGGER:-P1D",
      `DESCRIPTION:${escaped(alarm)}`,
      "END:VALARM",
    ]),
    "END:VEVENT",
    "END:VCALENDAR",
  ].map(folded).join("\r\n") + "\r\n";
}
