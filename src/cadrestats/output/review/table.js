// All rows that pass the filters, as one table that can be sorted by any column.
"use strict";

const TABLE = document.getElementById("table");
const TABLE_COLUMNS = ["status", "indicator", "value", "unit", "place", "year", "level", "subject", "figure", "report", "sentence"];
const SORTED = { column: "", descending: false };
let tableRows = [];
let tableList = null;

/** Show the table of what passes. */
function showTable() {
  if (!tableList) {
    TABLE.append(element("div", "head"));
    TABLE.firstChild.setAttribute("role", "row");
    tableList = longList(TABLE, () => rem(2.4), tableRow);
    TABLE.querySelector(".room").setAttribute("role", "rowgroup");
  }
  TABLE.firstChild.replaceChildren(...TABLE_COLUMNS.map(headCell));
  TABLE.setAttribute("aria-rowcount", passing + 1);
  tableRows = sortedRows();
  tableList.show(tableRows.length);
}

function headCell(column) {
  const head = element("div", `c-${column}`);
  head.setAttribute("role", "columnheader");
  const here = SORTED.column === column;
  head.setAttribute("aria-sort", here ? (SORTED.descending ? "descending" : "ascending") : "none");
  const button = head.appendChild(element("button", "", say(column)));
  button.type = "button";
  button.addEventListener("click", () => {
    SORTED.descending = here && !SORTED.descending;
    SORTED.column = column;
    showTable();
    TABLE.querySelector(`.c-${column} button`).focus();
  });
  return head;
}

/** What a cell of the table says. */
function shown(row, column) {
  if (column === "status") return ROWS.status[row] ? nameOf("status", ROWS.status[row]) : "";
  if (column === "place") return placeName(placeOf(row));
  if (column === "level") return nameOf("level", cell(row, "level"));
  if (column === "indicator") return indicatorName(ROWS.indicator[row]);
  if (column === "value") return cell(row, "value") === null ? "" : amount(row).replace(/[^\d–.,]*$/, "");
  const value = cell(row, column);
  return value === null ? "" : String(value);
}

/** The rows in the order of the column that was chosen, else in that of the reports. */
function sortedRows() {
  const rows = [];
  for (const report of REPORTS) for (const row of report.rows) if (VISIBLE[row]) rows.push(row);
  const { column, descending } = SORTED;
  if (!column) return rows;
  const numeric = column === "value" || column === "year";
  const words = rows.map((row) => (numeric ? cell(row, column) : shown(row, column)));
  const rank = numeric ? (word) => (word === null ? -Infinity : word) : ranks(words);
  const keys = new Map(rows.map((row, order) => [row, rank(words[order])]));
  const sign = descending ? -1 : 1;
  return rows.sort((one, other) => sign * (keys.get(one) - keys.get(other) || 0));
}

/** Each word's place in the order of the language: every word is compared once, not every row. */
function ranks(words) {
  const order = new Map([...new Set(words)].sort(COLLATOR.compare).map((word, place) => [word, place]));
  return (word) => order.get(word);
}

function tableRow(order) {
  const row = tableRows[order];
  const line = element("div", `line ${colourOf(ROWS.indicator[row])} ${ROWS.status[row]}`);
  line.setAttribute("role", "row");
  line.setAttribute("aria-rowindex", order + 2);
  line.dataset.row = row;
  for (const column of TABLE_COLUMNS) {
    const made = line.appendChild(element("div", `c-${column}`));
    made.setAttribute("role", "cell");
    const text = shown(row, column);
    if (column === "figure") {
      const button = made.appendChild(element("button", "link", text));
      button.type = "button";
    } else {
      if (column === "indicator") {
        const sign = made.appendChild(element("span", "sign", signOf(familyOf(ROWS.indicator[row]))));
        sign.setAttribute("aria-hidden", "true");
      }
      made.append(text);
      made.title = text;
    }
  }
  return line;
}

TABLE.addEventListener("click", (event) => {
  const line = event.target.closest(".line");
  if (line) openRow(Number(line.dataset.row));
});
