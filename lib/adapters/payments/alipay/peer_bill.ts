/** Writes a day's bill as Alipay does: two tables in GB 18030, zipped. For the peer in tests. */
import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";
import { beijingTime } from "../../../time/beijing.ts";
import { yuanOf } from "../bill.ts";
import type { Booked } from "../sandbox/till.ts";
import { COLUMNS } from "./bill.ts";

/** GB 18030's two-byte part, turned around: the platform has a decoder for it and no encoder. */
let codes: Map<string, readonly number[]> | undefined;

function encode(text: string): Uint8Array {
  codes ??= twoByteCodes();
  return Uint8Array.from(
    Array.from(text).flatMap((sign) => {
      const code = sign.codePointAt(0)!;
      return code < 0x80 ? [code] : [...codes!.get(sign) ?? [0x3f]];
    }),
  );
}

function twoByteCodes(): Map<string, readonly number[]> {
  const decoder = new TextDecoder("gb18030");
  const found = new Map<string, readonly number[]>();
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      if (second === 0x7f) continue;
      const sign = decoder.decode(Uint8Array.of(first, second));
      if (Array.from(sign).length === 1 && !found.has(sign)) found.set(sign, [first, second]);
    }
  }
  return found;
}

const HEADING = [
  COLUMNS.transaction,
  COLUMNS.payment,
  COLUMNS.kind,
  "商品名称",
  "创建时间",
  COLUMNS.at,
  "门店编号",
  "对方账户",
  COLUMNS.amount,
  "商家实收（元）",
  COLUMNS.refund,
  "备注",
];

export function writeAlipayBill(booked: readonly Booked[], day: string, sellerId: string) {
  const rows = booked.map(({ trade, refund, at }) => {
    const yuan = refund ? yuanOf(-refund.amountFen) : yuanOf(trade.paidFen);
    return [
      `${trade.transactionId}\t`,
      `${trade.no}\t`,
      refund ? "退款" : "交易",
      trade.subject.replaceAll(",", "，"),
      beijingTime(trade.createdAt),
      beijingTime(at),
      "",
      "鹭*(138****0000)",
      yuan,
      yuan,
      refund ? `${refund.no}\t` : "",
      refund?.reason ?? "",
    ].join(",");
  });
  const details = [
    "#支付宝业务明细查询",
    `#账号：[${sellerId}0156]`,
    `#起始日期：[${day} 00:00:00]`,
    "#-----------------------------------------业务明细列表----------------------------------------",
    HEADING.join(","),
    ...rows,
    "#-----------------------------------------业务明细列表结束------------------------------------",
    "",
  ].join("\r\n");
  const name = `${sellerId}0156_${day.replaceAll("-", "")}_业务明细`;
  return zip([
    { name: `${name}(汇总).csv`, bytes: encode("#支付宝业务汇总查询\r\n") },
    { name: `${name}.csv`, bytes: encode(details) },
  ]);
}

function zip(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes);
    const rawName = Buffer.from(encode(name));
    // Version 20, no flags, deflated, no time; then what both headers share.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(rawName.length, 22);
    bodies.push(Buffer.from([0x50, 0x4b, 3, 4]), shared, rawName, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), shared, place, rawName);
    at += 30 + rawName.length + packed.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.set([0x50, 0x4b, 5, 6]);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...bodies, index, end]));
}
