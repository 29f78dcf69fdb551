/* Tables: heads that sort, and a field that leaves the rows with some words. */
const number = (text) => {
  const found = text.replace(/[−–]/g, "-").replace(/[^0-9.+-]/g, "");
  return found === "" || found === "-" || Number.isNaN(Number(found)) ? null : Number(found);
};

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

function sort(table, place, numeric, down) {
  const rows = Array.from(table.tBodies[0].rows).map((row) => [value(row, place, numeric), row]);
  rows.sort(([a], [b]) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = numeric ? a - b : a.localeCompare(b, document.documentElement.lang);
    return down ? -order : order;
  });
  rows.forEach(([, row]) => table.tBodies[0].appendChild(row));
}

function makeSortable(table) {
  if (!table.tHead || !table.tBodies.length || table.classList.contains("sorted-by-heads")) return;
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

/* A field of its own over a table with many rows, in the words of a field that the page has already. */
const MANY = 8;

function addFilter(table, pattern) {
  const label = pattern.querySelector("label");
  if (label === null || !table.tBodies.length || table.tBodies[0].rows.length < MANY || table.dataset.filtered) return;
  const tools = document.createElement("div"), holder = table.closest(".scroll") || table;
  tools.className = "tools";
  tools.append(label.cloneNode(true), document.createElement("output"));
  tools.querySelector("input").value = "";
  tools.querySelector("output").setAttribute("aria-live", "polite");
  holder.parentNode.insertBefore(tools, holder);
  table.dataset.filtered = "yes";
  makeFilter(tools, table);
}

/* A field with data-filters names the element whose rows, or whose details, it filters. */
function makeFilter(tools, target = document.getElementById(tools.dataset.filters)) {
  const items = () => Array.from(target.tBodies ? target.tBodies[0].rows : target.querySelectorAll(":scope > details"));
  const words = tools.querySelector("input[type=search]"), only = tools.querySelector("input[type=checkbox]");
  const counted = tools.querySelector("output");
  const filter = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    items().forEach((item) => {
      const hidden = (wanted !== "" && !item.textContent.toLowerCase().includes(wanted)) || (only !== null && only.checked && !item.dataset.move);
      item.hidden = hidden;
      shown += hidden ? 0 : 1;
    });
    counted.textContent = `${shown} / ${items().length}`;
  };
  words.addEventListener("input", filter);
  if (only !== null) only.addEventListener("change", filter);
  filter();
  return filter;
}

document.documentElement.classList.add("scripted");
