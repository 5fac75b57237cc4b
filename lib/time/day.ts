/** A day's length; all of Beijing's are so long. */
export const DAY_MS = 86_400_000;
