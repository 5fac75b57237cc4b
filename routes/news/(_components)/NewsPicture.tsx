import type { Piece } from "../../../lib/news/news.ts";
import { Car } from "../../../lib/ui/cars/Car.tsx";
import { Landscape } from "../../../lib/ui/cars/Landscape.tsx";
import { Teaser } from "../../../lib/ui/cars/Teaser.tsx";

/** A piece's picture, drawn as all of the shop's are: an hour of the day by the river, and one car. */
export function NewsPicture({ picture: { hour, car, teaser } }: Pick<Piece, "picture">) {
  return (
    <div class="news-picture" aria-hidden="true" data-hour={hour}>
      <Landscape hour={hour} />
      <div class="news-picture__car">
        {car && <Car model={car.model} paint={car.paint} />}
        {teaser && <Teaser model={teaser} />}
      </div>
    </div>
  );
}
