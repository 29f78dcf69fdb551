/* The page of the interactive edition. */
function startSheets() {
  document.querySelectorAll("main > details, #factsheets > details").forEach((sheet) => sheet.addEventListener("toggle", () => {
    if (!sheet.open) {
      if (sheet.id === address.opened) keepInAddress(null);
      return;
    }
    sheet.querySelectorAll("table").forEach((table) => {
      makeSortable(table);
      addFilter(table, document.querySelector("[data-filters=ranks]"));
    });
    if (trial.found !== null) sheet.querySelectorAll(".triangle").forEach(drawTriangle);
  }));
}

/* The address has changed in an open page: ours is followed whole; a link to a place keeps what the address held. */
function followAddress(works) {
  const opened = named(location.hash);
  if (!isOurAddress()) {
    if (reveal(opened)) address.opened = opened;
    if (address.held) keepInAddress();
    return;
  }
  const asked = partsOfAddress().get("l");
  if (asked) showLanguage(languageOf(asked));
  readAddress();
  filterAgain();
  if (works) show();
  reveal(address.opened);
}

function startList() {
  const held = document.getElementById("data");
  startLanguages(partsOfAddress().get("l"));
  document.querySelectorAll("table").forEach((table) => { if (!table.closest("details")) makeSortable(table); });
  startSheets();
  document.querySelectorAll("[data-filters]").forEach((tools) => {
    const filter = makeFilter(tools);
    if (tools.dataset.filters === "ranks") trial.filter = filter;
  });
  const works = held !== null && startTrial(JSON.parse(held.textContent));
  if (works) {
    document.documentElement.classList.add("triable");
    show();
  } else {
    Object.assign(trial, { data: null, weights: null, thresholds: null });
    if (held !== null) document.getElementById("differs").hidden = false;
    readAddress();
  }
  told.language = () => {
    keepInAddress();
    filterAgain();
    if (works) show();
  };
  window.addEventListener("hashchange", () => followAddress(works));
  startDetails((name) => keepInAddress(name));
  const asked = address.opened || named(location.hash);
  if (reveal(asked)) address.opened = asked;
}

startList();
