/* The reader's language first: what the address asks for, else the first that the browser names. */
const told = { language: () => {} };

function languageOf(word) { return word.toLowerCase().startsWith("zh") ? "zh-Hant" : "en"; }

/* Whether a word of an address names a language of the page. */
function isLanguage(word) { return /^(?:zh|en)(?:-|$)/i.test(word); }

function language() { return document.getElementById("only-en").checked ? "en" : "zh-Hant"; }

function showLanguage(code, both) {
  const chosen = document.getElementById(both ? "both-languages" : code === "en" ? "only-en" : "only-zh");
  chosen.checked = true;
  document.documentElement.lang = code;
  const title = document.querySelector(`meta[name="title.${code}"]`);
  if (title !== null) document.title = title.content;
}

function startLanguages(asked) {
  showLanguage(languageOf(asked || (navigator.languages && navigator.languages[0]) || navigator.language || "zh-Hant"));
  document.querySelectorAll("input[name=language]").forEach((button) => button.addEventListener("change", () => {
    showLanguage(language(), button.id === "both-languages");
    told.language();
  }));
}
