import { Button, ButtonLink } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { Checkbox, Input, RadioGroup, Select, TextArea } from "../Field.tsx";
import { Pagination } from "../Pagination.tsx";
import { TabLinks, Tabs } from "../Tabs.tsx";
import { Specimen } from "./Specimen.tsx";

const CITIES = [
  { value: "", label: "请选择", disabled: true },
  { value: "hz", label: "杭州" },
  { value: "wh", label: "武汉" },
];

function Buttons() {
  return (
    <Specimen title="按钮" note="一屏至多一个朱色。忙的时候光沿着下缘走。">
      <div class="cluster">
        <Button kind="signal">立即预约</Button>
        <Button>查看配置</Button>
        <Button kind="quiet">稍后再说</Button>
        <Button kind="danger">退出排队</Button>
      </div>
      <div class="cluster">
        <Button kind="signal" busy>正在提交</Button>
        <Button busy>正在保存</Button>
        <Button kind="signal" disabled>尚未开售</Button>
        <Button disabled>不可用</Button>
        <Button kind="danger" disabled>不可用</Button>
      </div>
      <div class="cluster">
        <ButtonLink href="#" kind="signal" size="large">开始定制</ButtonLink>
        <ButtonLink href="#">了解更多</ButtonLink>
        <Button size="small">导出 CSV</Button>
        <Button size="small" kind="quiet">筛选</Button>
      </div>
    </Specimen>
  );
}

function Fields({ id }: { id: string }) {
  return (
    <Specimen title="表单" note="一条线，一句话。错了说怎么改。">
      <div class="specimen__fields">
        <Input id={`${id}-phone`} label="手机号" type="tel" before="+86" hint="验证码会发到这里" />
        <Input
          id={`${id}-wrong`}
          label="验证码"
          value="12 34"
          inputMode="numeric"
          error="验证码是六位数字，这里只有四位"
          autofocus={false}
          after={<Button kind="quiet" size="small">重新发送</Button>}
        />
        <Select id={`${id}-city`} label="提车城市" options={CITIES} value="hz" />
        <Input id={`${id}-off`} label="车架号" value="生产后给出" disabled />
        <TextArea id={`${id}-note`} label="给交付专员的话" optional="可不填" />
        <Input id={`${id}-vat`} label="发票抬头" placeholder="个人或公司名" required />
      </div>
      <div>
        <Checkbox id={`${id}-terms`} label="我读过并同意购买条款" checked />
        <Checkbox id={`${id}-news`} label="开售前用短信告诉我" />
        <Checkbox id={`${id}-must`} label="我同意实名购买" error="勾选之后才能继续" />
        <Checkbox id={`${id}-offcheck`} label="门店已代为确认" disabled checked />
      </div>
      <RadioGroup
        id={`${id}-wheels`}
        name={`${id}-wheels`}
        label="轮毂"
        value="blade"
        options={[
          { value: "aero", label: "19 英寸 低风阻", detail: "续航多 14 公里", end: "已含" },
          { value: "blade", label: "20 英寸 双刃", end: "+ ¥ 4,000" },
          {
            value: "ridge",
            label: "21 英寸 五岳",
            detail: "与拖钩不能同选",
            end: "+ ¥ 9,000",
            disabled: true,
          },
        ]}
      />
    </Specimen>
  );
}

function Ways({ id }: { id: string }) {
  return (
    <Specimen title="分页与切换">
      <TabLinks
        label="线索"
        tabs={[
          { href: "#a", label: "待跟进", count: "128", current: true },
          { href: "#b", label: "跟进中", count: "64" },
          { href: "#c", label: "已下订" },
        ]}
      />
      <Tabs
        id={`${id}-tabs`}
        label="车型说明"
        selected="range"
        tabs={[
          { id: "range", label: "续航", panel: "CLTC 612 公里，冬季实测 431 公里。" },
          { id: "charge", label: "补能", panel: "十分钟 210 公里。" },
          { id: "space", label: "空间", panel: "后备厢 486 升。" },
        ]}
      />
      <Pagination
        label="线索列表"
        position="第 21–40 条，共 1,204 条"
        previous={{ label: "上一页", href: "#" }}
        next={{ label: "下一页" }}
      />
    </Specimen>
  );
}

function Dialogs({ id }: { id: string }) {
  const body = "已经得到车的 812 人不受影响，排队的 3,204 人会收到通知。关闭之后不能再开。";
  const actions = (
    <>
      <Button kind="quiet" command="close" commandfor={`${id}-dialog`}>先不关</Button>
      <Button kind="danger">关闭发售</Button>
    </>
  );
  return (
    <Specimen title="对话框" note="原生 dialog；没有脚本也能开合。">
      <div class="cluster">
        <Button command="show-modal" commandfor={`${id}-dialog`}>关闭这场发售…</Button>
      </div>
      <Dialog
        id={`${id}-dialog`}
        title="关闭这场发售？"
        close="关上对话框"
        role="alertdialog"
        actions={actions}
      >
        <p>{body}</p>
      </Dialog>
      <Dialog
        id={`${id}-open`}
        title="关闭这场发售？"
        close="关上对话框"
        open
        actions={<Button kind="danger">关闭发售</Button>}
      >
        <p>{body}</p>
      </Dialog>
    </Specimen>
  );
}

export function Controls({ id }: { id: string }) {
  return (
    <>
      <Buttons />
      <Fields id={id} />
      <Ways id={id} />
      <Dialogs id={id} />
    </>
  );
}
