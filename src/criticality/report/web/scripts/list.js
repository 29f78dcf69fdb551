/* The page of the interactive edition. */
function startSheets() {
  document.querySelectorAll("main > details, #factsheets > details").forEach((sheet) => sheet.addEventListener("toggle", () => {
    if (!sheet.open) {
      if (sheet.id === address.opened) keepInAddress(null);
    } else if (trial.found !== null) sheet.querySelectorAll(".triangle").forEach(drawTriangle);
  }));
}

/* The language that the address asks for; null where it asks for none of the page's. */
function languageAsked() {
  const asked = partsOfAddress().get("l");
  return asked !== null && isLanguage(asked) ? asked : null;
}

/* The address has changed in an open page: ours is followed whole; a link to a place keeps what the address held. */
function followAddress(works) {
  const opened = named(location.hash);
  if (!isOurAddress()) {
    address.unread = unreadPlace();
    if (reveal(opened)) address.opened = opened;
    if (address.held) keepInAddress();
    showAddress();
    return;
  }
  const asked = languageAsked();
  if (asked !== null) showLanguage(languageOf(asked));
  readAddress();
  refused.input = null;
  filterAgain();
  if (works) show();
  showAddress();
  reveal(address.opened);
}

function startList() {
  const held = JSON.parse(document.getElementById("data").textContent);
  startLanguages(languageAsked());
  startTables();
  startSheets();
  document.querySelectorAll("[data-filters]").forEach((tools) => {
    const filter = makeFilter(tools);
    if (tools.dataset.filters === "ranks") trial.filter = filter;
  });
  Object.assign(trial, { words: held.words, run: held.run_id });
  const triable = held.values !== undefined, works = triable && startTrial(held);
  if (works) {
    document.documentElement.classList.add("triable");
    show();
  } else {
    Object.assign(trial, { data: null, weights: null, thresholds: null });
    if (triable) document.getElementById("differs").hidden = false;
    readAddress();
  }
  showAddress();
  told.language = () => {
    keepInAddress();
    filterAgain();
    if (works) show();
    showAddress();
  };
  window.addEventListener("hashchange", () => followAddress(works));
  startDetails((name) => keepInAddress(name));
  const asked = address.opened || named(location.hash);
  if (reveal(asked)) address.opened = asked;
}

startList();
