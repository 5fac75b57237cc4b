/** The words of a car's order; in both languages. */
import { vehicleOrdersEn } from "./vehicle_orders_en.ts";
import { vehicleOrdersZh } from "./vehicle_orders_zh.ts";

export type VehicleOrdersText = typeof vehicleOrdersZh;

export const vehicleOrdersText = (language: "zh" | "en"): VehicleOrdersText =>
  language === "en" ? vehicleOrdersEn : vehicleOrdersZh;
