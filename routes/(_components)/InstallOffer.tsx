import type { AppText } from "../../lib/i18n/app.ts";
import { Button } from "../../lib/ui/Button.tsx";

/** Hidden until the browser says that the app can be installed; `static/app.js` shows it. */
export function InstallOffer({ words }: { readonly words: AppText["install"] }) {
  return (
    <div class="card stack stack--tight" data-install hidden>
      <p>{words.text}</p>
      <div>
        <Button kind="quiet" type="button">{words.button}</Button>
      </div>
    </div>
  );
}
