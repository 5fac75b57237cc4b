import { Badge } from "../Badge.tsx";
import { Button, ButtonLink } from "../Button.tsx";
import { Clock, Countdown } from "../Clock.tsx";
import { Counter } from "../Counter.tsx";
import { List, ListRow } from "../ListRow.tsx";
import { Banner, ErrorSummary, Notice } from "../Notice.tsx";
import { PlaceLine, StockLine } from "../PlaceLine.tsx";
import { Price, PriceBreakdown } from "../Price.tsx";
import { Empty, Failure, Loading } from "../States.tsx";
import { Timeline } from "../Timeline.tsx";
import { Specimen } from "./Specimen.tsx";

const UNITS = { days: "天", hours: "时", minutes: "分", seconds: "秒" };

function Notices({ id }: { id: string }) {
  return (
    <Specimen title="告知">
      <Banner>鹭 首发版今晚八点开售</Banner>
      <Banner tone="bad">连接断了，正在重连。你的位置不会变。</Banner>
      <Notice title="预约已经记下">开售前十分钟会发短信。</Notice>
      <Notice tone="good" title="付清了">车架号三天内给出。</Notice>
      <Notice tone="warn" title="还剩四分钟" action={<Button size="small">去支付</Button>}>
        过了时间，这辆车会让给下一位。
      </Notice>
      <Notice tone="bad" title="没有付成">银行没有应答，钱没有扣。可以再试一次。</Notice>
      <ErrorSummary
        title="有两处要改"
        errors={[
          { id: `${id}-wrong`, text: "验证码是六位数字" },
          { id: `${id}-must`, text: "勾选实名购买" },
        ]}
      />
      <div class="cluster">
        <Badge>草稿</Badge>
        <Badge tone="water">排队中</Badge>
        <Badge tone="good" live>发售中</Badge>
        <Badge tone="warn">待支付</Badge>
        <Badge tone="bad">已退款</Badge>
      </div>
    </Specimen>
  );
}

function Time() {
  return (
    <Specimen title="时间与数字" note="数字变了，轻轻亮一下；旁边的东西不动。">
      <Countdown ms={90_488_000} label="距开售" spoken="还有 1 天 1 小时 8 分" units={UNITS} />
      <div class="cluster">
        <Countdown
          ms={272_000}
          size="inline"
          label="请在此前支付"
          spoken="还有 4 分 32 秒"
          units={UNITS}
        />
        <Clock time="19:59:58" iso="2026-11-11T19:59:58+08:00" label="北京时间" />
      </div>
      <div class="specimen__counters">
        <Counter value="1,284" label="余下" note="共 3,000 辆" changed="down" size="display" />
        <Counter value="2,431" label="参与 / 秒" changed="up" />
        <Counter value="98.7%" label="一秒内答复" />
      </div>
      <StockLine left={1284} total={3000} label="余下 1,284 辆，共 3,000 辆" />
      <PlaceLine
        place={128}
        from={940}
        label="我的位置"
        text="第 128 位，大约 6 分钟"
        start="第 940 位进来"
        end="轮到我"
      />
    </Specimen>
  );
}

function Rows() {
  return (
    <Specimen title="行与价" note="以发丝线分开，不用卡片。">
      <List label="我的车">
        <ListRow
          href="#"
          title="鹭 首发版"
          text="订单 QC-2026-118204 · 正在生产"
          end={<Badge tone="water">第 3 步</Badge>}
        />
        <ListRow href="#" title="杭州西湖体验中心" text="今天开到 21:00 · 2.4 公里" />
        <ListRow title="首任车主终身质保" text="随车" end="已生效" />
      </List>
      <Price amount="¥ 189,900" before="售价" after="起" size="large" />
      <PriceBreakdown
        label="价格构成"
        lines={[
          { key: "car", name: "鹭 首发版", amount: "¥ 189,900" },
          { key: "paint", name: "深水 车漆", amount: "¥ 6,000" },
          { key: "wheels", name: "20 英寸 双刃", note: "与首发版同享", amount: "¥ 0", off: true },
          { key: "trade", name: "置换补贴", amount: "− ¥ 8,000", off: true },
        ]}
        total={{ name: "合计", amount: "¥ 187,900" }}
      />
    </Specimen>
  );
}

function Life() {
  return (
    <Specimen title="订单的一生">
      <Timeline
        label="订单进度"
        steps={[
          {
            key: "a",
            title: "得到一辆车",
            state: "done",
            stateWord: "已完成",
            time: "11 月 11 日 20:00:01",
          },
          {
            key: "b",
            title: "付清定金",
            state: "done",
            stateWord: "已完成",
            time: "20:03",
            past: {
              summary: "此前一次没有付成",
              entries: [{ time: "20:02", text: "银行没有应答，没有扣款" }],
            },
          },
          {
            key: "c",
            title: "正在生产",
            state: "now",
            stateWord: "进行中",
            detail: "总装，预计 12 月 2 日下线。",
          },
          { key: "d", title: "运往杭州", state: "ahead", stateWord: "未开始", time: "12 月上旬" },
          { key: "e", title: "交付", state: "ahead", stateWord: "未开始" },
        ]}
      />
      <Timeline
        label="退订的订单"
        steps={[{
          key: "x",
          title: "没有按时支付",
          state: "failed",
          stateWord: "已失效",
          time: "20:15",
          detail: "车已让给下一位。",
        }]}
      />
    </Specimen>
  );
}

function Stands() {
  return (
    <Specimen title="空、等与错" note="每一种都有下一步。">
      <Empty
        title="还没有线索"
        text="活动页的预约会立刻出现在这里。"
        action={<ButtonLink href="#">看看活动页</ButtonLink>}
      />
      <Failure
        title="这一页没有打开"
        text="不是你的问题，我们已经知道了。"
        code="internal · 7f3a91"
        action={<Button>再试一次</Button>}
      />
      <Loading label="正在载入订单" />
    </Specimen>
  );
}

export function Content({ id }: { id: string }) {
  return (
    <>
      <Notices id={id} />
      <Time />
      <Rows />
      <Life />
      <Stands />
    </>
  );
}
