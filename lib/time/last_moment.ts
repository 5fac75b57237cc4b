/**
 * The last moment that anybody may name: the end of the year 9999 in Beijing. Later ones are more than
 * forms and tables can write, and of the very last that `Date` knows Beijing's clock is none.
 */
export const LAST_MOMENT = 253_402_271_999_999;
