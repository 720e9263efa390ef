// The reports and their rows, as the page's data tell them, with the corrections of the reader worked in.
// Places count characters (code points), as in the table; a JavaScript string counts otherwise beyond the BMP.
"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);
const REPORTS = DATA.reports;
const ROWS = DATA.rows; // columns; `lists` tells what a number in them means
const INDICATORS = new Map(DATA.indicators.map((indicator) => [indicator.id, indicator]));
// The families that come with cadrestats in the order of their signs, then those of the user, then what no pattern knows.
const OWN_FAMILIES = DATA.indicators.map((indicator) => indicator.family).filter((family) => !(family in NAMES.family));
const FAMILIES = [...Object.keys(NAMES.family).filter((family) => family !== "other"), ...new Set(OWN_FAMILIES), "other"];

/** An element with its class and its text; all text of reports comes into the page here or as a text node. */
function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== "") made.textContent = text;
  return made;
}

/** The number of a value in a list, which grows where it is new. */
function numberIn(list, value) {
  const values = DATA.lists[list];
  const told = JSON.stringify(value);
  const known = values.findIndex((each) => JSON.stringify(each) === told);
  return known >= 0 ? known : values.push(value) - 1;
}

const OTHER = numberIn("indicator", "other");
for (const indicator of DATA.indicators) numberIn("indicator", indicator.id);

for (const report of REPORTS) report.rows = [];
ROWS.report.forEach((report, row) => REPORTS[report].rows.push(row));
ROWS.status = ROWS.report.map(() => "");

/** The characters of a report from one place to another. */
function slice(report, start, end) {
  if (report.astral === undefined) report.astral = /[\ud800-\udfff]/.test(report.text) ? Array.from(report.text) : null;
  return report.astral ? report.astral.slice(start, end).join("") : report.text.slice(start, end);
}

/** How many characters a string has. */
function lengthOf(string) {
  return /[\ud800-\udfff]/.test(string) ? Array.from(string).length : string.length;
}

/** The sentence of a report, by its number. */
function sentenceOf(report, number) {
  return slice(report, report.sentences[2 * number], report.sentences[2 * number + 1]);
}

/** The number of the sentence that holds a stretch whole, or -1. */
function sentenceAt(report, start, end) {
  for (let number = 0; 2 * number < report.sentences.length; number++) {
    if (report.sentences[2 * number] <= start && end <= report.sentences[2 * number + 1]) return number;
  }
  return -1;
}

/** A cell of a row, as the table has it. */
function cell(row, column) {
  const report = REPORTS[ROWS.report[row]];
  if (column === "report") return report.name;
  if (column === "title" || column === "published") return report[column];
  if (column === "province") return placeOf(row)[0];
  if (column === "city") return placeOf(row)[1];
  if (column === "district") return placeOf(row)[2];
  if (column === "figure") return slice(report, ROWS.start[row], ROWS.end[row]);
  if (column === "sentence") return sentenceOf(report, ROWS.sentence[row]);
  return column in DATA.lists ? DATA.lists[column][ROWS[column][row]] : ROWS[column][row];
}

/** Province, city and district of a row. */
function placeOf(row) {
  return DATA.lists.place[ROWS.place[row]];
}

/** The place of a row as people say it. */
function placeName(place) {
  return place.filter((name, order) => name && !(order === 1 && name === place[0])).join(" ") || say("none");
}

/** The family of an indicator of the data, by its number. */
function familyOf(indicator) {
  const known = INDICATORS.get(DATA.lists.indicator[indicator]);
  return known ? known.family : "other";
}

/** The name of an indicator, by its number. */
function indicatorName(indicator) {
  const known = INDICATORS.get(DATA.lists.indicator[indicator]);
  return known ? (language ? known.en : known.zh) : nameOf("family", "other");
}

/** The class that gives a family its colour; those of the user share one. */
function colour(family) {
  return `family family-${family in NAMES.family ? family : "own"}`;
}

function colourOf(indicator) {
  return colour(familyOf(indicator));
}

/** The number of a row with its bound and unit, as people say it. */
function amount(row) {
  const value = cell(row, "value");
  if (value === null) return cell(row, "figure");
  const most = cell(row, "value_max");
  const bound = nameOf("bound", cell(row, "bound"));
  const number = grouped(value) + (most === null ? "" : `–${grouped(most)}`);
  const gap = bound && language ? " " : "";
  return `${bound}${gap}${number}${cell(row, "unit") === "%" ? "" : " "}${cell(row, "unit")}`;
}

/** The status of a row in the words of the filters. */
function statusOf(row) {
  return ROWS.status[row] || "unchecked";
}

/** The rows of a report that were read by the tool, by the place of their figure: one given to several places has several. */
function rowsByPlace(report) {
  const found = new Map();
  for (const row of report.rows) {
    if (ROWS.status[row] === "added") continue;
    const same = found.get(ROWS.start[row]);
    if (same) same.push(row);
    else found.set(ROWS.start[row], [row]);
  }
  return found;
}

/** The marks of a report as objects, in the order of the text; figures that the reader added among them. */
function marksOf(report) {
  const rows = rowsByPlace(report);
  const added = report.rows.filter((row) => ROWS.status[row] === "added");
  const marks = added.map((row) => ({ start: ROWS.start[row], end: ROWS.end[row], fate: "added", reason: "", rows: [row] }));
  for (let at = 0; at < report.marks.length; at += 5) {
    const [start, end, fate, reason, place] = report.marks.slice(at, at + 5);
    // A numeral that is no statistic gives way to a figure that the reader added there.
    if (place < 0 && added.some((row) => start < ROWS.end[row] && ROWS.start[row] < end)) continue;
    marks.push({ start, end, fate: DATA.lists.fate[fate], reason: DATA.lists.reason[reason], rows: rows.get(place) || [] });
  }
  return marks.sort((one, other) => one.start - other.start);
}
