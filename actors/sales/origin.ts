/** Where a participant came from. No personal data: it stands in public journals. */
import * as z from "zod";
import { IMPERSONAL } from "../../lib/words/public_words.ts";

const word = z.string().min(1).max(32).regex(
  IMPERSONAL,
  "expected a word or a code without @ and with at most six digits in a row",
);

export const participantOrigin = z.object({
  /** The channel that brought the participant: `wechat`, `app`, `web`, `store`, a partner's code. */
  source: word.optional(),
  /** The campaign code of the link that was followed. */
  channel: word.optional(),
  /** The model of interest, where it is not the sale's own. */
  model: word.optional(),
  city: word.optional(),
});

export type ParticipantOrigin = z.infer<typeof participantOrigin>;
