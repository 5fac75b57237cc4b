/** The shop's words about draws, in English. */
import type { drawsZh } from "./draws_zh.ts";

export const drawsEn: typeof drawsZh = {
  desk: {
    until: "Registration ends in",
    register: "Register for the draw",
    registering: "Registering …",
    fair: "Everyone who registers in time has the same chance; being early gains nothing.",
    entrants: "Registered so far: {n}",
    registered: "You are registered, number {number}",
    chance: "The number is only a number; it has no bearing on the draw.",
    withdraw: "Withdraw",
    closed: "The list is closed with {n} in it",
    closedNow: "The list is closed",
    waits:
      "Round {round} of a public beacon decides the order. It comes out at {time}; nobody can " +
      "know it before.",
    late: "That round is late. We wait for it and never take another.",
    drawn: "Drawn among {n}",
    drawnNow: "The draw is made",
    place: "You were drawn at place {place} of {n}",
    notIn: "You did not register for this draw.",
    cancelled: "This draw was called off.",
    refused: {
      registration_closed: "Registration is over.",
      not_registered: "You are not registered.",
      draw_cancelled: "This draw was called off.",
      unknown_draw: "Registration opens in a moment; please try again.",
    },
  },
  proof: {
    title: "Why nobody can tamper with the draw",
    intro:
      "We publish the fingerprint of a secret first, and then wait for a public random number " +
      "that nobody can foretell. List, secret and number together make the order.",
    before: "Published beforehand",
    commitment: "Fingerprint of the secret (SHA-256)",
    round: "Round of the public beacon",
    roundValue: "Round {round}, out at {time}",
    chain: "The beacon",
    list: "Fingerprint of the list",
    listLater: "published when it closes",
    after: "Published afterwards",
    later: "published with the draw",
    secret: "The secret",
    randomness: "The random number",
    self: "Compute it yourself",
    selfText:
      "This command computes the whole order anew from what is public. Where anything does " +
      "not fit, it says what.",
    mine: "With your member id it tells your place.",
    journal: "The draw's journal",
    data: "The draw's data (JSON)",
    how: "Step by step",
  },
};
