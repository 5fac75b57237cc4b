import { Badge } from "../Badge.tsx";
import { Button } from "../Button.tsx";
import { BarChart, LineChart } from "../Chart.tsx";
import { Counter } from "../Counter.tsx";
import { List, ListRow } from "../ListRow.tsx";
import { SidePanel, SideRail, StaffFrame } from "../Staff.tsx";
import { Table } from "../Table.tsx";

const LEADS = [
  { id: "l1", name: "周 *", city: "杭州", source: "首发活动页", wait: 4, state: "待跟进" },
  { id: "l2", name: "Lin *", city: "上海", source: "门店扫码", wait: 11, state: "跟进中" },
  { id: "l3", name: "陈 **", city: "武汉", source: "老车主推荐", wait: 32, state: "已约试驾" },
  { id: "l4", name: "欧阳 *", city: "成都", source: "首发活动页", wait: 58, state: "超时" },
];

type Lead = (typeof LEADS)[number];

const toneOf = (state: string) =>
  state === "超时" ? "bad" : state === "已约试驾" ? "good" : state === "跟进中" ? "water" : "plain";

const perMinute = [120, 180, 410, 2200, 9800, 7200, 4300, 2600, 1900, 1500, 1180, 960];
const forecast = [100, 160, 500, 3000, 9000, 6600, 4600, 3000, 2000, 1400, 1000, 800];

const points = (values: readonly number[]) =>
  values.map((value, index) => ({ at: `20:${String(index).padStart(2, "0")}`, value }));

const grouped = (value: number) => value.toLocaleString("en-US");

function Rail() {
  return (
    <SideRail
      label="控制台"
      brand="晴川"
      groups={[
        {
          links: [
            { href: "#sale", label: "发售", shortcut: "1" },
            { href: "#leads", label: "线索", count: "128", shortcut: "2", current: true },
            { href: "#orders", label: "订单", shortcut: "3" },
          ],
        },
        {
          title: "平台",
          links: [{ href: "#actors", label: "Actor" }, { href: "#rehearse", label: "演练" }],
        },
      ]}
      foot="周明 · 销售"
    />
  );
}

function Detail() {
  return (
    <SidePanel
      id="gallery-lead"
      title="陈 **"
      close={{ label: "关上", href: "#" }}
      actions={
        <>
          <Button size="small" kind="signal">记下一次跟进</Button>
          <Button size="small">转给别人</Button>
        </>
      }
    >
      <List>
        <ListRow title="武汉" text="城市" />
        <ListRow title="老车主推荐" text="来源" />
        <ListRow title="32 分钟" text="首次响应" />
      </List>
    </SidePanel>
  );
}

function Leads() {
  return (
    <Table<Lead>
      id="gallery-leads"
      caption="线索"
      hideCaption
      dense
      rows={LEADS}
      rowKey={(lead) => lead.id}
      selected="l3"
      columns={[
        { key: "name", title: "姓名", heading: true, cell: (lead) => lead.name },
        { key: "city", title: "城市", sort: "none", sortHref: "#", cell: (lead) => lead.city },
        { key: "source", title: "来源", cell: (lead) => lead.source },
        {
          key: "state",
          title: "状态",
          cell: ({ state }) => <Badge tone={toneOf(state)}>{state}</Badge>,
        },
        {
          key: "wait",
          title: "等待（分）",
          numeric: true,
          sort: "descending",
          sortHref: "#",
          cell: (lead) => lead.wait,
        },
      ]}
    />
  );
}

/** The console's frame with everything in it. */
export function StaffSpecimen() {
  return (
    <StaffFrame
      rail={<Rail />}
      title="线索"
      figures={
        <>
          <Counter value="1,204" label="今天" changed="up" />
          <Counter value="6 分" label="首次响应中位" />
        </>
      }
      actions={<Button size="small">导出 CSV</Button>}
      panel={<Detail />}
      level={2}
    >
      <div class="stack stack--wide">
        <Leads />
        <LineChart
          id="gallery-line"
          title="每分钟参与人数"
          summary="八点零四分达到 9,800，预测为 9,000；此后回落。"
          format={grouped}
          table={{ open: "看数字", at: "时间" }}
          series={[
            { key: "forecast", name: "预测", points: points(forecast), dashed: true },
            { key: "real", name: "实际", points: points(perMinute), accent: true },
          ]}
        />
        <BarChart
          id="gallery-bars"
          title="线索按城市"
          summary="杭州最多，412 条。"
          format={grouped}
          head={{ name: "城市", value: "线索" }}
          accent="杭州"
          bars={[
            { at: "杭州", value: 412 },
            { at: "上海", value: 366 },
            { at: "武汉", value: 208 },
            { at: "成都", value: 141 },
            { at: "其他", value: 77 },
          ]}
        />
        <Table<Lead>
          id="gallery-empty"
          caption="没有结果的表"
          rows={[]}
          rowKey={(lead) => lead.id}
          empty="没有符合条件的线索"
          columns={[{ key: "name", title: "姓名", cell: (lead) => lead.name }, {
            key: "city",
            title: "城市",
            cell: (lead) => lead.city,
          }]}
        />
      </div>
    </StaffFrame>
  );
}
