/** What may stand in a public journal, which is for ever. */

/** No `@` and at most six digits in a row: neither an address nor a phone number fits. */
export const IMPERSONAL = /^[^\d@]*(?:\d{1,6}[^\d@]+)*\d{0,6}$/;

/**
 * Something to be seen, and nothing that hides, reverses or breaks a line, nor what stands for bytes
 * that were no text. Asked of what comes in: journals of before have what they have.
 */
export const VISIBLE = /^(?!\s*$)[^\p{C}\ufffd]*$/u;
