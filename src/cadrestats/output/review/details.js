// The rows of the chosen report, and the details of the chosen figure: what was read, from where, and what the reader says.
"use strict";

const ROW_LIST = document.querySelector("#rows ul");
const DETAILS = document.getElementById("details");
let detailed = null; // the row whose details are shown
let editing = false;

/** List the rows of a report that pass the filters. */
function showRows(number) {
  const report = REPORTS[number];
  const rows = report ? report.rows.filter((row) => VISIBLE[row]) : [];
  ROW_LIST.replaceChildren(...rows.map(rowItem));
  if (!rows.length) ROW_LIST.append(element("li", "empty", say("nothing")));
  const all = report ? report.rows.length : 0;
  document.getElementById("rows-count").textContent = rows.length === all ? say("in_report", all) : say("some_in_report", rows.length, all);
}

function rowItem(row) {
  const item = element("li");
  const button = item.appendChild(element("button", `entry ${colourOf(ROWS.indicator[row])} ${ROWS.status[row]}`));
  button.type = "button";
  button.dataset.row = row;
  button.setAttribute("aria-pressed", String(row === detailed));
  const sign = button.appendChild(element("span", "sign", signOf(familyOf(ROWS.indicator[row]))));
  sign.setAttribute("aria-hidden", "true");
  button.append(element("span", "name", indicatorName(ROWS.indicator[row])));
  button.append(element("span", "amount", amount(row)));
  const year = cell(row, "year");
  button.append(element("span", "where", [placeName(placeOf(row)), year].filter((part) => part !== null).join(" · ")));
  button.append(element("span", "subject", cell(row, "subject")));
  if (ROWS.status[row]) button.append(element("span", "status", nameOf("status", ROWS.status[row])));
  return item;
}

ROW_LIST.addEventListener("click", (event) => {
  const button = event.target.closest("button.entry");
  if (button) chooseRow(Number(button.dataset.row), { pane: true });
});

/** Show the details of a mark; `row` where the mark has several. */
function showDetails(mark, row = null) {
  editing = false;
  detailed = mark && mark.rows.length ? (mark.rows.includes(row) ? row : mark.rows[0]) : null;
  for (const button of ROW_LIST.querySelectorAll("button.entry")) {
    const pressed = mark !== undefined && mark !== null && mark.rows.includes(Number(button.dataset.row)) && Number(button.dataset.row) === detailed;
    button.setAttribute("aria-pressed", String(pressed));
    if (pressed) button.scrollIntoView({ block: "nearest" });
  }
  DETAILS.classList.toggle("open", Boolean(mark));
  if (!mark) return DETAILS.replaceChildren(element("p", "empty", say("choose_one")));
  const parts = detailed === null ? plainDetails(mark) : rowDetails(mark, detailed);
  DETAILS.replaceChildren(closer(), ...parts);
  return undefined;
}

function closer() {
  const button = actionButton("close", () => chooseMark(-1, { scroll: false }));
  button.className = "closer";
  return button;
}

function actionButton(key, act, name = "") {
  const button = element("button", name, say(key));
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

/** A list of terms and what holds for them; empty ones are left out. */
function termList(pairs) {
  const list = element("dl");
  for (const [term, text, note] of pairs) {
    if (text === "" || text === null) continue;
    list.append(element("dt", "", term));
    const told = list.appendChild(element("dd", "", String(text)));
    if (note) told.append(" ", element("small", "", note));
  }
  return list;
}

function plainDetails(mark) {
  const head = element("h3", "", mark.element.textContent);
  const list = termList([[say("kind"), nameOf("fate", mark.fate)], [say("reason"), mark.reason], ...garbledTerms(mark)]);
  const actions = element("div", "actions");
  actions.append(actionButton("add_this", () => showForm({ start: mark.start, end: mark.end })));
  return [head, list, actions];
}

/** What a mark was where it was garbled. */
function garbledTerms(mark) {
  return mark.element ? garbled(mark.element).map(([before, rule]) => [say("garbled"), before, rule]) : [];
}

function rowDetails(mark, row) {
  const head = element("h3", colourOf(ROWS.indicator[row]), cell(row, "figure"));
  const family = familyOf(ROWS.indicator[row]);
  const place = say("from", nameOf("source", cell(row, "place_from")));
  const year = say("from", nameOf("source", cell(row, "year_from")));
  const read = READ.get(row);
  const list = termList([
    [say("indicator"), indicatorName(ROWS.indicator[row]), read && read.indicator !== ROWS.indicator[row] ? say("was", indicatorName(read.indicator)) : ""],
    [say("family"), `${signOf(family)} ${nameOf("family", family)}`],
    [say("value"), amount(row)],
    [say("subject"), cell(row, "subject")],
    [say("place"), placeName(placeOf(row)), read && read.place !== ROWS.place[row] ? say("was", placeName(DATA.lists.place[read.place])) : place],
    [say("year"), cell(row, "year") === null ? say("none") : cell(row, "year"), read && read.year !== ROWS.year[row] ? say("was", DATA.lists.year[read.year] || say("none")) : year],
    [say("level"), nameOf("level", cell(row, "level"))],
    [say("entity"), cell(row, "entity")],
    [say("period"), nameOf("period", cell(row, "period"))],
    [say("pattern"), cell(row, "pattern") || say("none")],
    [say("mentions"), cell(row, "mentions") > 1 ? say("times", cell(row, "mentions")) : ""],
    [say("kind"), mark.fate === "repeat" ? say("repeat_of") : ""],
    [say("status"), ROWS.status[row] ? nameOf("status", ROWS.status[row]) : ""],
    ...garbledTerms(mark),
  ]);
  const parts = [head, list, actions(row)];
  if (mark.rows.length > 1) parts.splice(1, 0, siblings(mark, row));
  return parts;
}

/** A figure that is given to several places has several rows: a choice between them. */
function siblings(mark, row) {
  const box = element("div", "siblings");
  for (const each of mark.rows) {
    const button = box.appendChild(element("button", "", placeName(placeOf(each))));
    button.type = "button";
    button.setAttribute("aria-pressed", String(each === row));
    button.addEventListener("click", () => showDetails(mark, each));
  }
  return box;
}

function actions(row) {
  const box = element("div", "actions");
  if (ROWS.status[row] !== "added") {
    for (const verdict of ["right", "wrong"]) {
      const button = box.appendChild(actionButton(verdict, () => judge(row, verdict), verdict));
      button.setAttribute("aria-pressed", String(ROWS.status[row] === verdict));
    }
  }
  box.append(actionButton("change", () => showForm({ row }), "change"));
  if (ROWS.status[row]) box.append(actionButton("undo", () => takeBackRow(row), "undo"));
  return box;
}

/** Say that a row is right or wrong. What was changed and is right stays changed. */
function judge(row, verdict) {
  if (ROWS.status[row] === "added") return;
  if (!(verdict === "right" && ROWS.status[row] === "changed")) correct(row, verdict);
  afterCorrection(row, `said_${verdict}`);
}

function takeBackRow(row) {
  const words = cell(row, "figure");
  undo(row);
  afterCorrection(ROWS.status[row] === "gone" ? null : row, "said_undone", words);
}

function afterCorrection(row, key, words = cell(row, "figure")) {
  refresh({ row });
  announce(say(key, words));
}

// -- the form for what is right instead ---------------------------------------------------------------------------

/** Ask for what is right of a row, or of a stretch of the text that has no row. */
function showForm({ row = null, start = 0, end = 0 }) {
  const report = REPORTS[current];
  const adds = row === null || ROWS.status[row] === "added";
  const like = row === null ? nearest(report, start) : row;
  const words = row === null ? slice(report, start, end) : cell(row, "figure");
  const form = element("form");
  form.append(element("h3", "", adds ? say("add_title", words) : `${say("change")}：${words}`));
  form.append(field("indicator", indicatorChoice(row === null ? OTHER : ROWS.indicator[row])));
  const place = like === null ? ["", "", ""] : placeOf(like);
  ["province", "city", "district"].forEach((name, depth) => form.append(field(name, textInput(name, place[depth], placeNames(depth)))));
  const year = like === null ? report.published.slice(0, 4) : cell(like, "year");
  form.append(field("year", numberInput("year", year === null ? "" : year, 1000, 9999, "1")));
  if (adds) {
    form.append(field("value", numberInput("value", row === null || cell(row, "value") === null ? "" : cell(row, "value"), 0, null, "any")));
    form.append(field("unit", textInput("unit", row === null ? "" : cell(row, "unit"))));
    form.append(field("subject", textInput("subject", row === null ? "" : cell(row, "subject"))));
    // `extract` reads the number of the words where there is one; else the reader must tell it.
    const [from, to] = row === null ? [start, end] : [ROWS.start[row], ROWS.end[row]];
    const read = numerals(report, from, to) === 1;
    form.elements.value.required = !read;
    if (read) for (const name of ["value", "unit"]) form.elements[name].placeholder = say("from_words");
  }
  const buttons = form.appendChild(element("div", "actions"));
  const submit = buttons.appendChild(element("button", "right", say("save")));
  submit.type = "submit";
  buttons.append(actionButton("cancel", () => chooseMark(chosen, { scroll: false, row })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const names = [...REPLACED, ...(adds ? ["subject", "value", "unit"] : [])];
    const fields = Object.fromEntries(names.map((name) => [name, form.elements[name].value.trim()]));
    if (row === null) afterCorrection(add(current, start, end, fields), "said_added");
    else correctAs(row, adds ? "added" : "changed", fields);
  });
  editing = true;
  DETAILS.classList.add("open");
  DETAILS.replaceChildren(form);
  form.elements.indicator.focus();
}

function correctAs(row, verdict, fields) {
  correct(row, verdict, fields);
  afterCorrection(row, `said_${verdict}`);
}

/** How many numerals of a report stand, in whole or in part, in a stretch of it. */
function numerals(report, start, end) {
  let count = 0;
  for (let at = 0; at < report.marks.length; at += 5) count += report.marks[at] < end && start < report.marks[at + 1];
  return count;
}

/** The row before a place of a report, or the first: a missed figure is likely of the same place and year. */
function nearest(report, start) {
  const before = report.rows.filter((row) => ROWS.start[row] <= start);
  if (before.length) return before[before.length - 1];
  return report.rows.length ? report.rows[0] : null;
}

function field(key, input) {
  const label = element("label", "", say(key));
  label.append(input);
  return label;
}

function textInput(name, value, choices = []) {
  const input = element("input");
  Object.assign(input, { name, value, type: "text", autocomplete: "off" });
  if (choices.length) {
    const list = element("datalist");
    list.id = `names-${name}`;
    list.append(...choices.map((choice) => new Option(choice, choice)));
    input.setAttribute("list", list.id);
    const both = document.createDocumentFragment();
    both.append(input, list);
    return both;
  }
  return input;
}

function numberInput(name, value, least, most, step) {
  const input = element("input");
  Object.assign(input, { name, type: "number", min: least, step });
  if (most !== null) input.max = most;
  input.value = value;
  return input;
}

function indicatorChoice(number) {
  const select = element("select");
  select.name = "indicator";
  for (const family of FAMILIES) {
    const group = select.appendChild(document.createElement("optgroup"));
    group.label = `${signOf(family)} ${nameOf("family", family)}`;
    for (const indicator of family === "other" ? [{ id: "other" }] : DATA.indicators.filter((each) => each.family === family)) {
      group.append(new Option(indicatorName(numberIn("indicator", indicator.id)), indicator.id));
    }
  }
  select.value = DATA.lists.indicator[number];
  return select;
}

/** All names of places at a depth that the data hold: 0 provinces, 1 cities, 2 districts. */
function placeNames(depth) {
  return [...new Set(DATA.lists.place.map((place) => place[depth]).filter(Boolean))].sort(COLLATOR.compare);
}
