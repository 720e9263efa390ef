// The page as a whole: which report and which view is shown, what the keys do, and what is remembered.
"use strict";

let current = -1; // the report that is shown
let view = "reports";
const byId = (id) => document.getElementById(id);

// -- what is remembered -------------------------------------------------------------------------------------------

function remembered(name) {
  try {
    return localStorage.getItem(`cadrestats-${name}`);
  } catch (error) {
    return null; // a browser that keeps nothing: the page begins as it does for a newcomer
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`cadrestats-${name}`, value);
  } catch (error) {
    announce(say("not_kept"));
  }
}

// -- the list of reports ------------------------------------------------------------------------------------------

const reportList = longList(byId("reports"), () => rem(4.2), reportItem);

function reportItem(order) {
  const number = LISTED[order];
  const report = REPORTS[number];
  const item = element("div", "report");
  item.id = `report-${number}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(number === current));
  item.setAttribute("aria-setsize", LISTED.length);
  item.setAttribute("aria-posinset", order + 1);
  item.dataset.report = number;
  item.append(element("span", "title", report.title || report.name));
  const count = report.visible === report.rows.length ? say("in_report", report.visible) : say("some_in_report", report.visible, report.rows.length);
  const checked = report.corrections.size ? ` · ${say("checked", report.corrections.size)}` : "";
  item.append(element("span", "count", `${count}${checked}`));
  item.append(element("span", "name", report.title ? report.name : report.published));
  return item;
}

byId("reports").addEventListener("click", (event) => {
  const item = event.target.closest(".report");
  if (item) openReport(Number(item.dataset.report), { pane: "text" });
});

byId("reports").addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -LISTED.length, End: LISTED.length };
  if (event.key in steps) {
    event.preventDefault();
    stepReport(steps[event.key]);
  }
  if (event.key === "Enter") byId("article").focus();
});

/** Go some reports on or back in the list. */
function stepReport(step) {
  if (!LISTED.length) return;
  const at = LISTED.indexOf(current);
  openReport(LISTED[Math.max(0, Math.min(LISTED.length - 1, at + step))]);
}

function showReports() {
  reportList.show(LISTED.length);
  const at = LISTED.indexOf(current);
  byId("reports").removeAttribute("aria-activedescendant");
  if (at >= 0) {
    reportList.reach(at);
    byId("reports").setAttribute("aria-activedescendant", `report-${current}`);
  }
}

// -- what is shown ------------------------------------------------------------------------------------------------

function openReport(number, { pane = "" } = {}) {
  current = number;
  if (number === undefined || number < 0) {
    current = -1;
    marks = [];
    ARTICLE.replaceChildren(element("p", "empty", say(REPORTS.length ? "nothing" : "no_reports")));
  } else {
    showArticle(number);
  }
  showReports();
  showRows(current);
  showDetails(null);
  if (pane) showPane(pane);
}

/** Go to the words of a row; on a narrow screen the text comes to the front. */
function chooseRow(row, { pane = false } = {}) {
  if (pane) showPane("text");
  chooseMark(markOf(row), { row });
}

/** Open a row from the table or a chart. */
function openRow(row) {
  showView("reports");
  if (current !== ROWS.report[row]) openReport(ROWS.report[row]);
  showPane("text");
  chooseMark(markOf(row), { row, focus: true });
}

function showPane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll(".switch button")) button.setAttribute("aria-pressed", String(button.dataset.pane === name));
}

function showView(name) {
  view = name;
  document.body.dataset.view = name;
  for (const each of ["reports", "table", "charts"]) byId(`view-${each}`).hidden = each !== name;
  for (const button of document.querySelectorAll(".views button")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
  if (name === "table") showTable();
  if (name === "charts") showCharts();
}

/** Show anew what depends on filters, corrections or the language; stay where the reader is. */
function refresh({ row = detailed } = {}) {
  showFacets(applyFilters());
  showCount();
  byId("export").textContent = countCorrections() ? `${say("export")} (${countCorrections()})` : say("export");
  if (!LISTED.includes(current) && !(row !== null && ROWS.report[row] === current)) openReport(LISTED.length ? LISTED[0] : -1);
  else redraw(row);
  if (view !== "reports") showView(view);
}

function redraw(row) {
  const place = chosen >= 0 && marks[chosen] ? marks[chosen].start : -1;
  const top = ARTICLE.scrollTop;
  showReports();
  if (current < 0) return;
  showArticle(current);
  showRows(current);
  ARTICLE.scrollTop = top;
  const order = row !== null && row !== undefined ? markOf(row) : marks.findIndex((mark) => mark.start === place);
  if (order >= 0) chooseMark(order, { scroll: false, row, focus: ARTICLE.contains(document.activeElement) });
  else showDetails(null);
}

function announce(words) {
  byId("live").textContent = words;
}

function showLegend() {
  const items = FAMILIES.map((family) => {
    const item = element("li", colour(family));
    item.append(element("span", "sign", signOf(family)), nameOf("family", family));
    return item;
  });
  const plain = element("li", "plain", say("plain"));
  const repaired = element("li");
  repaired.append(element("span", "repaired", say("repaired")));
  document.querySelector("#legend ul").replaceChildren(...items, plain, repaired);
}

// -- going from figure to figure ----------------------------------------------------------------------------------

/** Choose the next or previous figure that passes the filters, in the next report where this one has no more. */
function stepFigure(step) {
  const passes = (mark) => mark.fate !== "repeat" && mark.rows.some((row) => VISIBLE[row]);
  for (let order = chosen < 0 && step < 0 ? marks.length - 1 : chosen + step; order >= 0 && order < marks.length; order += step) {
    if (passes(marks[order])) return arrive(order);
  }
  for (let at = LISTED.indexOf(current) + step; at >= 0 && at < LISTED.length; at += step) {
    if (!REPORTS[LISTED[at]].visible) continue;
    openReport(LISTED[at]);
    const orders = [...marks.keys()].filter((order) => passes(marks[order]));
    return arrive(step > 0 ? orders[0] : orders[orders.length - 1]);
  }
  return announce(say("no_more"));
}

function arrive(order) {
  showView("reports");
  showPane("text");
  chooseMark(order, { focus: true, row: marks[order].rows.find((row) => VISIBLE[row]) });
}

ARTICLE.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (mark && getSelection().isCollapsed) chooseMark(Number(mark.dataset.mark), { scroll: false, focus: true });
});

ARTICLE.addEventListener("keydown", (event) => {
  const mark = event.target.closest("mark");
  if (!mark) return;
  const order = Number(mark.dataset.mark);
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    chooseMark(order, { scroll: false, focus: true });
  }
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && marks[order + step]) {
    event.preventDefault();
    chooseMark(order + step, { focus: true });
  }
});

// -- missed figures -----------------------------------------------------------------------------------------------

function addSelection() {
  const places = selectedPlaces();
  if (!places) return announce(say("select_first"));
  if (sentenceAt(REPORTS[current], places.start, places.end) < 0) return announce(say("not_one_sentence"));
  if (marks.some((mark) => mark.rows.length && mark.start < places.end && places.start < mark.end)) return announce(say("has_row"));
  byId("add").hidden = true;
  showPane("text");
  return showForm(places);
}

document.addEventListener("selectionchange", () => {
  const button = byId("add");
  const places = view === "reports" && current >= 0 ? selectedPlaces() : null;
  button.hidden = !places;
  if (!places) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  button.style.left = `${Math.max(8, Math.min(box.left, innerWidth - button.offsetWidth - 8))}px`;
  button.style.top = `${Math.max(8, box.top - button.offsetHeight - 6)}px`;
});
byId("add").addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
byId("add").addEventListener("click", addSelection);

// -- keys ---------------------------------------------------------------------------------------------------------

const KEYS = [
  [["n", "j"], "key_next", () => stepFigure(1)],
  [["p", "k"], "key_previous", () => stepFigure(-1)],
  [["a"], "key_accept", () => judgeAndGoOn("right")],
  [["r"], "key_reject", () => judgeAndGoOn("wrong")],
  [["e"], "key_change", () => detailed !== null && showForm({ row: detailed })],
  [["u"], "key_undo", () => detailed !== null && takeBackRow(detailed)],
  [["m"], "key_add", addSelection],
  [["[", "]"], "key_report", (key) => stepReport(key === "]" ? 1 : -1)],
  [["/"], "key_search", () => byId("search").focus()],
  [["?"], "key_help", showHelp],
];

function judgeAndGoOn(verdict) {
  if (detailed === null) return stepFigure(1);
  judge(detailed, verdict);
  return stepFigure(1);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (event.key === "Escape") {
    if (editing) chooseMark(chosen, { scroll: false, row: detailed, focus: true });
    else if (!TIP.hidden) hideTip();
    else if (document.activeElement === byId("search")) byId("search").blur();
    else chooseMark(-1, { scroll: false });
    return;
  }
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const bound = KEYS.find(([keys]) => keys.includes(event.key));
  if (!bound) return;
  event.preventDefault();
  bound[2](event.key);
});

function showHelp() {
  const lines = [...KEYS, [["←", "→"], "key_arrows"], [["Esc"], "key_escape"]].map(([keys, key]) => {
    const line = element("tr");
    const cellOfKeys = line.appendChild(element("th"));
    cellOfKeys.scope = "row";
    for (const each of keys) cellOfKeys.append(element("kbd", "", each), " ");
    line.append(element("td", "", say(key)));
    return line;
  });
  byId("keys").querySelector("tbody").replaceChildren(...lines);
  byId("keys").showModal();
}

// -- buttons and fields -------------------------------------------------------------------------------------------

let waiting = 0;
byId("search").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    query = byId("search").value.trim();
    refresh();
  }, 150);
});
byId("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter") stepFigure(1);
});
byId("clear").addEventListener("click", clearFilters);
byId("download").addEventListener("click", downloadRows);
byId("export").addEventListener("click", exportCorrections);
byId("import").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", async () => {
  const [file] = byId("file").files;
  if (!file) return;
  try {
    const { count, lost } = importCorrections(await file.text());
    refresh();
    announce([say("imported", count), ...(lost.length ? [say("not_placed", lost.length, lost.join(", "))] : [])].join(" "));
  } catch (error) {
    announce(say("bad_file", error.message));
  }
  byId("file").value = "";
});
byId("help").addEventListener("click", showHelp);
byId("unfold").addEventListener("click", () => {
  const open = byId("filters").classList.toggle("open");
  byId("unfold").setAttribute("aria-expanded", String(open));
});
for (const button of document.querySelectorAll(".views button")) button.addEventListener("click", () => showView(button.dataset.view));
for (const button of document.querySelectorAll(".switch button")) button.addEventListener("click", () => showPane(button.dataset.pane));

function setLanguage(number) {
  language = number;
  byId("language").textContent = number ? "中文" : "English";
  byId("language").lang = number ? "zh" : "en";
  sayAll();
  showLegend();
  refresh();
}

byId("language").addEventListener("click", () => {
  setLanguage(1 - language);
  remember("language", language);
});

const DARK = matchMedia("(prefers-color-scheme: dark)");
function setTheme(name) {
  document.documentElement.dataset.theme = name || (DARK.matches ? "dark" : "light");
}
DARK.addEventListener("change", () => setTheme(remembered("theme")));
byId("theme").addEventListener("click", () => {
  const name = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  setTheme(name);
  remember("theme", name);
});

// -- the beginning ------------------------------------------------------------------------------------------------

setTheme(remembered("theme"));
recall();
setLanguage(remembered("language") === null ? Number(!/^zh/i.test(navigator.language)) : Number(remembered("language")));
byId("legend").open = innerWidth > 1000;
showView("reports");
showPane(innerWidth < 700 ? "list" : "text");
document.documentElement.dataset.ready = "true";
