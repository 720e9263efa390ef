// One small chart for each indicator: the largest figure of each place, of the unit that is most used.
"use strict";

const CHARTS = document.getElementById("charts");
const MOST_PLACES = 12;
const SVG = "http://www.w3.org/2000/svg";
const LINE = 26; // height of a bar with its room, in units of the drawing
const NAME = 96;
const NUMBER = 128;
let width = 420; // of a drawing; less on a narrow screen, so that its words stay readable

/** Draw the charts of what passes the filters. */
function showCharts() {
  width = innerWidth < 700 ? 320 : 420;
  const byIndicator = new Map();
  for (const row of REPORTS.flatMap((report) => report.rows)) {
    if (!VISIBLE[row] || ROWS.status[row] === "wrong" || cell(row, "value") === null) continue;
    const rows = byIndicator.get(ROWS.indicator[row]);
    if (rows) rows.push(row);
    else byIndicator.set(ROWS.indicator[row], [row]);
  }
  byIndicator.delete(OTHER);
  const charts = sorted("indicator").filter((number) => byIndicator.has(number)).map((number) => chart(number, byIndicator.get(number)));
  CHARTS.replaceChildren(...charts);
  if (!charts.length) CHARTS.append(element("p", "empty", say("nothing")));
}

/** The rows that the bars stand for: the largest of each place, in the unit that most rows have. */
function largest(rows) {
  const units = new Map();
  for (const row of rows) units.set(ROWS.unit[row], (units.get(ROWS.unit[row]) || 0) + 1);
  const usual = [...units].sort((one, other) => other[1] - one[1])[0][0];
  const found = new Map();
  for (const row of rows) {
    if (ROWS.unit[row] !== usual) continue;
    const best = found.get(ROWS.place[row]);
    if (best === undefined || ROWS.value[row] > ROWS.value[best]) found.set(ROWS.place[row], row);
  }
  return [...found.values()].sort((one, other) => ROWS.value[other] - ROWS.value[one]);
}

function chart(indicator, rows) {
  const box = element("figure", `chart ${colourOf(indicator)}`);
  const bars = largest(rows);
  const head = box.appendChild(element("figcaption"));
  head.append(element("span", "sign", signOf(familyOf(indicator))), element("strong", "", indicatorName(indicator)));
  head.append(element("small", "", [DATA.lists.unit[ROWS.unit[bars[0]]], say("in_report", rows.length)].filter(Boolean).join(" · ")));
  const shownBars = bars.slice(0, MOST_PLACES);
  const drawing = drawn("svg", { viewBox: `0 0 ${width} ${shownBars.length * LINE}`, role: "group", "aria-label": indicatorName(indicator) });
  const most = Math.max(...shownBars.map((row) => ROWS.value[row]), 1e-9);
  shownBars.forEach((row, order) => drawing.append(bar(row, order * LINE, ROWS.value[row] / most)));
  box.append(drawing);
  if (bars.length > shownBars.length) box.append(element("p", "note", say("more", bars.length - shownBars.length)));
  return box;
}

function bar(row, top, share) {
  const made = drawn("g", { class: "bar", role: "button", tabindex: 0, "data-row": row });
  const place = placeName(placeOf(row));
  const last = placeOf(row).filter(Boolean).pop() || say("none");
  const year = cell(row, "year") === null ? "" : cell(row, "year");
  made.setAttribute("aria-label", say("chart_label", place, amount(row), year));
  made.append(drawn("rect", { class: "hit", x: 0, y: top, width, height: LINE }));
  made.append(label(last, NAME - 8, top, "end", 7), drawn("rect", {
    class: "fill", x: NAME, y: top + 5, width: Math.max(2, share * (width - NAME - NUMBER)), height: LINE - 10, rx: 2,
  }));
  const number = grouped(ROWS.value[row]) + (year === "" ? "" : ` (${year})`);
  made.append(label(number, NAME + Math.max(2, share * (width - NAME - NUMBER)) + 6, top, "start", 20));
  const title = drawn("title");
  title.textContent = `${place} · ${cell(row, "figure")} · ${cell(row, "sentence")}`;
  made.prepend(title);
  return made;
}

function label(words, x, top, anchor, most) {
  const made = drawn("text", { x, y: top + LINE / 2, "text-anchor": anchor, "dominant-baseline": "central" });
  made.textContent = lengthOf(words) > most ? `${words.slice(0, most - 1)}…` : words;
  return made;
}

function drawn(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

for (const event of ["click", "keydown"]) {
  CHARTS.addEventListener(event, (happened) => {
    const chosenBar = happened.target.closest(".bar");
    if (!chosenBar || (event === "keydown" && !["Enter", " "].includes(happened.key))) return;
    happened.preventDefault();
    openRow(Number(chosenBar.dataset.row));
  });
}
