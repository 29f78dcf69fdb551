/* Tables: heads that sort, and a field that leaves the rows with some words. */

/* The number that a text begins with, and on which side of it the true one lies: "< 0.1 %" is -1, "over 99 %" is 1. A unit
   may have digits and hyphens of its own (205 kg CO2-eq/kg); thousands may be parted by a comma or a space. */
const LEADING = /^(?:[A-Z]{0,3}\$)?[^\p{L}\p{N}.+-]*([+-]?\s*(?:\d{1,3}(?:[,\s]\d{3})+(?!\d)|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?)/iu;

function number(text) {
  const plain = text.replace(/[−–]/g, "-").trim().replace(/^(?:over\s|逾)/, ">").replace(/\s*[·×]\s*10\^?(-?\d+)/, "e$1"), found = LEADING.exec(plain);
  const digits = found === null ? "" : found[1].replace(/[,\s]/g, "");
  if (!/\d/.test(digits) || Number.isNaN(Number(digits))) return null;
  const side = Number(plain.startsWith(">")) - Number(plain.startsWith("<"));
  /* A bound of a chance, > 99.4 % of 500 draws, stands beyond every chance that is told. */
  const bound = side !== 0 && plain.endsWith("%") && Math.min(Number(digits), 100 - Number(digits)) <= 10;
  return [bound ? (side > 0 ? 100 : 0) : Number(digits), side];
}

function said(cell) {
  if (cell.dataset.sort !== undefined) return cell.dataset.sort;
  const own = cell.querySelector(document.documentElement.lang === "en" ? ".in-en" : ".in-zh");
  return (own || cell).textContent.trim();
}

function value(row, place, numeric) {
  const cell = row.cells[place];
  if (cell === undefined) return numeric ? null : "";
  return numeric ? number(said(cell)) : said(cell).toLowerCase();
}

/* A row that heads a part of its table, or adds it up: it stays where it is. */
function isDivider(row) {
  return row.tagName === "TR" && (row.classList.contains("group") || (row.cells.length === 1 && row.cells[0].colSpan > 1));
}

/* The rows between dividers; a part after the first begins with its divider. */
function partsOf(rows) {
  const parts = [[]];
  rows.forEach((row) => { if (isDivider(row)) parts.push([row]); else parts[parts.length - 1].push(row); });
  return parts;
}

function sort(table, place, numeric, down) {
  const ordered = ([a], [b]) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = numeric ? a[0] - b[0] || a[1] - b[1] : a.localeCompare(b, document.documentElement.lang);
    return down ? -order : order;
  };
  partsOf(Array.from(table.tBodies[0].rows)).forEach((part) => {
    const rows = part.filter((row) => !isDivider(row)).map((row) => [value(row, place, numeric), row]).sort(ordered);
    table.tBodies[0].append(...part.filter(isDivider), ...rows.map(([, row]) => row));
  });
}

/* A table that has heads and so many rows can be sorted and filtered; one without heads, and one that sets the facts of
   two runs out, one a row, cannot. */
const SEVERAL = 2;

function hasSeveralRows(table) {
  if (!table.tHead || !table.tBodies.length || table.classList.contains("facts")) return false;
  return Array.from(table.tBodies[0].rows).filter((row) => !isDivider(row)).length >= SEVERAL;
}

function makeSortable(table) {
  if (!hasSeveralRows(table) || table.classList.contains("sorted-by-heads")) return;
  table.classList.add("sorted-by-heads");
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table, place, head.classList.contains("n"), down);
    });
  });
}

/* A field of its own over a table, in the words of a field that the page has already: of many rows it stands open, of
   fewer it is folded away behind its name. */
const MANY = 8;

function addFilter(table, pattern) {
  const label = pattern === null ? null : pattern.querySelector("label");
  if (label === null || !hasSeveralRows(table) || table.dataset.filtered) return;
  const few = table.tBodies[0].rows.length < MANY, holder = table.closest(".scroll") || table;
  const tools = document.createElement(few ? "details" : "div"), own = label.cloneNode(true);
  tools.className = few ? "tools folded" : "tools";
  if (few) {
    const summary = document.createElement("summary");
    summary.append(...Array.from(own.children).filter((part) => part.tagName !== "INPUT").map((part) => part.cloneNode(true)));
    tools.append(summary);
  }
  tools.append(own, document.createElement("output"));
  tools.querySelector("input").value = "";
  tools.querySelector("output").setAttribute("aria-live", "polite");
  holder.parentNode.insertBefore(tools, holder);
  table.dataset.filtered = "yes";
  makeFilter(tools, table);
}

/* Heads that sort and a field for every table of the page; for those that are folded away, when they are opened. */
function startTables() {
  const fields = Array.from(document.querySelectorAll("[data-filters]"));
  const equip = (table) => {
    makeSortable(table);
    if (!fields.some((tools) => table.id !== "" && tools.dataset.filters === table.id)) addFilter(table, fields[0] || null);
  };
  document.querySelectorAll("table").forEach((table) => { if (!table.closest("details")) equip(table); });
  document.querySelectorAll("details").forEach((folded) => folded.addEventListener("toggle", () => {
    if (folded.open) folded.querySelectorAll("table").forEach(equip);
  }));
}

/* The text of an element in the language that is shown, with one space for any white space. */
function shownText(element) {
  const both = document.getElementById("both-languages");
  const other = both !== null && both.checked ? null : document.getElementById("only-en").checked ? ".in-zh" : ".in-en";
  const textOf = (node) => {
    if (other === null || node.nodeType !== Node.ELEMENT_NODE) return node.textContent;
    if (node.matches(other)) return "";
    return node.querySelector(other) === null ? node.textContent : Array.from(node.childNodes, textOf).join("");
  };
  return spaced(textOf(element));
}

function spaced(text) { return text.replace(/\s+/g, " ").trim().toLowerCase(); }

/* Every filter of the page: another language leaves other rows. */
const filters = [];

function filterAgain() { filters.forEach((filter) => filter()); }

/* A field with data-filters names the element whose rows, or whose details, it filters. */
function makeFilter(tools, target = document.getElementById(tools.dataset.filters)) {
  const items = () => Array.from(target.tBodies ? target.tBodies[0].rows : target.querySelectorAll(":scope > details"));
  const words = tools.querySelector("input[type=search]"), only = tools.querySelector("input[type=checkbox]");
  const counted = tools.querySelector("output");
  const filter = () => {
    const wanted = spaced(words.value), all = items(), counts = all.filter((item) => !isDivider(item));
    const kept = (item) => (wanted === "" || shownText(item).includes(wanted)) && (only === null || !only.checked || Boolean(item.dataset.move));
    counts.forEach((item) => { item.hidden = !kept(item); });
    partsOf(all).forEach(([head, ...rest]) => {
      if (head !== undefined && isDivider(head)) head.hidden = rest.length > 0 && rest.every((item) => item.hidden);
    });
    counted.textContent = `${counts.filter((item) => !item.hidden).length} / ${counts.length}`;
  };
  words.addEventListener("input", filter);
  if (only !== null) only.addEventListener("change", filter);
  filters.push(filter);
  filter();
  return filter;
}

document.documentElement.classList.add("scripted");
