// What the reader says of the figures: kept by the browser, saved as corrections.csv, read from it again.
// A correction is a record with the columns of corrections.csv; it holds for every row that its key tells.
"use strict";

const KEY = ["report", "sentence", "figure", "occurrence", "row"];
const REPLACED = ["indicator", "province", "city", "district", "year"];
const CHANGING = ["indicator", "place", "year", "level", "pattern", "place_from", "year_from"];
const READ = new Map(); // row → these columns as the tool read them, where the reader changed them
const FOREIGN = new Map(); // corrections of reports that this page does not hold, by their key; exported again
const ROW_OF = new WeakMap(); // correction → the first row that it holds for
const GUARDED = /^'*[=+\-@＝＋－＠\t\r\n]/; // what a spreadsheet takes for a formula, as in the table

for (const report of REPORTS) report.corrections = new Map();

/** Which of the places in a sentence where some words stand, counted from 1, begins at `place`. */
function occurrenceAt(sentence, words, place) {
  let count = 1;
  for (let at = sentence.indexOf(words); at >= 0 && at < place; at = sentence.indexOf(words, at + 1)) count++;
  return count;
}

/** The place in a sentence where some words stand for the nth time, or -1. */
function placeOfOccurrence(sentence, words, nth) {
  let at = sentence.indexOf(words);
  for (let count = 1; at >= 0 && count < nth; count++) at = sentence.indexOf(words, at + 1);
  return at;
}

/** The columns that tell a row as long as its sentence stands. */
function keyOf(row) {
  const report = REPORTS[ROWS.report[row]];
  const sentence = cell(row, "sentence");
  const figure = cell(row, "figure");
  const before = slice(report, report.sentences[2 * ROWS.sentence[row]], ROWS.start[row]).length;
  const part = ROWS.status[row] === "added" ? 0 : (rowsByPlace(report).get(ROWS.start[row]) || [row]).indexOf(row) + 1;
  return { report: report.name, sentence, figure, occurrence: occurrenceAt(sentence, figure, before), row: part };
}

const ADDED_PATTERN = numberIn("pattern", "correction");

function told(record) {
  return JSON.stringify(KEY.map((column) => record[column]));
}

/** The rows of a report that a correction speaks of. */
function rowsOf(report, record) {
  const key = told(record);
  return report.rows.filter((row) => cell(row, "figure") === record.figure && told(keyOf(row)) === key);
}

/** The correction of a row, if there is one. */
function correctionOf(row) {
  return ROWS.status[row] ? REPORTS[ROWS.report[row]].corrections.get(told(keyOf(row))) : undefined;
}

/** Say of a row that it is right or wrong, or what is right instead. */
function correct(row, verdict, fields = {}) {
  const report = REPORTS[ROWS.report[row]];
  const empty = Object.fromEntries(DATA.corrections.map((column) => [column, ""]));
  const record = { ...empty, ...keyOf(row), ...fields, verdict };
  put(report, record);
  keep(report);
}

/** Take back what was said of a row; one that the reader added is gone. */
function undo(row) {
  const report = REPORTS[ROWS.report[row]];
  const record = correctionOf(row);
  if (!record) return;
  report.corrections.delete(told(record));
  for (const each of rowsOf(report, record)) takeBack(each);
  keep(report);
}

/** Add a figure that was missed; the record tells all but its key. */
function add(number, start, end, fields) {
  const report = REPORTS[number];
  const sentence = sentenceAt(report, start, end);
  const row = newRow(number, sentence, start, end, fields);
  correct(row, "added", { ...fields, row: 0 });
  return row;
}

/** Let a correction hold; whether it found its place. */
function put(report, record) {
  report.corrections.set(told(record), record);
  ROW_OF.delete(record);
  let rows = rowsOf(report, record);
  if (!rows.length && record.verdict === "added") rows = addedAgain(report, record);
  for (const row of rows) {
    takeBack(row, record.verdict === "added");
    ROWS.status[row] = record.verdict;
    if (record.verdict === "changed") {
      READ.set(row, Object.fromEntries(CHANGING.map((column) => [column, ROWS[column][row]])));
      change(row, record);
    }
    if (record.verdict === "added") state(row, record);
  }
  if (rows.length) ROW_OF.set(record, rows[0]);
  return rows.length > 0;
}

function replace(row, record) {
  ROWS.indicator[row] = numberIn("indicator", record.indicator || "other");
  ROWS.place[row] = numberIn("place", [record.province, record.city, record.district]);
  ROWS.year[row] = numberIn("year", record.year === "" ? null : Number(record.year));
}

/** Whose figure it is, by the place alone; that of no place is some organisation's. */
function levelOf(record) {
  return numberIn("level", record.district ? "county" : record.city ? "city" : record.province ? "province" : "organisation");
}

/** Change a row as a correction says; `extract --corrections` fills the same columns in the same way. */
function change(row, record) {
  const read = READ.get(row);
  replace(row, record);
  if (ROWS.indicator[row] !== read.indicator) ROWS.pattern[row] = ADDED_PATTERN;
  if (ROWS.year[row] !== read.year) ROWS.year_from[row] = numberIn("year_from", "option");
  if (ROWS.place[row] === read.place) return;
  ROWS.place_from[row] = numberIn("place_from", "option");
  if (["province", "city", "county"].includes(DATA.lists.level[read.level])) ROWS.level[row] = levelOf(record);
}

/** Fill the row of a figure that a correction adds; `extract --corrections` does it in the same way. */
function state(row, record) {
  replace(row, record);
  ROWS.level[row] = levelOf(record);
  ROWS.period[row] = numberIn("period", record.unit === "%" ? "rate" : "stock");
  ROWS.subject[row] = record.subject;
  ROWS.value[row] = record.value === "" ? null : Number(record.value);
  ROWS.unit[row] = numberIn("unit", record.unit);
}

function takeBack(row, stays = false) {
  for (const [column, value] of Object.entries(READ.get(row) || {})) ROWS[column][row] = value;
  READ.delete(row);
  if (ROWS.status[row] === "added" && !stays) {
    const rows = REPORTS[ROWS.report[row]].rows;
    rows.splice(rows.indexOf(row), 1);
    ROWS.status[row] = "gone";
  } else {
    ROWS.status[row] = "";
  }
}

/** The row of an added figure whose sentence still stands. */
function addedAgain(report, record) {
  for (let number = 0; 2 * number < report.sentences.length; number++) {
    const sentence = sentenceOf(report, number);
    const at = sentence === record.sentence ? placeOfOccurrence(sentence, record.figure, record.occurrence) : -1;
    if (at < 0) continue;
    const start = report.sentences[2 * number] + lengthOf(sentence.slice(0, at));
    const end = start + lengthOf(record.figure);
    if (report.rows.some((row) => ROWS.start[row] < end && start < ROWS.end[row])) return []; // it has a row by now
    return [newRow(REPORTS.indexOf(report), number, start, end, record)];
  }
  return [];
}

function newRow(report, sentence, start, end, record) {
  const row = ROWS.report.length;
  const plain = { report, sentence, start, end, value_max: null, mentions: 1, status: "added" };
  const recurring = { entity: "", bound: "exact", place_from: "option", year_from: "option" };
  for (const [column, value] of Object.entries(plain)) ROWS[column][row] = value;
  for (const [column, value] of Object.entries(recurring)) ROWS[column][row] = numberIn(column, value);
  ROWS.pattern[row] = ADDED_PATTERN;
  state(row, record);
  const rows = REPORTS[report].rows;
  const after = rows.findIndex((each) => ROWS.start[each] > start);
  rows.splice(after < 0 ? rows.length : after, 0, row);
  return row;
}

// -- the browser's own store --------------------------------------------------------------------------------------

// What is kept stands under the contents of its report, so that a place in the text tells the sentence: a browser keeps
// some millions of characters, and a reader of 2,000 reports may well judge every figure.

/** What is kept of a correction: places, row and verdict, and what else it says; all of it where it found no row. */
function brief(record) {
  const row = ROW_OF.get(record);
  if (row === undefined) return record;
  const more = DATA.corrections.filter((column) => !KEY.includes(column) && column !== "verdict" && record[column] !== "");
  const kept = [ROWS.start[row], ROWS.end[row], record.row, record.verdict];
  return more.length ? [...kept, Object.fromEntries(more.map((column) => [column, record[column]]))] : kept;
}

function whole(report, kept) {
  if (!Array.isArray(kept)) return kept;
  const [start, end, row, verdict, more] = kept;
  const number = sentenceAt(report, start, end);
  const sentence = sentenceOf(report, number);
  const figure = slice(report, start, end);
  const occurrence = occurrenceAt(sentence, figure, slice(report, report.sentences[2 * number], start).length);
  const empty = Object.fromEntries(DATA.corrections.map((column) => [column, ""]));
  return { ...empty, ...more, report: report.name, sentence, figure, occurrence, row, verdict };
}

function keep(report) {
  const records = [...report.corrections.values()].map(brief);
  try {
    if (records.length) localStorage.setItem(`cadrestats:${report.contents}`, JSON.stringify(records));
    else localStorage.removeItem(`cadrestats:${report.contents}`);
  } catch (error) {
    announce(say("not_kept"));
  }
}

function recall() {
  for (const report of REPORTS) {
    try {
      const records = localStorage.getItem(`cadrestats:${report.contents}`);
      if (records) for (const kept of JSON.parse(records)) put(report, whole(report, kept));
    } catch (error) {
      announce(say("not_kept")); // the page serves all the same, and says so
      return;
    }
  }
}

function countCorrections() {
  return REPORTS.reduce((sum, report) => sum + report.corrections.size, FOREIGN.size);
}

// -- files --------------------------------------------------------------------------------------------------------

function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (typeof value === "string" && GUARDED.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function csv(columns, rows) {
  return `\ufeff${[columns, ...rows].map((cells) => cells.map(csvCell).join(",")).join("\n")}\n`;
}

/** The cells of a CSV text, line by line as RFC 4180 has them. */
function csvRows(text) {
  const rows = [];
  let row = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  pattern.lastIndex = text.startsWith("\ufeff") ? 1 : 0;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found) throw new Error(say("bad_line", rows.length + 1));
    row.push(found[1] === undefined ? found[2] : found[1].replace(/""/g, '"'));
    if (found[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function exportCorrections() {
  const records = [...REPORTS.flatMap((report) => [...report.corrections.values()]), ...FOREIGN.values()];
  save("corrections.csv", csv(DATA.corrections, records.map((record) => DATA.corrections.map((column) => record[column]))));
}

/** Read a corrections.csv; how many lines there were, and which found no place. */
function importCorrections(text) {
  const [columns, ...lines] = csvRows(text);
  for (const column of DATA.corrections) if (!columns.includes(column)) throw new Error(say("missing_column", column));
  const byName = new Map(REPORTS.map((report) => [report.name, report]));
  const lost = [];
  lines.forEach((cells, order) => {
    const record = Object.fromEntries(columns.map((column, at) => [column, unguarded(cells[at] || "")]));
    record.occurrence = Number(record.occurrence) || 1;
    record.row = record.verdict === "added" ? 0 : Number(record.row) || 1;
    if (!(record.verdict in NAMES.status) || record.verdict === "unchecked") throw new Error(say("bad_line", order + 2));
    const report = byName.get(record.report);
    if (!report) FOREIGN.set(told(record), record);
    if (!report || !put(report, record)) lost.push(order + 2);
    if (report) keep(report);
  });
  return { count: lines.length - lost.length, lost };
}

function unguarded(text) {
  return text.startsWith("'") && GUARDED.test(text.slice(1)) ? text.slice(1) : text;
}
