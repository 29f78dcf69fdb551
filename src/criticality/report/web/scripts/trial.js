/* What a reader tries: weights of the dimensions, thresholds, and who would be listed. The recorded decision stays. */
const trial = { data: null, weights: null, thresholds: null, found: null, filter: () => {} };

/* What the address holds beside it: the factsheet that a link opened, whether it holds anything of ours, what of it was
   not understood, and the run that it names where that is another. */
const address = { opened: null, held: false, unread: [], otherRun: null };
const PARTS = ["w", "t", "r", "l", "m"];
const MOST_POINTS = 1000;

function word(key, values = {}) {
  const text = trial.data.words[language()][key];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function nameOf(at) { return trial.data.names[language()][at]; }

function tierTitle(tier) { return trial.data.titles[language()][tier]; }

function inputs(kind) { return Array.from(document.querySelectorAll(`[data-${kind}]`)); }

function percent(share) { return `${(100 * share).toFixed(1)} %`; }

/* ── state: null where it is as recorded ── */

function sharesOf(points) {
  const sum = points.reduce((whole, point) => whole + point, 0);
  return sum > 0 ? points.map((point) => point / sum) : null;
}

function across() { return trial.weights === null ? trial.data.across : sharesOf(trial.weights); }

function recordedThresholds() { return trial.data.parameters.map((parameter) => parameter.threshold); }

function thresholds() { return trial.thresholds === null ? recordedThresholds() : trial.thresholds; }

function isTried() { return trial.weights !== null || trial.thresholds !== null; }

function keepInAddress(opened = address.opened) {
  const parts = [];
  address.opened = opened;
  address.held = true;
  if (trial.weights !== null) parts.push(`w=${trial.weights.join(",")}`);
  if (trial.thresholds !== null) parts.push(`t=${trial.thresholds.join(",")}`);
  if (isTried()) parts.push(`r=${encodeURIComponent(trial.data.run_id)}`);
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

function numbersOf(text, count) {
  const found = (text || "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
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

function readAddress() {
  const parts = partsOfAddress(), opened = parts.get("m"), sheet = opened ? document.getElementById(opened) : null;
  address.held = isOurAddress();
  address.unread = [];
  address.opened = sheet !== null && sheet.tagName === "DETAILS" ? opened : null;
  if (trial.data === null) return;
  trial.weights = numbersIn(parts, "w", trial.data.dimensions.length, isPoints);
  trial.thresholds = numbersIn(parts, "t", trial.data.parameters.length, isThreshold);
  if (opened !== null && address.opened === null) address.unread.push(`m=${opened}`);
  address.otherRun = parts.has("r") && parts.get("r") !== trial.data.run_id ? parts.get("r") : null;
}

function forgetAddress() {
  address.unread = [];
  address.otherRun = null;
}

function showAddress() {
  const lines = [], place = document.getElementById("address-told");
  if (address.unread.length) lines.push(word("address.unread", { parts: address.unread.join(" & ").slice(0, 200) }));
  if (address.otherRun !== null) lines.push(word("address.other_run", { run: address.otherRun.slice(0, 100), own: trial.data.run_id }));
  place.textContent = lines.join(" ");
  place.hidden = !lines.length;
}

/* ── what is shown ── */

function showControls() {
  const shares = across();
  inputs("weight").forEach((input) => {
    const at = Number(input.dataset.weight);
    input.value = String(trial.weights === null ? 100 * trial.data.across[at] : trial.weights[at]);
    const share = shares === null ? "–" : percent(shares[at]);
    input.setAttribute("aria-valuetext", share);
    document.querySelector(`[data-share="${at}"]`).textContent = share;
  });
  inputs("threshold").forEach((input) => { if (input !== document.activeElement) input.value = String(thresholds()[Number(input.dataset.threshold)]); });
  inputs("slide").forEach((input) => { input.value = String(thresholds()[Number(input.dataset.slide)]); });
  document.getElementById("reset").disabled = !isTried();
}

function showNames(id, places) {
  const list = document.getElementById(id), marks = trial.data.codes;
  list.replaceChildren(...places.map((at) => {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = `#m-${marks[at]}`;
    link.textContent = nameOf(at);
    item.appendChild(link);
    return item;
  }));
  list.parentElement.hidden = !places.length;
}

function showRows(found) {
  document.querySelectorAll("tr[data-at]").forEach((row) => {
    const at = Number(row.dataset.at), cell = (name) => row.querySelector(`.tried-${name}`);
    cell("rank").textContent = found === null ? "–" : String(found.ranks[at]);
    cell("score").textContent = found === null ? "–" : found.scores[at].toFixed(3);
    cell("tier").textContent = found === null ? "–" : tierTitle(found.tiers[at]);
    const moved = found !== null && found.tiers[at] !== trial.data.recorded[at];
    row.classList.toggle("moved", moved);
    if (moved) row.dataset.move = "yes"; else delete row.dataset.move;
  });
  trial.filter();
}

function show() {
  const shares = across(), data = trial.data;
  trial.found = shares === null ? null : decide(data, shares, thresholds());
  const listed = (tiers) => tiers.map((tier) => isListed(data, tier)), before = listed(data.recorded);
  const now = trial.found === null ? before : listed(trial.found.tiers), places = data.minerals.map((_, at) => at);
  document.documentElement.classList.toggle("tried", isTried());
  showControls();
  showRows(trial.found);
  showNames("enters", places.filter((at) => now[at] && !before[at]));
  showNames("leaves", places.filter((at) => before[at] && !now[at]));
  const count = (flags) => flags.filter(Boolean).length + data.elsewhere.length;
  const said = shares === null ? "nothing" : isTried() ? "tried" : "recorded", n = count(now);
  document.getElementById("told").textContent = word(n === 1 && shares !== null ? `${said}.one` : said, { n, before: count(before) });
  showAddress();
  document.getElementById("state").textContent = isTried() ? stateInWords(shares) : "";
  clearTimeout(show.later);
  show.later = setTimeout(showShares, 150);
}

/* What was tried, in words: for print, and for who copies the page. */
function stateInWords(shares) {
  const named = trial.data.labels[language()];
  const weights = shares === null ? [] : shares.map((share, at) => `${named.dimensions[at]} ${percent(share)}`);
  const lines = trial.data.parameters.map((_, at) => `${named.parameters[at]} ${thresholds()[at]}`);
  return word("state", { weights: weights.join(word("and")), thresholds: lines.join(word("and")) });
}

/* ── all weightings: evenly spaced points of the simplex ── */

const STEPS = { 2: 100, 3: 20, 4: 10, 5: 7 };

function simplex(count, steps) {
  if (count === 1) return [[steps]];
  const found = [];
  for (let first = 0; first <= steps; first += 1) simplex(count - 1, steps - first).forEach((rest) => found.push([first, ...rest]));
  return found;
}

function allWeightings() {
  const key = thresholds().join(","), count = trial.data.dimensions.length;
  if (allWeightings.key !== key) {
    allWeightings.key = key;
    allWeightings.points = count in STEPS ? simplex(count, STEPS[count]).map((point) => point.map((part) => part / STEPS[count])) : [];
    allWeightings.listed = allWeightings.points.map((point) => decide(trial.data, point, thresholds()).tiers.map((tier) => isListed(trial.data, tier)));
  }
  return allWeightings;
}

function showShares() {
  const { points, listed } = allWeightings();
  [["zh-Hant", "zh"], ["en", "en"]].forEach(([code, kind]) => {
    const head = document.querySelector(`.weightings .in-${kind}`);
    if (head !== null) head.textContent = trial.data.words[code]["try.share"].replace("{n}", String(points.length || "–"));
  });
  document.querySelectorAll("tr[data-at]").forEach((row) => {
    const at = Number(row.dataset.at), on = listed.filter((flags) => flags[at]).length;
    const cell = row.querySelector(".tried-share");
    cell.textContent = points.length ? `${on} / ${points.length}` : "–";
    cell.dataset.sort = String(on);
  });
  document.querySelectorAll("details[open] .triangle").forEach(drawTriangle);
}

function drawn(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, said]) => element.setAttribute(key, String(said)));
  if (text !== undefined) element.textContent = text;
  return element;
}

/* The triangle of a mineral stands after the reasons of its factsheet, in the language that is shown. */
function putAfterReasons(place) {
  const reasons = place.closest("details").querySelectorAll(`:scope > .in-${language() === "en" ? "en" : "zh"} .strip`);
  if (reasons.length) reasons[reasons.length - 1].after(place);
}

/* Where on the triangle of three weights a mineral is listed, under the thresholds that are tried. */
function drawTriangle(place) {
  if (trial.data.dimensions.length !== 3) return;
  const at = Number(place.dataset.at), { points, listed } = allWeightings();
  const [top, left, right] = [[180, 26], [64, 226], [296, 226]];
  const spot = (shares) => [0, 1].map((axis) => (shares[0] * top[axis] + shares[1] * left[axis] + shares[2] * right[axis]).toFixed(1));
  const on = listed.filter((flags) => flags[at]).length;
  const alternative = word("triangle", { name: nameOf(at), on, n: points.length });
  const svg = drawn("svg", { viewBox: "0 0 360 252", width: 360, height: 252, role: "img", "aria-label": alternative });
  points.forEach((point, number) => {
    const [cx, cy] = spot(point);
    svg.appendChild(drawn("circle", { cx, cy, r: listed[number][at] ? 4.4 : 2.2, class: listed[number][at] ? "listed-there" : "not-there" }));
  });
  const mark = (shares, kind) => { const [cx, cy] = spot(shares); svg.appendChild(drawn("circle", { cx, cy, r: 7, class: kind })); };
  mark(trial.data.across, "as-recorded");
  if (trial.weights !== null && across() !== null) mark(across(), "as-tried");
  const named = trial.data.labels[language()].dimensions;
  const most = language() === "en" ? 30 : 14, short = (name) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);
  [[180, 12, "middle"], [2, 246, "start"], [358, 246, "end"]].forEach(([x, y, anchor], corner) => {
    svg.appendChild(drawn("text", { x, y, "text-anchor": anchor }, short(named[corner])));
  });
  const caption = document.createElement("figcaption");
  caption.textContent = `${alternative} ${word("corners", { top: named[0], left: named[1], right: named[2] })} ${word("triangle.key")}`;
  place.replaceChildren(svg, caption);
  putAfterReasons(place);
}

/* ── hands ── */

function changed(kind, at, text) {
  if (text.trim() === "" || !Number.isFinite(Number(text))) return;
  if (kind === "weight") {
    if (trial.weights === null) trial.weights = trial.data.across.map((share) => 100 * share);
    trial.weights[at] = Math.round(Number(text));
  } else {
    const threshold = trial.data.parameters[at].unit === "place" ? Math.max(1, Math.round(Number(text))) : Number(text);
    if (!isThreshold(threshold, at)) return;
    if (trial.thresholds === null) trial.thresholds = recordedThresholds();
    trial.thresholds[at] = threshold;
    if (trial.thresholds.every((threshold, place) => threshold === recordedThresholds()[place])) trial.thresholds = null;
  }
  acted();
}

function acted() {
  forgetAddress();
  keepInAddress();
  show();
}

function startTrial(data) {
  trial.data = unpacked(data);
  readAddress();
  const asRecorded = decide(data, data.across, recordedThresholds());
  if (asRecorded.tiers.some((tier, at) => tier !== data.recorded[at])) return false;
  ["weight", "threshold", "slide"].forEach((kind) => inputs(kind).forEach((input) => {
    input.addEventListener("input", () => changed(kind, Number(input.dataset[kind]), input.value));
  }));
  document.getElementById("reset").addEventListener("click", () => {
    trial.weights = null;
    trial.thresholds = null;
    acted();
  });
  document.getElementById("even").addEventListener("click", () => {
    trial.weights = data.dimensions.map(() => Math.max(1, Math.floor(100 / data.dimensions.length)));
    acted();
  });
  return true;
}
