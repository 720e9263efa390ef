// The words of the interface, in Chinese and English. What comes from reports and patterns is never translated.
"use strict";

const WORDS = {
  title: ["审阅", "review"],
  skip: ["跳到正文", "Skip to the text"],
  views: ["视图", "Views"],
  view_reports: ["逐篇", "Reports"],
  view_table: ["总表", "Table"],
  view_charts: ["图表", "Charts"],
  panes: ["栏目", "Panes"],
  reports: ["报道", "Reports"],
  text: ["正文", "Text"],
  rows: ["数据", "Figures"],
  details: ["详情", "Details"],
  filters: ["筛选", "Filters"],
  legend: ["图例", "Legend"],
  search: ["搜索句子", "Search sentences"],
  search_hint: ["搜索句子（/）", "Search sentences (/)"],
  clear: ["清除筛选", "Clear filters"],
  download: ["下载 CSV", "Download CSV"],
  download_hint: ["下载筛选出的数据", "Download the figures that are filtered"],
  import: ["读入校正", "Import"],
  import_hint: ["读入 corrections.csv", "Read a corrections.csv"],
  export: ["导出校正", "Export"],
  export_hint: ["把校正存为 corrections.csv，供 extract --corrections 使用", "Save corrections.csv for extract --corrections"],
  theme: ["深色或浅色", "Dark or light"],
  help: ["帮助", "Help"],
  close: ["关闭", "Close"],
  all: ["全部", "all"],
  none: ["（无）", "(none)"],
  place: ["地区", "Place"],
  family: ["类别", "Family"],
  indicator: ["指标", "Indicator"],
  year: ["年份", "Year"],
  level: ["层级", "Level"],
  status: ["审阅", "Review"],
  province: ["省份", "Province"],
  city: ["市（州）", "City"],
  district: ["区县", "District"],
  subject: ["所计对象", "What is counted"],
  value: ["数值", "Value"],
  unit: ["单位", "Unit"],
  figure: ["原文", "Words"],
  sentence: ["句子", "Sentence"],
  report: ["报道", "Report"],
  bound: ["界限", "Bound"],
  period: ["时段", "Period"],
  entity: ["单位名称", "Body"],
  pattern: ["规则", "Pattern"],
  mentions: ["提及", "Mentions"],
  times: ["{0} 次", "{0}×"],
  reason: ["依据", "Why"],
  kind: ["性质", "Kind"],
  from: ["据{0}", "from {0}"],
  garbled: ["乱码原文", "Garbled"],
  repaired: ["修复过的乱码", "repaired"],
  plain: ["不是统计数字", "no statistic"],
  shown: ["{0} / {1} 项数据，{2} 篇报道", "{0} of {1} figures, {2} reports"],
  in_report: ["{0} 项", "{0} figures"],
  some_in_report: ["{0} / {1} 项", "{0} of {1}"],
  checked: ["已审 {0}", "{0} checked"],
  nothing: ["没有符合筛选的数据。", "No figure matches the filters."],
  no_reports: ["没有报道。", "There are no reports."],
  choose_one: ["选一个数字，看它怎样读出、从何读出。", "Choose a figure to see how it was read, and from where."],
  no_statistic: ["不是统计数字：{0}", "No statistic: {0}"],
  repeat_of: ["重复下文所列的数据", "Repeats the figure below"],
  right: ["正确", "Right"],
  wrong: ["错误", "Wrong"],
  change: ["更改", "Change"],
  changed: ["已更改", "Changed"],
  added: ["补录", "Added"],
  unchecked: ["未审", "Unchecked"],
  undo: ["撤销", "Undo"],
  save: ["保存", "Save"],
  cancel: ["取消", "Cancel"],
  was: ["原为 {0}", "was {0}"],
  add_selection: ["补录所选（m）", "Add selection (m)"],
  add_this: ["作为统计数字补录", "Add as a figure"],
  add_title: ["补录：{0}", "Add: {0}"],
  from_words: ["由文字读出", "read from the words"],
  not_one_sentence: ["所选文字须在同一句内。", "The selection must lie within one sentence."],
  has_row: ["所选文字已有数据，请直接更改它。", "The selection has a figure already: change that one."],
  select_first: ["请先在正文中选取文字。", "Select words in the text first."],
  said_right: ["{0}：正确", "{0}: right"],
  said_wrong: ["{0}：错误", "{0}: wrong"],
  said_changed: ["{0}：已更改", "{0}: changed"],
  said_added: ["{0}：已补录", "{0}: added"],
  said_undone: ["{0}：已撤销", "{0}: undone"],
  no_more: ["没有更多数字。", "There are no more figures."],
  imported: ["读入 {0} 条校正", "{0} corrections imported"],
  not_placed: ["{0} 条找不到所在的句子：第 {1} 行", "{0} have no place in these reports: lines {1}"],
  bad_file: ["这不是 corrections.csv：{0}", "This is no corrections.csv: {0}"],
  missing_column: ["缺少 {0} 列", "column {0} is missing"],
  bad_line: ["第 {0} 行有误", "line {0} is wrong"],
  not_kept: ["浏览器不允许保存：关闭前请导出校正。", "The browser keeps nothing: export your corrections before you close."],
  repairs: ["修复乱码 {0} 处", "{0} garbled stretches repaired"],
  chart_note: [
    "每地取最大的一个数（同一单位）；点击看原句。",
    "The largest figure of each place, of the unit most used; choose a bar to see its sentence.",
  ],
  chart_label: ["{0}：{1}，{2} 年", "{0}: {1}, {2}"],
  more: ["另有 {0} 地", "{0} more places"],
  keys: ["键盘", "Keyboard"],
  keys_note: [
    "校正保存在本浏览器里，重开此页仍在；导出为 corrections.csv 后，用 extract --corrections 使其生效。",
    "Corrections stay in this browser. Export corrections.csv and apply it with extract --corrections.",
  ],
  key_next: ["下一个数字", "Next figure"],
  key_previous: ["上一个数字", "Previous figure"],
  key_accept: ["正确，到下一个", "Right, and on to the next"],
  key_reject: ["错误，到下一个", "Wrong, and on to the next"],
  key_change: ["更改指标、地区或年份", "Change indicator, place or year"],
  key_undo: ["撤销", "Undo"],
  key_add: ["补录所选文字", "Add the selected words"],
  key_report: ["上一篇、下一篇报道", "Previous, next report"],
  key_search: ["搜索", "Search"],
  key_help: ["帮助", "This help"],
  key_arrows: ["在正文中逐个走过所有数字", "Go through all numerals of the text"],
  key_escape: ["关闭、离开", "Close, leave"],
};

// What the data call by an English name: [Chinese, English, sign in Chinese, sign in English].
const NAMES = {
  family: {
    party: ["党建", "party", "党", "Pa"],
    people: ["人员", "people", "人", "Pe"],
    venues: ["阵地", "venues", "阵", "Ve"],
    volunteering: ["志愿服务", "volunteering", "志", "Vo"],
    lectures: ["宣讲", "lectures", "讲", "Le"],
    governance: ["治理", "governance", "治", "Go"],
    youth: ["关心下一代", "youth", "青", "Yo"],
    university: ["老年大学", "university", "学", "Un"],
    care: ["关怀", "care", "关", "Ca"],
    culture: ["文化", "culture", "文", "Cu"],
    talent: ["人才荣誉", "talent", "才", "Ta"],
    other: ["其他", "other", "他", "Ot"],
  },
  fate: {
    row: ["数据", "figure"],
    repeat: ["重复", "repeat"],
    added: ["补录", "added"],
    date: ["日期", "date"],
    duration: ["时长", "duration"],
    age: ["年龄", "age"],
    ordinal: ["序数", "ordinal"],
    name: ["名称", "name"],
    slogan: ["口号", "slogan"],
    idiom: ["成语", "idiom"],
    address: ["地址号码", "address"],
    article: ["泛指", "article"],
    introduction: ["引起下文", "introduction"],
    unreadable: ["残缺", "unreadable"],
  },
  level: {
    province: ["省级", "province"],
    city: ["市级", "city"],
    county: ["县级", "county"],
    township: ["乡镇街道", "township"],
    community: ["村社区", "community"],
    organisation: ["单位团队", "organisation"],
    person: ["个人", "person"],
  },
  period: {
    stock: ["现有", "stock"],
    flow: ["当年", "flow"],
    cumulative: ["累计", "cumulative"],
    rate: ["比率", "rate"],
  },
  bound: {
    exact: ["", ""],
    over: ["超过", "over"],
    under: ["不足", "under"],
    about: ["约", "about"],
  },
  source: {
    sentence: ["句中", "the sentence"],
    paragraph: ["段中", "the paragraph"],
    heading: ["小标题", "a heading"],
    title: ["标题", "the headline"],
    byline: ["署名", "the byline"],
    report: ["全文", "the report"],
    option: ["人工给定", "the user"],
    "": ["未知", "nothing"],
  },
  status: {
    unchecked: ["未审", "unchecked"],
    right: ["正确", "right"],
    wrong: ["错误", "wrong"],
    changed: ["已更改", "changed"],
    added: ["补录", "added"],
  },
};

let language = 0; // 0 Chinese, 1 English

/** A phrase of the interface, {0}, {1} … replaced by values. */
function say(key, ...values) {
  return WORDS[key][language].replace(/\{(\d)\}/g, (_, place) => String(values[place]));
}

/** What a value of the data is called; a value of the user's own patterns is called by itself. */
function nameOf(kind, value) {
  const known = NAMES[kind][value];
  return known ? known[language] : value;
}

/** The sign of a family, which tells it without its colour. */
function signOf(family) {
  const known = NAMES.family[family];
  return known ? known[2 + language] : Array.from(family)[0].toUpperCase();
}

const FORMAT = new Intl.NumberFormat("en", { maximumFractionDigits: 10 }); // Chinese groups digits alike

/** A number with its groups of digits. */
function grouped(number) {
  return FORMAT.format(number);
}

/** Fill in the words of the page's own elements. */
function sayAll(root = document) {
  document.documentElement.lang = language ? "en" : "zh-CN";
  document.title = `${say("title")} · cadrestats`;
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const [attribute, name] of [["aria-label", "sayLabel"], ["title", "sayTitle"], ["placeholder", "sayPlaceholder"]]) {
    const written = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    for (const element of root.querySelectorAll(`[data-${written}]`)) element.setAttribute(attribute, say(element.dataset[name]));
  }
}
