"use strict";
document.documentElement.classList.add("scripted");
const number = (text) => { const found = text.replace(/[−–]/g, "-").replace(/[^0-9.+-]/g, ""); return found === "" || found === "-" ? null : Number(found); };
function value(row, place, numeric) {
  const cell = row.cells[place];
  const said = cell.dataset.sort !== undefined ? cell.dataset.sort : cell.textContent.trim();
  return numeric ? (said === "" ? null : number(said)) : said.toLowerCase();
}
function sort(table, place, numeric, down) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  rows.sort((one, other) => {
    const a = value(one, place, numeric), b = value(other, place, numeric);
    if (a === null || b === null) return (a === null) - (b === null);
    const order = numeric ? a - b : a.localeCompare(b, "zh-Hant");
    return down ? -order : order;
  });
  rows.forEach((row) => body.appendChild(row));
}
document.querySelectorAll("table.sortable").forEach((table) => {
  Array.from(table.tHead.rows[0].cells).forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      Array.from(table.tHead.rows[0].cells).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table, place, head.classList.contains("n"), down);
    });
  });
});
document.querySelectorAll("[data-filters]").forEach((tools) => {
  const table = document.getElementById(tools.dataset.filters);
  const words = tools.querySelector("input[type=search]"), only = tools.querySelector("input[type=checkbox]");
  const told = tools.querySelector("output");
  const filter = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    Array.from(table.tBodies[0].rows).forEach((row) => {
      const hidden = (wanted !== "" && !row.textContent.toLowerCase().includes(wanted)) || (only !== null && only.checked && !row.dataset.move);
      row.hidden = hidden;
      shown += hidden ? 0 : 1;
    });
    told.textContent = `${shown} / ${table.tBodies[0].rows.length}`;
  };
  words.addEventListener("input", filter);
  if (only !== null) only.addEventListener("change", filter);
  filter();
});
function reveal() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (target !== null && target.tagName === "DETAILS") {
    target.open = true;
    target.querySelector("summary").focus();
    target.scrollIntoView({ block: "center" });
  }
}
window.addEventListener("hashchange", reveal);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#'], a");
  const address = link && (link.getAttribute("href") || "");
  if (address && address.startsWith("#") && address === location.hash) { event.preventDefault(); reveal(); }
});
reveal();
