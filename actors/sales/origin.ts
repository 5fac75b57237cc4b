/** Where a participant came from. No personal data: it stands in public journals. */
import * as z from "zod";

export const participantOrigin = z.object({
  /** The channel that brought the participant: `wechat`, `app`, `web`, `store`, a partner's code. */
  source: z.string().min(1).max(32).optional(),
  /** The campaign code of the link that was followed. */
  channel: z.string().min(1).max(32).optional(),
  /** The model of interest, where it is not the sale's own. */
  model: z.string().min(1).max(32).optional(),
  city: z.string().min(1).max(32).optional(),
});

export type ParticipantOrigin = z.infer<typeof participantOrigin>;
