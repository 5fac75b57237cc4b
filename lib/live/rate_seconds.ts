/** Seconds that staff's stream looks back: apart from the protocol, whose checks no browser needs. */
export const RATE_SECONDS = 60;
