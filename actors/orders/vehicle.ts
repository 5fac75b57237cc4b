/**
 * One car, from the factory to its owner. Its VIN leads to a person, and so lies in the vault; the
 * journal has it masked, and the id is a keyed hash of it.
 *
 * VEHICLE-1: a car is announced once, under a VIN whose check digit is right.
 * VEHICLE-2: it is bound to one order at a time, and free again when that order ends.
 * VEHICLE-3: milestones are reached in their order, each once; a revision keeps what was planned
 * before, with its reason.
 * VEHICLE-4: it is handed over by appointment at the dealer's, cleared by its order, with every
 * point of the checklist ticked and a signature.
 * VEHICLE-5: by the handover the member becomes its owner.
 * VEHICLE-6: who moves an appointment that was moved since they saw it hears to when; it stays there.
 */
import * as z from "zod";
import { maskedVin, parseVin } from "../../lib/garage/vin.ts";
import { defineActor } from "../../lib/kernel/actor.ts";
import { CHECKLIST, MILESTONES } from "../../lib/orders/way.ts";
import { EMPTY_WAY, nowhere, vehicleState } from "./vehicle_state.ts";
import { LAST_MOMENT } from "../../lib/time/last_moment.ts";

const time = z.int().min(0).max(LAST_MOMENT);
const code = z.enum(MILESTONES);
const orderId = z.string().min(1);
const memberId = z.string().min(1);
const reason = z.string().min(2).max(200);
const plan = z.object({ code, plannedAt: time });
const appointment = z.object({ at: time, dealerId: z.string().min(1).max(60) });

const commands = {
  announce: z.object({
    vin: z.string(),
    model: z.string(),
    configuration: z.string(),
    plan: z.array(plan).max(MILESTONES.length),
  }),
  bind: z.object({ orderId, memberId }),
  release: z.object({ orderId }),
  clear: z.object({ orderId }),
  revise: z.object({ code, plannedAt: time, reason }),
  reach: z.object({ code, place: z.string().min(1).max(80), source: z.string().min(1).max(40) }),
  /** `wasAt`: the appointment that whoever moves it has seen, null for none. */
  appoint: appointment.extend({ wasAt: time.nullable().optional() }),
  hand_over: z.object({
    checklist: z.array(z.enum(CHECKLIST)),
    /** Of the drawn signature, which lies in the member's vault. SHA-256, hex. */
    signature: z.string().regex(/^[0-9a-f]{64}$/),
  }),
};

const events = {
  announced: commands.announce,
  bound: commands.bind,
  released: z.object({
    orderId,
    appointmentAt: time.nullable(),
    /** Where that was to be; events of before did not say. */
    dealerId: appointment.shape.dealerId.optional(),
  }),
  cleared: z.object({ orderId }),
  revised: commands.revise,
  reached: commands.reach.extend({
    orderId: orderId.nullable(),
    /** Events of before did not say. */
    model: z.string().optional(),
  }),
  appointed: appointment.extend({ orderId, memberId, movedFrom: time.nullable() }),
  handed_over: commands.hand_over.pick({ signature: true }).extend({
    orderId,
    memberId,
    /** For when and where that was agreed; events of before did not say. */
    appointment: appointment.optional(),
  }),
};

export const vehicle = defineActor("vehicle", {
  version: 2,
  live: true,
  state: vehicleState,
  initial: nowhere,
  commands,
  events,
  // Version 1 had the VIN as the id only.
  upcast: { announced: (payload) => ({ vin: "", ...(payload as object) }) },
  refusals: [
    "wrong_vin",
    "unknown_vehicle",
    "delivered_already",
    "bound_already",
    "not_bound",
    "too_early",
    "too_late",
    "moved_meanwhile",
    "not_at_dealer",
    "not_cleared",
    "no_appointment",
    "checklist_open",
  ],
  decide: {
    announce(car, announcement, turn) {
      const vin = parseVin(announcement.vin);
      if (vin === undefined) return turn.refuse("wrong_vin");
      if (car.model === "") turn.emit("announced", { ...announcement, vin: maskedVin(vin) });
      return turn.reply({});
    },
    bind(car, binding, turn) {
      if (car.model === "") return turn.refuse("unknown_vehicle");
      if (car.orderId === binding.orderId) return turn.reply({});
      if (car.orderId !== null) return turn.refuse("bound_already");
      return turn.emit("bound", binding).reply({});
    },
    release(car, { orderId }, turn) {
      if (car.ownerId !== null) return turn.refuse("delivered_already");
      if (car.orderId === orderId) {
        const { appointment } = car;
        turn.emit("released", {
          orderId,
          appointmentAt: appointment?.at ?? null,
          ...(appointment ? { dealerId: appointment.dealerId } : {}),
        });
      }
      return turn.reply({});
    },
    clear(car, { orderId }, turn) {
      if (car.orderId !== orderId) return turn.refuse("not_bound");
      if (!car.cleared) turn.emit("cleared", { orderId });
      return turn.reply({});
    },
    revise(car, revision, turn) {
      if (car.model === "") return turn.refuse("unknown_vehicle");
      if (car.way[revision.code].actualAt !== null) return turn.refuse("too_late");
      return turn.emit("revised", revision).reply({});
    },
    reach(car, { code, place, source }, turn) {
      if (car.model === "") return turn.refuse("unknown_vehicle");
      if (car.way[code].actualAt !== null) return turn.reply({});
      // The handover has its own command: a carrier cannot make an owner.
      if (code === "handed_over") return turn.refuse("too_early");
      const nth = MILESTONES.indexOf(code);
      const before = MILESTONES[nth - 1];
      if (before && car.way[before].actualAt === null) return turn.refuse("too_early", { before });
      const { orderId, model } = car;
      return turn.emit("reached", { code, place, source, orderId, model }).reply({});
    },
    appoint(car, { wasAt, ...appointment }, turn) {
      const { orderId, memberId } = car;
      if (car.ownerId !== null) return turn.refuse("delivered_already");
      if (orderId === null || memberId === null) return turn.refuse("not_bound");
      if (appointment.at <= turn.at) return turn.refuse("too_late");
      const movedFrom = car.appointment?.at ?? null;
      if (wasAt !== undefined && wasAt !== movedFrom && appointment.at !== movedFrom) {
        return turn.refuse("moved_meanwhile", movedFrom === null ? {} : { startAt: movedFrom });
      }
      return turn.emit("appointed", { ...appointment, orderId, memberId, movedFrom }).reply({});
    },
    hand_over(car, { checklist, signature }, turn) {
      const { orderId, memberId, appointment } = car;
      if (car.ownerId !== null) return turn.reply({});
      if (orderId === null || memberId === null) return turn.refuse("not_bound");
      if (car.way.at_dealer.actualAt === null) return turn.refuse("not_at_dealer");
      if (!car.cleared) return turn.refuse("not_cleared");
      if (appointment === null) return turn.refuse("no_appointment");
      const open = CHECKLIST.filter((point) => !checklist.includes(point));
      if (open.length > 0) return turn.refuse("checklist_open", { open });
      return turn.emit("handed_over", { orderId, memberId, signature, appointment }).reply({});
    },
  },
  evolve: {
    announced(car, { vin, model, configuration, plan }) {
      Object.assign(car, { vin, model, configuration, way: structuredClone(EMPTY_WAY) });
      for (const { code, plannedAt } of plan) car.way[code].plannedAt = plannedAt;
    },
    bound: (car, binding) => void Object.assign(car, binding),
    released: (car) =>
      void Object.assign(car, {
        orderId: null,
        memberId: null,
        cleared: false,
        appointment: null,
      }),
    cleared: (car) => void (car.cleared = true),
    revised: (car, { code, plannedAt, reason }, { at }) =>
      void car.way[code].revised.push({ plannedAt, reason, at }),
    reached: (car, { code, place, source }, { at }) =>
      void Object.assign(car.way[code], { actualAt: at, place, source }),
    appointed: (car, { at, dealerId }) => void (car.appointment = { at, dealerId }),
    handed_over(car, { memberId, signature }, { at }) {
      car.ownerId = memberId;
      car.signature = signature;
      car.way.handed_over.actualAt = at;
    },
  },
});
