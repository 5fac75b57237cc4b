import { useEffect, useState } from "preact/hooks";
import { shortId } from "../../lib/ids/short_id.ts";
import type { OrdersFrame, VehicleOrderRow } from "../../lib/live/order_protocol.ts";
import { yuan } from "../../lib/i18n/figures.ts";
import { beijingTime } from "../../lib/time/beijing.ts";
import { Table } from "../../lib/ui/Table.tsx";

export interface BoardWords {
  readonly title: string;
  readonly order: string;
  readonly model: string;
  readonly state: string;
  readonly price: string;
  readonly left: string;
  readonly placed: string;
  readonly none: string;
  readonly live: string;
  readonly reconnecting: string;
  readonly status: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, string>>;
  /** `lu performance` → 性能版. */
  readonly trims: Readonly<Record<string, string>>;
  /** The language's code, for figures. */
  readonly code: string;
}

interface OrderBoardProps {
  readonly rows: readonly VehicleOrderRow[];
  readonly words: BoardWords;
  /** The stream of this page of the board; empty for what was searched for. */
  readonly stream: string;
  /** Whether an order leads to its page. */
  readonly opens: boolean;
}

const TELL_MS = 4_000;

const stamp = (ms: number): string => beijingTime(ms).slice(5, 16);

/** A page of the board of orders, which follows what happens. */
export default function OrderBoard({ rows: first, words, stream, opens }: OrderBoardProps) {
  const [rows, setRows] = useState(first);
  const [online, setOnline] = useState<boolean>();
  /** Rows that have changed just now. */
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (stream === "") return;
    const known = new Map(first.map((row) => [row.id, row]));
    let seen = -1;
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(stream);
      source.addEventListener("open", () => setOnline(true));
      source.addEventListener("error", () => setOnline(false));
      source.addEventListener("orders", (event) => {
        const frame: OrdersFrame = JSON.parse((event as MessageEvent).data);
        if (frame.since > seen && frame.since > 0) {
          source.close();
          return open();
        }
        const changed = new Set<string>();
        for (const row of frame.rows) {
          const before = known.get(row.id);
          if (before?.status !== row.status || before.heldFen !== row.heldFen) changed.add(row.id);
          known.set(row.id, row);
        }
        setRows(frame.ids.map((id) => known.get(id)!));
        if (seen >= 0) {
          setFresh(changed);
          clearTimeout(timer);
          timer = setTimeout(() => setFresh(new Set()), TELL_MS);
        }
        seen = frame.seq;
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, []);
  return (
    <div class="stack stack--tight">
      {stream !== "" && (
        <p class="quiet small board__line" role="status">
          {online === undefined ? " " : online ? words.live : words.reconnecting}
        </p>
      )}
      <Table<VehicleOrderRow>
        id="vehicle-orders"
        caption={words.title}
        hideCaption
        dense
        rows={rows}
        rowKey={({ id }) => id}
        empty={words.none}
        columns={[
          {
            key: "id",
            title: words.order,
            heading: true,
            cell: ({ id }) => (
              opens ? <a href={`/staff/vehicle-orders/${id}`}>{shortId(id)}</a> : shortId(id)
            ),
          },
          {
            key: "model",
            title: words.model,
            cell: (one) =>
              `${words.models[one.model] ?? one.model} · ${
                words.trims[`${one.model} ${one.trim}`] ?? one.trim
              }`,
          },
          {
            key: "status",
            title: words.state,
            cell: ({ id, status }) => (
              <span class={fresh.has(id) ? "board__fresh" : undefined} data-status={status}>
                {words.status[status]}
              </span>
            ),
          },
          {
            key: "price",
            title: words.price,
            numeric: true,
            cell: (one) => yuan(one.priceFen, words.code),
          },
          {
            key: "left",
            title: words.left,
            numeric: true,
            cell: (one) => yuan(one.balanceFen, words.code),
          },
          { key: "vin", title: "VIN", cell: ({ vin }) => vin === null ? "–" : `…${vin.slice(-4)}` },
          {
            key: "placed",
            title: words.placed,
            numeric: true,
            cell: ({ placedAt }) => stamp(placedAt),
          },
        ]}
      />
    </div>
  );
}
