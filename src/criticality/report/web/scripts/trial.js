/* What a reader tries: weights of the dimensions, thresholds, and who would be listed. The recorded decision stays. */
const trial = { data: null, weights: null, thresholds: null, found: null, filter: () => {} };

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

function keepInAddress(opened) {
  const parts = [];
  if (trial.weights !== null) parts.push(`w=${trial.weights.join(",")}`);
  if (trial.thresholds !== null) parts.push(`t=${trial.thresholds.join(",")}`);
  if (parts.length || document.getElementById("only-en").checked) parts.push(`l=${language()}`);
  if (opened) parts.push(`m=${encodeURIComponent(opened)}`);
  history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : "#");
}

function numbersOf(text, count) {
  const found = (text || "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  return found.length === count && found.every(Number.isFinite) ? found : null;
}

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const weights = numbersOf(parts.get("w"), trial.data.dimensions.length);
  trial.weights = weights !== null && weights.every((weight) => weight >= 0 && weight <= 1000) ? weights : null;
  trial.thresholds = numbersOf(parts.get("t"), trial.data.parameters.length);
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
  const key = shares === null ? "nothing" : isTried() ? "tried" : "recorded";
  document.getElementById("told").textContent = word(key, { n: count(now), before: count(before) });
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

/* Where on the triangle of three weights a mineral is listed, under the thresholds that are tried. */
function drawTriangle(place) {
  if (trial.data.dimensions.length !== 3) return;
  const at = Number(place.dataset.at), { points, listed } = allWeightings();
  const [top, left, right] = [[130, 14], [14, 214], [246, 214]];
  const spot = (shares) => [0, 1].map((axis) => (shares[0] * top[axis] + shares[1] * left[axis] + shares[2] * right[axis]).toFixed(1));
  const on = listed.filter((flags) => flags[at]).length;
  const alternative = word("triangle", { name: nameOf(at), on, n: points.length });
  const svg = drawn("svg", { viewBox: "0 0 260 228", width: 260, height: 228, role: "img", "aria-label": alternative });
  points.forEach((point, number) => {
    const [cx, cy] = spot(point);
    svg.appendChild(drawn("circle", { cx, cy, r: listed[number][at] ? 4.4 : 2.2, class: listed[number][at] ? "listed-there" : "not-there" }));
  });
  const mark = (shares, kind) => { const [cx, cy] = spot(shares); svg.appendChild(drawn("circle", { cx, cy, r: 7, class: kind })); };
  mark(trial.data.across, "as-recorded");
  if (trial.weights !== null && across() !== null) mark(across(), "as-tried");
  const named = trial.data.labels[language()].dimensions;
  const caption = document.createElement("figcaption");
  caption.textContent = `${alternative} ${word("corners", { top: named[0], left: named[1], right: named[2] })}`;
  place.replaceChildren(svg, caption);
}

/* ── hands ── */

function changed(kind, at, text) {
  if (text.trim() === "" || !Number.isFinite(Number(text))) return;
  if (kind === "weight") {
    if (trial.weights === null) trial.weights = trial.data.across.map((share) => 100 * share);
    trial.weights[at] = Math.round(Number(text));
  } else {
    if (trial.thresholds === null) trial.thresholds = recordedThresholds();
    trial.thresholds[at] = trial.data.parameters[at].unit === "place" ? Math.max(1, Math.round(Number(text))) : Number(text);
    if (trial.thresholds.every((threshold, place) => threshold === recordedThresholds()[place])) trial.thresholds = null;
  }
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
    keepInAddress();
    show();
  });
  document.getElementById("even").addEventListener("click", () => {
    trial.weights = data.dimensions.map(() => 1);
    keepInAddress();
    show();
  });
  return true;
}
