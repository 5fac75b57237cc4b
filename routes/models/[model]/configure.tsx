import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import Configurator from "../../../islands/Configurator.tsx";
import { readAddress } from "../../../lib/configurator/address.ts";
import { modelName } from "../../../lib/configurator/priced.ts";
import { configuratorText } from "../../../lib/i18n/configurator.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { templateOf } from "../../../lib/showroom/showroom.ts";
import { Place } from "../../../lib/ui/configurator/Place.tsx";
import { define } from "../../../lib/web/define.ts";

export const handler = define.handlers({
  GET({ params, url }) {
    const model = modelName.safeParse(params.model);
    const template = model.success ? templateOf(model.data) : undefined;
    if (!template) throw new HttpError(404);
    return page({ template, asked: readAddress(template, url.searchParams) });
  },
});

export default define.page<typeof handler>(({ data: { template, asked }, state }) => {
  const text = configuratorText(state.language);
  return (
    <>
      <Head>
        <title>
          {`${fill(text.title, { name: template.name[text.language] })} · ${state.shop.brand}`}
        </title>
      </Head>
      <Configurator template={template} asked={asked} text={text}>
        <Place />
      </Configurator>
    </>
  );
});
