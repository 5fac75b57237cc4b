import { Controls } from "./gallery/controls.tsx";
import { Content } from "./gallery/content.tsx";
import { Cars, DayStage, SaleStage } from "./gallery/scenes.tsx";
import { StaffSpecimen } from "./gallery/staff.tsx";
import { Tokens } from "./gallery/tokens.tsx";
import { SiteFooter, SiteHeader } from "./Site.tsx";

const LANGUAGES = [
  { code: "zh-Hans", name: "中文", href: "#zh", current: true },
  { code: "en", name: "English", href: "#en" },
];

const LINKS = [
  { href: "#models", label: "车型", current: true },
  { href: "#sale", label: "发售" },
  { href: "#dealers", label: "体验中心" },
  { href: "#news", label: "消息" },
];

function Header({ over }: { over?: "light" | "dark" }) {
  return (
    <SiteHeader
      brand={{ name: "晴川", href: "#home" }}
      label="主导航"
      skip="跳到正文"
      menu="菜单"
      links={LINKS}
      account={{ href: "#me", label: "我的" }}
      search={{ href: "/search", label: "搜索" }}
      languages={LANGUAGES}
      languageLabel="语言"
      over={over}
    />
  );
}

/** Every component in all its states, by day and by night, to look at while pages are made. */
export function Gallery() {
  return (
    <div class="gallery">
      <Header over="light" />
      <main id="main">
        <h1 class="visually-hidden">设计系统</h1>
        <DayStage />
        <SaleStage />
        <Cars />
        {(["light", "dark"] as const).map((theme) => (
          <div key={theme} data-theme={theme}>
            <Header />
            <div class="wrap">
              <Tokens />
              <Controls id={theme} />
              <Content id={theme} />
            </div>
          </div>
        ))}
        <StaffSpecimen />
      </main>
      <SiteFooter
        brand="晴川"
        groups={[
          { title: "车型", links: LINKS.slice(0, 2) },
          { title: "服务", links: LINKS.slice(2) },
        ]}
        languages={LANGUAGES}
        languageLabel="语言"
        legal="晴川是虚构的品牌。"
      />
    </div>
  );
}
