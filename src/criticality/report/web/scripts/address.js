/* The address of the page holds what is tried (#w=…&t=…&r=…&l=…&m=…); all of it is followed, or said not to be. */

/* What the address holds beside the trial: the factsheet that a link opened, whether it holds anything of ours, what of it
   is not used, and the run that it names where that is another. */
const address = { opened: null, held: false, unread: [], otherRun: null };
const PARTS = ["w", "t", "r", "l", "m"];
const MOST_POINTS = 1000;

function keepInAddress(opened = address.opened) {
  const parts = [];
  address.opened = opened;
  address.held = true;
  if (trial.weights !== null) parts.push(`w=${trial.weights.join(",")}`);
  if (trial.thresholds !== null) parts.push(`t=${trial.thresholds.join(",")}`);
  if (isTried()) parts.push(`r=${encodeURIComponent(trial.run)}`);
  parts.push(`l=${language()}`);
  if (opened) parts.push(`m=${encodeURIComponent(opened)}`);
  history.replaceState(null, "", `#${parts.join("&")}`);
}

function partsOfAddress() { return new URLSearchParams(location.hash.slice(1)); }

/* Whether the address is one of ours: a link to a place of the page (#list) says nothing of what is tried. */
function isOurAddress() {
  const parts = partsOfAddress();
  return PARTS.some((name) => parts.has(name));
}

/* A decimal number as a field of numbers takes it; 0x10, 1e999 and «Infinity» are none. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numbersOf(text, count) {
  const found = (text || "").split(",").map((part) => (DECIMAL.test(part.trim()) ? Number(part) : NaN));
  return found.length === count && found.every(Number.isFinite) ? found : null;
}

function isPoints(weight) { return weight >= 0 && weight <= MOST_POINTS; }

/* Whether a number can be a threshold: a number of places from 1, a share that is not negative, or any figure in a unit. */
function isThreshold(threshold, at) {
  const { unit } = trial.data.parameters[at];
  return unit === "place" ? Number.isInteger(threshold) && threshold >= 1 : unit === "source" || threshold >= 0;
}

/* The numbers of one part of the address; null where it has none, or where they are not understood, which is kept. */
function numbersIn(parts, name, count, allowed) {
  if (!parts.has(name)) return null;
  const found = numbersOf(parts.get(name), count);
  if (found !== null && found.every(allowed)) return found;
  address.unread.push(`${name}=${parts.get(name)}`);
  return null;
}

/* What an address holds that is none of our parts, or one of them again; our parts behind a question mark, too. */
function strangeParts(parts) {
  const found = [], seen = new Set();
  parts.forEach((text, name) => {
    if (!PARTS.includes(name) || seen.has(name)) found.push(`${name}=${text}`);
    seen.add(name);
  });
  new URLSearchParams(location.search).forEach((text, name) => { if (PARTS.includes(name)) found.push(`?${name}=${text}`); });
  return found;
}

/* A link to a place of the page that it does not have. */
function unreadPlace() {
  const place = named(location.hash), asked = location.hash.slice(1);
  return asked === "" || asked === "top" || document.getElementById(place) !== null ? [] : [place || asked];
}

function readAddress() {
  const parts = partsOfAddress(), opened = parts.get("m"), sheet = opened ? document.getElementById(opened) : null;
  const asked = parts.get("l"), ours = isOurAddress();
  address.held = ours;
  address.opened = sheet !== null && sheet.tagName === "DETAILS" ? opened : null;
  address.unread = ours ? strangeParts(parts) : [...unreadPlace(), ...strangeParts(new URLSearchParams())];
  if (opened !== null && address.opened === null) address.unread.push(`m=${opened}`);
  if (asked !== null && !isLanguage(asked)) address.unread.push(`l=${asked}`);
  address.otherRun = parts.has("r") && parts.get("r") !== trial.run ? parts.get("r") : null;
  if (trial.data === null) {
    ["w", "t"].forEach((name) => { if (parts.has(name)) address.unread.push(`${name}=${parts.get(name)}`); });
    return;
  }
  trial.weights = numbersIn(parts, "w", trial.data.dimensions.length, isPoints);
  trial.thresholds = numbersIn(parts, "t", trial.data.parameters.length, isThreshold);
}

function forgetAddress() {
  address.unread = [];
  address.otherRun = null;
}

function cut(text, most) { return text.length > most ? `${text.slice(0, most)}…` : text; }

function showAddress() {
  const lines = [], place = document.getElementById("address-told");
  if (address.unread.length) lines.push(word("address.unread", { parts: cut(address.unread.join(" & "), 200) }));
  if (address.otherRun !== null) lines.push(word("address.other_run", { run: cut(address.otherRun, 100), own: trial.run }));
  place.textContent = lines.join(" ");
  place.hidden = !lines.length;
}
