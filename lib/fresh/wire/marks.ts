/** `<!--frsh:island:MODULE:PROPS:KEY-->` … `<!--/frsh:island-->` */
export const ISLAND_MARK = "frsh:island";
/** `<!--frsh:slot:ID-->` … `<!--/frsh:slot-->` */
export const SLOT_MARK = "frsh:slot";
/** A `<template>` of this id and the slot's number holds what an island has not shown yet. */
export const SLOT_TEMPLATE = "frsh-slot-";
/** The element with the islands' modules and props. */
export const STATE_ID = "__FRSH_STATE";
