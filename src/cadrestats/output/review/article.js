// The chosen report: its text, every numeral marked, repaired stretches underlined.
"use strict";

const ARTICLE = document.getElementById("article");
const TIP = document.getElementById("tip");
const PLACES = new WeakMap(); // text node → its first character's place in the report
let marks = []; // of the report that is shown
let repairs = [];
let chosen = -1; // which of the marks

/** Show a report; `chosen` is forgotten. */
function showArticle(number) {
  const report = REPORTS[number];
  marks = marksOf(report);
  repairs = joined(report.repairs);
  chosen = -1;
  const titled = report.blocks.some((kind, at) => at % 3 === 0 && DATA.lists.kind[kind] === "title");
  const parts = [articleHead(report)];
  for (let at = 0; at < report.blocks.length; at += 3) {
    const [kind, start, end] = report.blocks.slice(at, at + 3);
    const name = DATA.lists.kind[kind];
    const block = element(name === "title" ? "h2" : name === "heading" ? (titled ? "h3" : "h2") : "p", name);
    block.lang = "zh";
    fillBlock(block, report, start, end);
    parts.push(block);
  }
  ARTICLE.replaceChildren(...parts);
  ARTICLE.scrollTop = 0;
  dressMarks();
  highlight();
}

function articleHead(report) {
  const head = element("p", "about");
  head.append(element("span", "name", report.name));
  if (report.published) head.append(element("span", "", report.published));
  if (report.repairs.length) head.append(element("span", "", say("repairs", report.repairs.length)));
  return head;
}

/** Repairs that overlap, where text was garbled twice, as one stretch with all that it was. */
function joined(told) {
  const stretches = [];
  for (const [start, end, before, rule] of [...told].sort((one, other) => one[0] - other[0])) {
    const last = stretches[stretches.length - 1];
    if (last && start < last.end) {
      last.end = Math.max(last.end, end);
      last.before.push([before, rule]);
    } else {
      stretches.push({ start, end, before: [[before, rule]] });
    }
  }
  return stretches;
}

/** The order of the first stretch of a sorted list that ends after a place. */
function firstAfter(stretches, place) {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle].end > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function fillBlock(block, report, start, end) {
  let at = start;
  for (let order = firstAfter(marks, start); order < marks.length && marks[order].start < end; order++) {
    const mark = marks[order];
    fillText(block, report, at, mark.start, true);
    const made = element("mark");
    made.dataset.mark = order;
    made.setAttribute("role", "button");
    fillText(made, report, mark.start, mark.end, false);
    block.append(made);
    mark.element = made;
    at = mark.end;
  }
  fillText(block, report, at, end, true);
}

/** Text from one place to another; a repaired stretch is an element that can be reached, save inside a mark. */
function fillText(parent, report, start, end, reachable) {
  let at = start;
  for (let order = firstAfter(repairs, start); order < repairs.length && repairs[order].start < end; order++) {
    const repair = repairs[order];
    textNode(parent, report, at, Math.max(at, repair.start));
    const stretch = element("span", "repaired");
    stretch.dataset.repair = order;
    textNode(stretch, report, Math.max(at, repair.start), Math.min(end, repair.end));
    if (reachable) {
      stretch.tabIndex = 0;
      stretch.setAttribute("role", "note");
      stretch.setAttribute("aria-label", `${stretch.textContent}（${say("garbled")}：${repair.before[0][0].slice(0, 80)}）`);
    }
    parent.append(stretch);
    at = Math.min(end, repair.end);
  }
  textNode(parent, report, at, end);
}

function textNode(parent, report, start, end) {
  if (start >= end) return;
  const node = document.createTextNode(slice(report, start, end));
  PLACES.set(node, start);
  parent.append(node);
}

/** Give all marks the looks and words of what they are now; their text is not touched. */
function dressMarks() {
  for (const order of marks.keys()) dressMark(order);
}

function dressMark(order) {
  const mark = marks[order];
  const made = mark && mark.element;
  if (!made) return;
  const row = mark.rows[0];
  made.className = row === undefined ? "plain" : `${colourOf(ROWS.indicator[row])} ${mark.fate} ${ROWS.status[row]}`;
  made.classList.toggle("filtered", row !== undefined && !mark.rows.some((each) => VISIBLE[each]));
  made.classList.toggle("chosen", order === chosen);
  made.dataset.sign = row === undefined ? nameOf("fate", mark.fate) : signOf(familyOf(ROWS.indicator[row]));
  made.tabIndex = order === (chosen < 0 ? 0 : chosen) ? 0 : -1;
  made.setAttribute("aria-pressed", String(order === chosen));
  made.setAttribute("aria-label", markLabel(mark));
}

/** What a mark is, in one line. */
function markLabel(mark) {
  const words = mark.element ? mark.element.textContent : "";
  if (!mark.rows.length) return `${words}，${say("no_statistic", nameOf("fate", mark.fate))}`;
  return mark.rows.map((row) => [words, ...facts(row)].join("，")).join("；");
}

/** Indicator, number, place, year and level of a row in words. */
function facts(row) {
  const year = cell(row, "year");
  const told = [indicatorName(ROWS.indicator[row]), amount(row), placeName(placeOf(row)), year === null ? "" : String(year)];
  told.push(nameOf("level", cell(row, "level")), ROWS.status[row] ? nameOf("status", ROWS.status[row]) : "");
  return told.filter(Boolean);
}

/** Choose a mark: it comes into view, and all else is told of it. */
function chooseMark(order, { scroll = true, focus = false, row = null } = {}) {
  const before = chosen;
  chosen = order;
  for (const each of new Set([before, order, 0])) dressMark(each);
  const mark = marks[order];
  if (mark && mark.element && scroll) mark.element.scrollIntoView({ block: "start" });
  if (mark && mark.element && focus) mark.element.focus({ preventScroll: true });
  showDetails(mark, row);
}

/** The order of the mark where a row's figure stands. */
function markOf(row) {
  return marks.findIndex((mark) => mark.start === ROWS.start[row] && mark.rows.includes(row));
}

// -- what is pointed at -------------------------------------------------------------------------------------------

function showTip(target) {
  const mark = target.closest("mark");
  const stretch = target.closest(".repaired");
  if (!mark && !stretch) return hideTip();
  const lines = [];
  if (mark) {
    const told = marks[mark.dataset.mark];
    if (told.rows.length) {
      for (const row of told.rows) lines.push(facts(row).join(" · "), sources(row));
    } else {
      lines.push(say("no_statistic", nameOf("fate", told.fate)), told.reason);
    }
  }
  for (const [before, rule] of garbled(mark || stretch)) lines.push(`${say("garbled")} (${rule}): ${before}`);
  TIP.replaceChildren(...lines.map((line) => element("p", "", line)));
  TIP.hidden = false;
  const place = (stretch || mark).getClientRects()[0] || target.getBoundingClientRect();
  const width = Math.min(TIP.offsetWidth, innerWidth - 16);
  TIP.style.left = `${Math.max(8, Math.min(place.left, innerWidth - width - 8))}px`;
  const below = place.bottom + 6;
  TIP.style.top = `${below + TIP.offsetHeight < innerHeight ? below : Math.max(8, place.top - TIP.offsetHeight - 6)}px`;
  return undefined;
}

/** What the repaired stretches in an element were, each with the rule that repaired it. */
function garbled(root) {
  const stretches = [...(root.matches(".repaired") ? [root] : []), ...root.querySelectorAll(".repaired")];
  return [...new Set(stretches.map((stretch) => stretch.dataset.repair))].flatMap((order) => repairs[order].before);
}

function hideTip() {
  TIP.hidden = true;
}

/** What place and year of a row were read from, in words. */
function sources(row) {
  const [place, year] = ["place", "year"].map((column) => say("from", nameOf("source", cell(row, `${column}_from`))));
  return `${say("place")}: ${place} · ${say("year")}: ${year}`;
}

ARTICLE.addEventListener("mouseover", (event) => showTip(event.target));
ARTICLE.addEventListener("focusin", (event) => {
  if (!event.target.closest("mark")) showTip(event.target); // the details tell of a mark
});
for (const event of ["mouseleave", "focusout", "scroll"]) ARTICLE.addEventListener(event, hideTip);

/** Show the words of the search in the text, where the browser can. */
function highlight() {
  if (!window.Highlight || !CSS.highlights) return;
  const ranges = [];
  const words = query.toLowerCase();
  for (const block of words ? ARTICLE.children : []) {
    const nodes = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const text = nodes.map((node) => node.data).join("").toLowerCase();
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
      const range = new Range();
      range.setStart(...nodeAt(nodes, at));
      range.setEnd(...nodeAt(nodes, at + words.length - 1, 1));
      ranges.push(range);
    }
  }
  CSS.highlights.set("search", new Highlight(...ranges));
}

function nodeAt(nodes, at, more = 0) {
  for (const node of nodes) {
    if (at < node.length) return [node, at + more];
    at -= node.length;
  }
  return [nodes[nodes.length - 1], nodes[nodes.length - 1].length];
}

// -- what is selected ---------------------------------------------------------------------------------------------

/** The places of the selected words in the report, without white space around them; null where nothing is selected. */
function selectedPlaces() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !ARTICLE.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const walker = document.createTreeWalker(ARTICLE, NodeFilter.SHOW_TEXT);
  let start = null;
  let end = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!PLACES.has(node) || !range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    const words = node.data.slice(from, to);
    if (!words.trim()) continue;
    if (start === null) start = PLACES.get(node) + lengthOf(node.data.slice(0, from)) + words.length - words.trimStart().length;
    end = PLACES.get(node) + lengthOf(node.data.slice(0, to)) - (words.length - words.trimEnd().length);
  }
  return start === null ? null : { start, end };
}
