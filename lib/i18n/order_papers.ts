/** The words of the papers of an order; in both languages. */
const orderPapersZh = {
  title: "购车证件",
  link: "提交证件",
  back: "返回订单",
  lead: "拍照或扫描上传，我们逐件审核；通过以前可以重新上传。",
  kept: "文件用您自己的密钥加密保存，工作人员每次查看都记在“隐私与数据”里。",
  yours: "由您提交",
  ours: "由我们准备",
  hint: {
    identity_card: "购车人本人身份证的正面和背面，放在同一张图或同一份 PDF 里。",
    contract: "双方签字的购车合同，全部页面。",
    compulsory_insurance: "在这里买了保险的，保单会自动交来；自己投保的，请上传。",
    purchase_tax_proof: "缴税以后由税务机关出具，上牌时要用；可以在交付以后补交。",
  },
  file: "选择文件",
  again: "换一个文件",
  fileHint: "JPEG、PNG 或 PDF，最大 3 MB。",
  send: "上传",
  sent: "已收到，等待审核。",
  see: "查看已交的文件",
  at: "{time} 上传，{size}",
  first: "付过小订或定金以后，才需要提交证件。",
  failed: "没有收下：{why}",
  why: {
    file_missing: "请先选择一个文件。",
    file_large: "文件超过 3 MB，请压缩后再传。",
    file_type: "只收 JPEG、PNG 或 PDF。",
    paper_accepted: "这一件已经审核通过。",
    not_due: "现在还不需要这一件。",
    cancelled_already: "订单已经取消。",
    other: "请刷新后再试。",
  },
};

export type OrderPapersText = typeof orderPapersZh;

const orderPapersEn: OrderPapersText = {
  title: "Papers of your car",
  link: "Hand in papers",
  back: "Back to the order",
  lead: "Upload a photograph or a scan; we check each. Until it is accepted you can send another.",
  kept:
    "Files are kept encrypted under a key of your own. Whenever staff look at one, your privacy page says so.",
  yours: "From you",
  ours: "From us",
  hint: {
    identity_card: "Both sides of the buyer's identity card, in one picture or one PDF.",
    contract: "The contract signed by both, all pages.",
    compulsory_insurance: "Insured here, the policy hands itself in; insured elsewhere, upload it.",
    purchase_tax_proof:
      "Issued once the tax is paid, and needed for the plate; it may follow after the delivery.",
  },
  file: "Choose a file",
  again: "Choose another file",
  fileHint: "JPEG, PNG or PDF, 3 MB at most.",
  send: "Upload",
  sent: "Received; it will be checked.",
  see: "See what you handed in",
  at: "Uploaded {time}, {size}",
  first: "Papers are needed once the reservation or the earnest money is paid.",
  failed: "That was not taken: {why}",
  why: {
    file_missing: "choose a file first.",
    file_large: "the file is larger than 3 MB; make it smaller.",
    file_type: "it must be a JPEG, PNG or PDF.",
    paper_accepted: "this paper was accepted already.",
    not_due: "this paper is not needed yet.",
    cancelled_already: "the order is cancelled.",
    other: "reload and try again.",
  },
};

export const orderPapersText = (language: "zh" | "en"): OrderPapersText =>
  language === "en" ? orderPapersEn : orderPapersZh;
