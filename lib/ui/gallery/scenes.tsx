import { ButtonLink } from "../Button.tsx";
import { Car } from "../cars/Car.tsx";
import { hours } from "../cars/hours.ts";
import { paintNames } from "../cars/paints.ts";
import { modelNames } from "../cars/shapes.ts";
import { LineUp, Stage } from "../cars/Stage.tsx";
import { Teaser } from "../cars/Teaser.tsx";
import { wheelDesigns } from "../cars/Wheel.tsx";
import { Countdown } from "../Clock.tsx";
import { Specimen } from "./Specimen.tsx";

const NAMES = { lu: "鹭 Lu", ting: "汀 Ting", xiu: "岫 Xiu", fan: "帆 Fan" } as const;
const TEXTS = { lu: "紧凑 SUV", ting: "城市小车", xiu: "大型 SUV", fan: "轿车" } as const;

export function SaleStage() {
  return (
    <Stage hour="night" car={<Teaser model="lu" label="夜色里的鹭：只看得见车顶、腰线和灯" />}>
      <h2 class="type-3xl">鹭 首发版，三千辆</h2>
      <Countdown
        ms={90_488_000}
        label="距开售"
        spoken="还有 1 天 1 小时 8 分"
        units={{ days: "天", hours: "时", minutes: "分", seconds: "秒" }}
      />
      <ButtonLink kind="signal" size="large" href="#">预约发售</ButtonLink>
    </Stage>
  );
}

export function DayStage() {
  return (
    <Stage hour="dawn" car={<Car model="lu" paint="water" roof="night" label="鹭，深水色，侧面" />}>
      <h2 class="type-3xl">鹭，像水一样安静</h2>
      <p class="lead">从江边到山口，一次充电。</p>
      <ButtonLink kind="signal" size="large" href="#">开始定制</ButtonLink>
    </Stage>
  );
}

export function Cars() {
  return (
    <>
      <LineUp
        label="车型"
        models={modelNames.map((model) => ({
          model,
          name: NAMES[model],
          text: TEXTS[model],
          href: `#${model}`,
        }))}
      />
      <div class="wrap">
        {modelNames.map((model) => (
          <Specimen key={model} title={NAMES[model]} note={TEXTS[model]}>
            <div class="specimen__cars">
              {paintNames.map((paint, index) => (
                <figure key={paint}>
                  <Car
                    model={model}
                    paint={paint}
                    roof={index % 2 === 1 ? "night" : "paint"}
                    wheels={wheelDesigns[index % wheelDesigns.length]}
                    lamps={index === 3}
                    label={`${NAMES[model]} ${paint}`}
                  />
                  <figcaption class="quiet small">{paint}</figcaption>
                </figure>
              ))}
            </div>
          </Specimen>
        ))}
        <Specimen title="时辰" note="山、水、雾，按一天的光。">
          <div class="specimen__hours">
            {hours.map((hour) => (
              <Stage
                key={hour}
                hour={hour}
                car={<Car model="fan" paint="mist" lamps={hour === "dusk" || hour === "night"} />}
              >
                <p>{hour}</p>
              </Stage>
            ))}
          </div>
        </Specimen>
      </div>
    </>
  );
}
