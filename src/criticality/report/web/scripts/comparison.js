/* The page of a comparison. */
startLanguages();
told.language = filterAgain;
startTables();
document.querySelectorAll("[data-filters]").forEach((tools) => makeFilter(tools));
startDetails((name) => history.replaceState(null, "", `#${name}`));
window.addEventListener("hashchange", () => reveal(named(location.hash)));
reveal(named(location.hash));
