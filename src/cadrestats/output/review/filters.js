// Which rows are looked at: by place, indicator, family, year, level, review and the words of their sentence.
// The number beside each choice counts the rows that it would leave, all other filters as they are.
"use strict";

const FACETS = ["place", "family", "indicator", "year", "level", "status"];
const STATUSES = Object.keys(NAMES.status);
const CHOSEN = Object.fromEntries(FACETS.map((facet) => [facet, ""])); // the choice of each, a number as a string
let query = "";
let VISIBLE = []; // row → whether it passes
let passing = 0; // how many rows do
let LISTED = []; // numbers of reports that are shown

/** What a row counts for in each facet; in "place" for its own place, which lies in others. */
const CODES = {
  place: (row) => ROWS.place[row],
  family: (row) => familyNumber(ROWS.indicator[row]),
  indicator: (row) => ROWS.indicator[row],
  year: (row) => ROWS.year[row],
  level: (row) => ROWS.level[row],
  status: (row) => STATUSES.indexOf(statusOf(row)),
};

const FAMILY_NUMBERS = [];
function familyNumber(indicator) {
  if (FAMILY_NUMBERS[indicator] === undefined) FAMILY_NUMBERS[indicator] = FAMILIES.indexOf(familyOf(indicator));
  return FAMILY_NUMBERS[indicator];
}

// A region is a place or what lies above it: 湖南省, 湖南省 怀化市 …; each place lies in up to three.
const REGIONS = []; // their names from the province down
const REGION_NUMBERS = new Map();
const REGIONS_OF = []; // place → numbers of its regions
function regionsOf(place) {
  if (!REGIONS_OF[place]) {
    const names = DATA.lists.place[place];
    const depths = [1, 2, 3].filter((depth) => depth === 1 || names[depth - 1]);
    REGIONS_OF[place] = depths.map((depth) => {
      const region = names.slice(0, depth);
      const key = region.join("|");
      if (!REGION_NUMBERS.has(key)) REGION_NUMBERS.set(key, REGIONS.push(region) - 1);
      return REGION_NUMBERS.get(key);
    });
  }
  return REGIONS_OF[place];
}

function isFiltered() {
  return query !== "" || FACETS.some((facet) => CHOSEN[facet] !== "");
}

/** Whether a row passes the choice of a facet. */
function test(facet) {
  const wanted = Number(CHOSEN[facet]);
  if (facet === "place") {
    const inside = DATA.lists.place.map((_, place) => regionsOf(place).includes(wanted));
    return (row) => inside[ROWS.place[row]];
  }
  const code = CODES[facet];
  return (row) => code(row) === wanted;
}

/** Find the rows that pass, and count for each facet what its choices would leave. */
function applyFilters() {
  const counts = FACETS.map(() => []);
  const codes = FACETS.map((facet) => CODES[facet]);
  const tests = FACETS.map((facet, order) => (CHOSEN[facet] === "" ? null : [order, test(facet)])).filter(Boolean);
  const words = query.toLowerCase();
  const count = (order, row) => {
    const code = codes[order](row);
    counts[order][code] = (counts[order][code] || 0) + 1;
  };
  VISIBLE = new Array(ROWS.report.length).fill(false);
  passing = 0;
  LISTED = [];
  REPORTS.forEach((report, number) => {
    const found = words ? matches(report, words) : null;
    report.visible = 0;
    for (const row of report.rows) {
      if (found && !found.has(ROWS.sentence[row])) continue;
      const failed = tests.filter(([, passes]) => !passes(row));
      if (failed.length > 1) continue;
      if (failed.length) {
        count(failed[0][0], row);
        continue;
      }
      for (let order = 0; order < FACETS.length; order++) count(order, row);
      VISIBLE[row] = true;
      report.visible++;
    }
    passing += report.visible;
    if (report.visible || (!tests.length && (!found || found.size))) LISTED.push(number);
  });
  return Object.fromEntries(FACETS.map((facet, order) => [facet, counts[order]]));
}

/** The numbers of the sentences that hold some words. */
function matches(report, words) {
  const found = new Set();
  if (report.lower === undefined) report.lower = report.text.toLowerCase();
  const { lower, text, sentences } = report;
  let at = lower.indexOf(words);
  if (at < 0) return found;
  const exact = lower.length === text.length && lengthOf(text) === text.length; // a place in one is that in the other
  for (let number = 0; 2 * number < sentences.length; number++) {
    const end = sentences[2 * number + 1];
    if (!exact) {
      if (sentenceOf(report, number).toLowerCase().includes(words)) found.add(number);
      continue;
    }
    while (at >= 0 && at < sentences[2 * number]) at = lower.indexOf(words, at + 1);
    if (at < 0) break;
    if (at + words.length <= end) found.add(number);
  }
  return found;
}

const COLLATOR = new Intl.Collator("zh-CN", { numeric: true });

/** Write the choices of all facets with their counts; a choice that is made stays to be seen. */
function showFacets(counts) {
  const root = document.getElementById("facets");
  for (const facet of FACETS) {
    const select = document.getElementById(`by-${facet}`) || root.appendChild(facetChoice(facet)).lastChild;
    select.previousSibling.textContent = say(facet);
    const total = counts[facet].reduce((sum, count) => sum + count, 0);
    const left = facet === "place" ? inRegions(counts.place) : counts[facet];
    const choices = sorted(facet).filter((choice) => left[choice] || String(choice) === CHOSEN[facet]);
    const options = choices.map((choice) => [`${choiceName(facet, choice)} (${grouped(left[choice] || 0)})`, String(choice)]);
    showOptions(select, [[`${say("all")} (${grouped(total)})`, ""], ...options]);
    select.value = CHOSEN[facet];
    select.classList.toggle("active", CHOSEN[facet] !== "");
  }
}

function facetChoice(facet) {
  const label = element("label");
  label.append(element("span"));
  const select = label.appendChild(element("select"));
  select.id = `by-${facet}`;
  select.addEventListener("change", () => {
    CHOSEN[facet] = select.value;
    refresh();
  });
  return label;
}

/** Write the options of a choice; those that stay as they are are not touched, since there may be thousands. */
function showOptions(select, options) {
  const old = [...select.options];
  const more = options.slice(old.length).map(([text, value]) => new Option(text, value));
  for (const option of old.splice(options.length)) option.remove();
  old.forEach((option, order) => {
    const [text, value] = options[order];
    if (option.value !== value || option.text !== text) Object.assign(option, { text, value });
  });
  select.append(...more);
}

/** Counts of places as counts of the regions that they lie in. */
function inRegions(counts) {
  const sums = [];
  counts.forEach((count, place) => {
    for (const region of regionsOf(place)) sums[region] = (sums[region] || 0) + count;
  });
  return sums;
}

const IN_ORDER = {}; // facet → its choices in order, found once for as many as there are

/** All choices of a facet in their order: what the pattern files or the page say; of places that of the language. */
function sorted(facet) {
  if (facet === "place") DATA.lists.place.forEach((_, place) => regionsOf(place));
  const orders = {
    place: REGIONS,
    family: FAMILIES,
    indicator: DATA.lists.indicator,
    year: DATA.lists.year,
    level: DATA.lists.level,
    status: STATUSES,
  };
  if (!IN_ORDER[facet] || IN_ORDER[facet].length !== orders[facet].length) {
    const numbers = [...orders[facet].keys()];
    const known = [...INDICATORS.keys()];
    const keys = {
      indicator: (number) => familyNumber(number) * 1000 + known.indexOf(DATA.lists.indicator[number]),
      year: (number) => -(DATA.lists.year[number] || 0),
      level: (number) => Object.keys(NAMES.level).indexOf(DATA.lists.level[number]),
    };
    const key = keys[facet];
    IN_ORDER[facet] = facet === "place" ? below("") : key ? numbers.sort((one, other) => key(one) - key(other)) : numbers;
  }
  return IN_ORDER[facet];
}

/** The regions in another, each followed by those in it; only neighbours are compared, since that takes its time. */
function below(name, children = null) {
  if (!children) {
    children = new Map();
    REGIONS.forEach((region, number) => {
      const above = region.slice(0, -1).join("|");
      if (!children.has(above)) children.set(above, []);
      children.get(above).push(number);
    });
    for (const numbers of children.values()) {
      numbers.sort((one, other) => COLLATOR.compare(REGIONS[one][REGIONS[one].length - 1], REGIONS[other][REGIONS[other].length - 1]));
    }
  }
  return (children.get(name) || []).flatMap((number) => [number, ...(REGIONS[number].join("|") ? below(REGIONS[number].join("|"), children) : [])]);
}

function choiceName(facet, choice) {
  if (facet === "place") {
    const region = REGIONS[choice];
    return "\u3000".repeat(region.length - 1) + (region[region.length - 1] || say("none"));
  }
  if (facet === "family") return `${signOf(FAMILIES[choice])} ${nameOf("family", FAMILIES[choice])}`;
  if (facet === "indicator") return indicatorName(choice);
  if (facet === "status") return nameOf("status", STATUSES[choice]);
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
  document.getElementById("count").textContent = say("shown", grouped(passing), grouped(all), grouped(LISTED.length));
  document.getElementById("clear").hidden = !isFiltered();
}

/** Save what passes, with all columns of the table and what the reader says of each row. */
function downloadRows() {
  const columns = [...DATA.columns, "review"];
  const rows = REPORTS.flatMap((report) => report.rows.filter((row) => VISIBLE[row]));
  const cells = rows.map((row) => columns.map((column) => (column === "review" ? ROWS.status[row] : cell(row, column))));
  save("figures.csv", csv(columns, cells));
}
