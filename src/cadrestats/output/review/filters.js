// Which rows are looked at: by place, indicator, family, year, level, review and the words of their sentence.
// The number beside each choice counts the rows that it would leave, all other filters as they are.
"use strict";

const FACETS = ["place", "family", "indicator", "year", "level", "status"];
const CHOSEN = Object.fromEntries(FACETS.map((facet) => [facet, ""]));
let query = "";
let VISIBLE = new Set(); // rows that pass
let LISTED = []; // numbers of reports that are shown

/** The choices of a row in a facet: its own, and for a place also what lies above it. */
function choicesOf(facet, row) {
  if (facet === "place") return placeChoices(ROWS.place[row]);
  if (facet === "family") return [familyOf(ROWS.indicator[row])];
  if (facet === "status") return [statusOf(row)];
  return [String(ROWS[facet][row])];
}

const PLACE_CHOICES = [];
function placeChoices(number) {
  if (!PLACE_CHOICES[number]) {
    const place = DATA.lists.place[number];
    const ways = [1, 2, 3].filter((depth) => depth === 1 || place[depth - 1]).map((depth) => place.slice(0, depth).join("|"));
    PLACE_CHOICES[number] = ways;
  }
  return PLACE_CHOICES[number];
}

function isFiltered() {
  return query !== "" || FACETS.some((facet) => CHOSEN[facet] !== "");
}

/** Find the rows that pass, and count for each facet what its choices would leave. */
function applyFilters() {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const active = FACETS.filter((facet) => CHOSEN[facet] !== "");
  const words = query.toLowerCase();
  VISIBLE = new Set();
  LISTED = [];
  REPORTS.forEach((report, number) => {
    const found = words && matches(report, words);
    let visible = 0;
    for (const row of report.rows) {
      if (found && !found.has(ROWS.sentence[row])) continue;
      let failed = "";
      let failures = 0;
      for (const facet of active) {
        if (!choicesOf(facet, row).includes(CHOSEN[facet])) {
          failed = facet;
          if (++failures > 1) break;
        }
      }
      if (failures > 1) continue;
      for (const facet of failures ? [failed] : FACETS) {
        for (const choice of choicesOf(facet, row)) counts[facet].set(choice, (counts[facet].get(choice) || 0) + 1);
      }
      if (!failures) {
        VISIBLE.add(row);
        visible++;
      }
    }
    report.visible = visible;
    if (visible || (active.length ? false : found ? found.size : true)) LISTED.push(number);
  });
  return counts;
}

/** The numbers of the sentences that hold some words. */
function matches(report, words) {
  const found = new Set();
  if (report.lower === undefined) report.lower = report.text.toLowerCase();
  if (!report.lower.includes(words)) return found;
  for (let number = 0; 2 * number < report.sentences.length; number++) {
    if (sentenceOf(report, number).toLowerCase().includes(words)) found.add(number);
  }
  return found;
}

/** Write the choices of all facets with their counts; a choice that is made stays to be seen. */
function showFacets(counts) {
  const root = document.getElementById("facets");
  for (const facet of FACETS) {
    let select = document.getElementById(`by-${facet}`);
    if (!select) {
      const label = root.appendChild(element("label"));
      label.append(element("span"));
      select = label.appendChild(element("select"));
      select.id = `by-${facet}`;
      select.addEventListener("change", () => {
        CHOSEN[facet] = select.value;
        refresh();
      });
    }
    select.previousSibling.textContent = say(facet);
    const total = [...counts[facet]].reduce((sum, [choice, count]) => sum + (choice.includes("|") ? 0 : count), 0);
    const options = [new Option(`${say("all")} (${grouped(total)})`, "")];
    if (CHOSEN[facet] !== "" && !counts[facet].has(CHOSEN[facet])) counts[facet].set(CHOSEN[facet], 0);
    for (const [choice, count] of sorted(facet, counts[facet])) {
      options.push(new Option(`${choiceName(facet, choice)} (${grouped(count)})`, choice));
    }
    select.replaceChildren(...options);
    select.value = CHOSEN[facet];
    select.classList.toggle("active", CHOSEN[facet] !== "");
  }
}

const COLLATOR = new Intl.Collator("zh-CN", { numeric: true });

function sorted(facet, counts) {
  const orders = {
    family: (choice) => FAMILIES.indexOf(choice),
    indicator: (choice) => 1000 * FAMILIES.indexOf(familyOf(choice)) + [...INDICATORS.keys()].indexOf(DATA.lists.indicator[choice]),
    year: (choice) => -(DATA.lists.year[choice] || 0),
    level: (choice) => Object.keys(NAMES.level).indexOf(DATA.lists.level[choice]),
    status: (choice) => Object.keys(NAMES.status).indexOf(choice),
  };
  const order = orders[facet];
  return [...counts].sort(([one], [other]) => (order ? order(one) - order(other) : COLLATOR.compare(one, other)));
}

function choiceName(facet, choice) {
  if (facet === "place") {
    const parts = choice.split("|");
    return "\u3000".repeat(parts.length - 1) + (parts[parts.length - 1] || say("none"));
  }
  if (facet === "family") return `${signOf(choice)} ${nameOf("family", choice)}`;
  if (facet === "indicator") return indicatorName(Number(choice));
  if (facet === "status") return nameOf("status", choice);
  const value = DATA.lists[facet][choice];
  return value === null ? say("none") : facet === "level" ? nameOf("level", value) : String(value);
}

function clearFilters() {
  for (const facet of FACETS) CHOSEN[facet] = "";
  query = "";
  document.getElementById("search").value = "";
  refresh();
}

/** Tell how much passes. */
function showCount() {
  const all = REPORTS.reduce((sum, report) => sum + report.rows.length, 0);
  document.getElementById("count").textContent = say("shown", grouped(VISIBLE.size), grouped(all), grouped(LISTED.length));
  document.getElementById("clear").hidden = !isFiltered();
}

/** Save what passes, with all columns of the table and what the reader says of each row. */
function downloadRows() {
  const columns = [...DATA.columns, "review"];
  const rows = REPORTS.flatMap((report) => report.rows.filter((row) => VISIBLE.has(row)));
  const cells = rows.map((row) => columns.map((column) => (column === "review" ? ROWS.status[row] : cell(row, column))));
  save("figures.csv", csv(columns, cells));
}
