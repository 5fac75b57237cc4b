import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { VNode } from "preact";
import { render } from "preact-render-to-string";
import { Button, ButtonLink } from "./Button.tsx";
import { BarChart, LineChart, namePlaces, niceMax } from "./Chart.tsx";
import { Countdown, remaining } from "./Clock.tsx";
import { Counter } from "./Counter.tsx";
import { Dialog } from "./Dialog.tsx";
import { Checkbox, Input, RadioGroup, Select } from "./Field.tsx";
import { ErrorSummary, Notice } from "./Notice.tsx";
import { Pagination } from "./Pagination.tsx";
import { PlaceLine, StockLine } from "./PlaceLine.tsx";
import { SiteHeader } from "./Site.tsx";
import { SideRail } from "./Staff.tsx";
import { Empty, Failure, Loading } from "./States.tsx";
import { Table } from "./Table.tsx";
import { TabLinks, tabOnKey, Tabs } from "./Tabs.tsx";
import { Timeline } from "./Timeline.tsx";

/** A test that the markup of a component has these parts. */
function says(title: string, node: VNode, parts: readonly string[]): void {
  Deno.test(title, () => {
    const html = render(node);
    for (const part of parts) assertStringIncludes(html, part);
  });
}

says("Button is a button that submits nothing by itself", <Button>Go</Button>, [
  '<button type="button"',
  "button--plain",
]);
says("Button that is busy says so and stays in place", <Button kind="signal" busy>Send</Button>, [
  'aria-busy="true"',
  'aria-disabled="true"',
  "button--signal",
]);
says("Button that is disabled is so natively", <Button disabled>Off</Button>, [" disabled"]);
says(
  "Button opens a dialog without script",
  <Button command="show-modal" commandfor="d">Open</Button>,
  ['command="show-modal"', 'commandfor="d"'],
);
says("ButtonLink is a link", <ButtonLink href="/x">X</ButtonLink>, ['<a href="/x"']);
says(
  "Input ties label, hint and error to the control",
  <Input id="p" label="Phone" hint="11 digits" error="Too short" />,
  [
    '<label class="field__label" for="p"',
    'id="p"',
    'aria-invalid="true"',
    'aria-describedby="p-error p-hint"',
    'id="p-error"',
    'id="p-hint"',
  ],
);
says(
  "Select has its value chosen on the server",
  <Select
    id="c"
    label="City"
    value="hz"
    options={[{ value: "hz", label: "Hangzhou" }]}
  />,
  ['for="c"', "selected"],
);
says("Checkbox has its label and its error", <Checkbox id="t" label="Terms" error="Needed" />, [
  'type="checkbox"',
  'for="t"',
  'aria-describedby="t-error"',
]);
says(
  "RadioGroup is a fieldset with a legend",
  <RadioGroup id="w" name="w" label="Wheels" value="a" options={[{ value: "a", label: "19" }]} />,
  ["<fieldset", "<legend", 'type="radio"', "checked"],
);
says("Notice that stops a person is an alert", <Notice tone="bad" live>No</Notice>, [
  'role="alert"',
]);
says("Notice that informs is a status", <Notice live>Yes</Notice>, ['role="status"']);
says(
  "ErrorSummary leads to the fields",
  <ErrorSummary title="Two" errors={[{ id: "p", text: "Phone" }]} />,
  ['role="alert"', 'href="#p"'],
);
says(
  "Dialog is named by its title and closes without script",
  <Dialog id="d" title="Close?" close="Dismiss" role="alertdialog">x</Dialog>,
  [
    "<dialog",
    'aria-labelledby="d-title"',
    'id="d-title"',
    'method="dialog"',
    'aria-label="Dismiss"',
    'role="alertdialog"',
  ],
);
says(
  "TabLinks say which is the current view",
  <TabLinks
    label="Views"
    tabs={[{ href: "/a", label: "A", current: true }]}
  />,
  ['aria-label="Views"', 'aria-current="page"'],
);
says(
  "Countdown speaks in words and shows figures",
  <Countdown
    ms={61_000}
    label="Opens in"
    spoken="1 minute"
    units={{ days: "d", hours: "h", minutes: "m", seconds: "s" }}
  />,
  ['role="timer"', 'aria-label="Opens in 1 minute"', ">01<"],
);
says("Counter carries its last change", <Counter value="1,284" label="Left" changed="down" />, [
  'data-changed="down"',
]);
says(
  "PlaceLine is a progress with words",
  <PlaceLine place={128} from={940} label="Place" text="128th, 6 minutes" />,
  [
    'role="progressbar"',
    'aria-valuenow="812"',
    'aria-valuemax="939"',
    'aria-valuetext="128th, 6 minutes"',
  ],
);
says("StockLine is a picture with a name", <StockLine left={0} total={0} label="None left" />, [
  'role="img"',
  'aria-label="None left"',
  'x2="0.00%"',
]);
says(
  "Timeline says the state of each step in a word",
  <Timeline
    label="Order"
    steps={[{ key: "a", title: "Built", state: "now", stateWord: "in progress" }]}
  />,
  ['aria-label="Order"', 'aria-current="step"', "in progress"],
);
says("Empty has a next step", <Empty title="None" action={<a href="/">Home</a>} />, ["Home"]);
says("Failure is announced with its code", <Failure title="Broken" code="internal" />, [
  'role="alert"',
  "internal",
]);
says("Loading is announced by its name", <Loading label="Loading orders" />, [
  'role="status"',
  "Loading orders",
]);
says(
  "Pagination names both ways and shows the one that is closed",
  <Pagination
    label="Pages"
    position="1–20"
    previous={{ label: "Previous" }}
    next={{ label: "Next", href: "?p=2" }}
  />,
  ['aria-label="Pages"', 'aria-disabled="true"', 'aria-label="Next"', 'rel="next"'],
);
says(
  "SideRail tells the key of a link",
  <SideRail
    label="Console"
    brand="Q"
    groups={[{ links: [{ href: "/a", label: "A", shortcut: "1", current: true }] }]}
  />,
  ['aria-keyshortcuts="1"', 'aria-current="page"'],
);
says(
  "BarChart is a table",
  <BarChart
    id="b"
    title="Cities"
    summary="H leads"
    head={{ name: "City", value: "Leads" }}
    bars={[{ at: "H", value: 4 }]}
    format={String}
  />,
  ["<table", 'scope="row"', "H leads", ">4<"],
);

Deno.test("components: what comes from outside is text, never markup", () => {
  const html = render(<Input id="x" label="<b>" value="&quot;><script>" error="<i>" />);
  assert(!/<(?:script|b|i)>/.test(html), html);
});

Deno.test("Field: without hint and error nothing is described", () => {
  assert(!render(<Input id="x" label="X" />).includes("aria-describedby"));
});

Deno.test("Table: sorted columns say so, and links sort without script", () => {
  const html = render(
    <Table
      id="t"
      caption="Leads"
      rows={[{ id: "a", n: 3 }]}
      rowKey={(row) => row.id}
      selected="a"
      columns={[
        { key: "id", title: "Id", heading: true, cell: (row) => row.id },
        {
          key: "n",
          title: "N",
          numeric: true,
          sort: "descending",
          sortHref: "?s=n",
          cell: (row) => row.n,
        },
      ]}
    />,
  );
  for (
    const part of [
      'aria-sort="descending"',
      'href="?s=n"',
      'scope="row"',
      'aria-labelledby="t-caption"',
      "data-selected",
    ]
  ) assertStringIncludes(html, part);
});

Deno.test("Table: what is stacked on a phone has each value's title, and is told as a table still", () => {
  const html = (columns: number) =>
    render(
      <Table
        id="t"
        caption="Leads"
        rows={["a"]}
        rowKey={(row) => row}
        columns={Array.from({ length: columns }, (_, at) => ({
          key: `${at}`,
          title: `Title ${at}`,
          heading: at === 0,
          cell: (row: string) => row,
        }))}
      />,
    );
  assertStringIncludes(html(4), 'class="table stacks"');
  assert(!html(3).includes("stacks"));
  assertStringIncludes(html(4), 'data-label="Title 3"');
  for (const role of ["table", "rowgroup", "row", "columnheader", "rowheader", "cell"]) {
    assertStringIncludes(html(4), `role="${role}"`);
  }
});

Deno.test("Table: without rows it says why", () => {
  const html = render(
    <Table
      id="t"
      caption="Leads"
      rows={[] as string[]}
      rowKey={(row) => row}
      empty="No leads"
      columns={[{ key: "a", title: "A", cell: (row) => row }]}
    />,
  );
  assertStringIncludes(html, "No leads");
});

Deno.test("Tabs: one tab is in the tab order, and only its panel is shown", () => {
  const html = render(
    <Tabs
      id="t"
      label="About"
      selected="b"
      tabs={[{ id: "a", label: "A", panel: "first" }, { id: "b", label: "B", panel: "second" }]}
    />,
  );
  assertEquals(html.match(/role="tab"/g)?.length, 2);
  assertEquals(html.match(/aria-selected="true"/g)?.length, 1);
  assertEquals(html.match(/ hidden/g)?.length, 1);
  assertStringIncludes(html, 'aria-controls="t-panel-b"');
});

Deno.test("tabOnKey: arrows go round, Home and End to the ends, other keys nowhere", () => {
  for (
    const [key, at, to] of [
      ["ArrowRight", 0, 1],
      ["ArrowRight", 2, 0],
      ["ArrowLeft", 0, 2],
      ["Home", 2, 0],
      ["End", 0, 2],
      ["Enter", 1, undefined],
    ] as const
  ) assertEquals(tabOnKey(key, at, 3), to);
});

Deno.test("SiteHeader: a way past it, a menu without script, languages in their own names", () => {
  const html = render(
    <SiteHeader
      brand={{ name: "晴川", href: "/" }}
      label="Main"
      skip="Skip"
      menu="Menu"
      links={[{ href: "/models", label: "Models", current: true }]}
      account={{ href: "/me", label: "Me" }}
      search={{ href: "/search", label: "搜索" }}
      languages={[{ code: "en", name: "English", href: "?lang=en" }]}
      languageLabel="Language"
    />,
  );
  for (
    const part of ['href="#main"', "<details", 'aria-label="Menu"', 'lang="en"', 'hreflang="en"']
  ) {
    assertStringIncludes(html, part);
  }
});

Deno.test("LineChart: the same numbers stand in a table", () => {
  const html = render(
    <LineChart
      id="l"
      title="Per minute"
      summary="It rose"
      format={String}
      table={{ open: "Numbers", at: "Time" }}
      series={[{
        key: "a",
        name: "Real",
        points: [{ at: "20:00", value: 1 }, { at: "20:01", value: 9 }],
      }]}
    />,
  );
  for (
    const part of ['role="img"', 'aria-labelledby="l-title l-summary"', "<table", ">20:01<", ">9<"]
  ) {
    assertStringIncludes(html, part);
  }
});

Deno.test("niceMax: the top of an axis is the next round figure", () => {
  for (
    const [value, top] of [[0, 1], [1, 1], [9, 10], [11, 20], [23, 25], [41, 50], [9800, 10_000]]
  ) {
    assertEquals(niceMax(value!), top);
  }
});

Deno.test("namePlaces: names that would meet are moved apart and stay inside", () => {
  assertEquals(namePlaces([50, 90]), [50, 90]);
  assertEquals(namePlaces([50, 52]), [50, 60]);
  assertEquals(namePlaces([98, 97]), [100, 90]);
});

Deno.test("remaining: a clock shows nothing left only when the time has come", () => {
  assertEquals(remaining(1), { days: 0, hours: 0, minutes: 0, seconds: 1 });
  assertEquals(remaining(0), { days: 0, hours: 0, minutes: 0, seconds: 0 });
  assertEquals(remaining(-5), { days: 0, hours: 0, minutes: 0, seconds: 0 });
  assertEquals(remaining(90_061_000), { days: 1, hours: 1, minutes: 1, seconds: 1 });
});
