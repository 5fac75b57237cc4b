import { page } from "fresh";
import { Head } from "fresh/runtime";
import { isModel, MODELS, ROUTES } from "../lib/appointments/services.ts";
import { Problem } from "../lib/http/problem.ts";
import { see } from "../lib/http/see.ts";
import { bookingsText } from "../lib/i18n/bookings.ts";
import { fill } from "../lib/i18n/language.ts";
import { Car } from "../lib/ui/cars/Car.tsx";
import { RadioGroup } from "../lib/ui/Field.tsx";
import { Notice } from "../lib/ui/Notice.tsx";
import { define, type State } from "../lib/web/define.ts";
import { book, testDriveOf, waitFor } from "./api/booking_desk.ts";
import {
  type Choice,
  link,
  readChoice,
  signInTo,
  type To,
  waitIn,
} from "./(_components)/booking/choice.ts";
import { PlaceChoice, Step } from "./(_components)/booking/Choosing.tsx";
import { Confirm, type Offer, Taken } from "./(_components)/booking/Confirm.tsx";
import { TimeChoice, toStart } from "./(_components)/booking/TimeChoice.tsx";
import { FACES } from "./models/(_components)/faces.ts";

const PATH = "/test-drive";

interface Drive {
  readonly model: (typeof MODELS)[number];
  readonly choice: Choice;
  readonly now: number;
  readonly offers?: readonly Offer[];
  readonly failed?: string;
}

export const handler = define.handlers({
  async GET({ state: { platform }, url }) {
    return page<Drive>(await read(platform, url.searchParams));
  },
  async POST({ req, state, url }) {
    const { platform, who } = state;
    const params = url.searchParams;
    const drive = await read(platform, params);
    if (!who) return see(signInTo(PATH, params));
    const form = await req.formData();
    const text = (name: string) => String(form.get(name) ?? "");
    const wish = {
      kind: "test_drive" as const,
      model: drive.model,
      route: text("route") || "river",
    };
    try {
      if (form.has("wait")) {
        const [id] = await waitFor(platform, who, { ...waitIn(form, drive.choice), wish });
        return see(`/my/bookings/${id}`);
      }
      const { id } = await book(platform, who, {
        dealerId: drive.choice.dealer.id,
        wish,
        startAt: Number(text("start")),
      });
      return see(`/my/bookings/${id}?new=1`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Pressed twice, or back from the booking and pressed again.
      if (error.code === "booked_already") {
        return see(`/my/bookings/${error.options.more!.booking}?new=1`);
      }
      const offers = (error.options.more?.offers ?? []) as unknown as readonly Offer[];
      return error.code === "slot_taken"
        ? page<Drive>({ ...drive, offers }, { status: 409 })
        : page<Drive>({ ...drive, failed: error.code }, { status: 409 });
    }
  },
});

async function read(platform: State["platform"], params: URLSearchParams): Promise<Drive> {
  const asked = params.get("model") ?? "";
  const model = isModel(asked) ? asked : "lu";
  const { visit } = testDriveOf({ model });
  const choice = await readChoice(platform, params, "test_drive", visit);
  return { model, choice, now: platform.now() };
}

export default define.page<typeof handler>(({ data, state: { shop, language, who }, url }) => {
  const { model, choice, now, offers, failed } = data;
  const text = bookingsText(language);
  const params = url.searchParams;
  const to: To = (change, anchor) => link(PATH, params, change, anchor);
  const { name } = shop.models[model];
  const signIn = who ? {} : { signIn: signInTo(PATH, params) };
  const failures: Readonly<Record<string, string>> = text.one.failed;
  return (
    <div class="wrap booking">
      <Head>
        <title>{`${text.drive.title} · ${shop.brand}`}</title>
        <meta name="description" content={text.drive.lead} />
      </Head>
      <header class="booking__head">
        <h1 class="type-3xl">{text.drive.headline}</h1>
        <p class="lead quiet">{text.drive.lead}</p>
      </header>
      {offers && <Taken offers={offers} text={text} code={shop.code} to={toStart(to)} />}
      {failed && (
        <Notice tone="bad" live>
          {failed === "too_many_bookings"
            ? <a href="/my/bookings">{failures[failed]}</a>
            : failures[failed] ?? text.one.failed.other}
        </Notice>
      )}
      <div class="booking__body">
        <div class="booking__steps">
          <Step id="model" number={1} title={text.drive.model}>
            <ul class="booking-models">
              {MODELS.map((one) => (
                <li key={one} class="booking-model">
                  <a
                    href={to({ model: one, day: null, start: null })}
                    aria-current={one === model ? "true" : "false"}
                  >
                    <Car model={one} paint={FACES[one].paint} roof={FACES[one].roof} />
                    <span>{shop.models[one].name}</span>
                    <span class="quiet small">{shop.models[one].kind}</span>
                  </a>
                </li>
              ))}
            </ul>
          </Step>
          <Step id="place" number={2} title={text.choose.dealer}>
            <PlaceChoice choice={choice} text={text} language={language} to={to} />
          </Step>
          <Step id="when" number={3} title={text.choose.time}>
            <TimeChoice
              choice={choice}
              now={now}
              text={text}
              code={shop.code}
              to={to}
              {...signIn}
            />
          </Step>
        </div>
        <aside class="booking__side">
          <div class="booking__car">
            <Car
              model={model}
              paint={FACES[model].paint}
              roof={FACES[model].roof}
              label={fill(shop.carLabel, { name })}
              reflection
            />
          </div>
          <p class="type-xl">{name}</p>
          <Confirm
            choice={choice}
            language={language}
            text={text}
            code={shop.code}
            summary={<p class="quiet small">{text.bring.test_drive}</p>}
            action={to({})}
            button={text.drive.book}
            {...signIn}
          >
            <RadioGroup
              id="route"
              name="route"
              label={text.drive.route}
              value="river"
              options={ROUTES.map(({ code, km, minutes }) => ({
                value: code,
                label: text.drive.routes[code],
                detail: fill(text.drive.routeFacts, { km: String(km), minutes: String(minutes) }),
              }))}
            />
          </Confirm>
        </aside>
      </div>
    </div>
  );
});
