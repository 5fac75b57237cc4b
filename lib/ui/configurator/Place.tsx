import { Landscape } from "../cars/Landscape.tsx";

/** Where the car stands: at dawn, or at dusk where the page is dark. */
export function Place() {
  return (
    <div class="car-place">
      <Landscape hour="dawn" />
      <Landscape hour="dusk" />
    </div>
  );
}
