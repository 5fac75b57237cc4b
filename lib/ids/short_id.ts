/** Ids are long and their ends differ: enough of one to tell it from others. */
export const shortId = (id: string): string => id.length <= 12 ? id : `${id.slice(0, 10)}…`;
