import { modelName } from "../../../lib/configurator/priced.ts";
import type { Showroom } from "../../../lib/showroom/showroom.ts";

/** `鹭 性能版`: a car on order by what the showroom calls it today. */
export function carName(
  showroom: Pick<Showroom, "latest">,
  { model, trim }: { readonly model: string; readonly trim: string },
  language: "zh" | "en",
): string {
  const known = modelName.safeParse(model);
  const template = known.success ? showroom.latest(known.data).template : undefined;
  const named = template?.trims.find(({ code }) => code === trim);
  return `${template?.name[language] ?? model} ${named?.name[language] ?? trim}`;
}
