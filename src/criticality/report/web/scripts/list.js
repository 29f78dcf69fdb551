/* The page of the interactive edition. */
function startList() {
  const parts = new URLSearchParams(location.hash.slice(1)), asked = parts.get("l"), held = document.getElementById("data");
  startLanguages(asked);
  document.querySelectorAll("table").forEach((table) => { if (!table.closest("details")) makeSortable(table); });
  document.querySelectorAll("main > details, #factsheets > details").forEach((sheet) => sheet.addEventListener("toggle", () => {
    if (!sheet.open) return;
    sheet.querySelectorAll("table").forEach((table) => {
      makeSortable(table);
      addFilter(table, document.querySelector("[data-filters=ranks]"));
    });
    if (trial.found !== null) sheet.querySelectorAll(".triangle").forEach(drawTriangle);
  }));
  document.querySelectorAll("[data-filters]").forEach((tools) => {
    const filter = makeFilter(tools);
    if (tools.dataset.filters === "ranks") trial.filter = filter;
  });
  const works = held !== null && startTrial(JSON.parse(held.textContent));
  if (works) {
    document.documentElement.classList.add("triable");
    told.language = () => { keepInAddress(); show(); };
    window.addEventListener("hashchange", () => { if (!reveal(named(location.hash))) { readAddress(); show(); } });
    show();
  } else if (held !== null) {
    document.getElementById("differs").hidden = false;
  }
  startDetails((name) => (works ? keepInAddress(name) : history.replaceState(null, "", `#${name}`)));
  reveal(parts.get("m") || named(location.hash));
}

startList();
