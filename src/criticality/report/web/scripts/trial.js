/* What a reader tries: weights of the dimensions, thresholds, and who would be listed. The recorded decision stays. */
const trial = { data: null, words: null, run: "", weights: null, thresholds: null, found: null, filter: () => {} };

function word(key, values = {}) {
  const text = trial.words[language()][key];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function nameOf(at) { return trial.data.names[language()][at]; }

function tierTitle(tier) { return trial.data.titles[language()][tier]; }

function inputs(kind) { return Array.from(document.querySelectorAll(`[data-${kind}]`)); }

/* A share of 1 with one decimal at most; what is not nothing or all is never said to be (criticality.text.numbers.share). */
function percent(share) {
  const written = (100 * share).toFixed(1), sign = language() === "en" ? " %" : "%";
  if (share > 0 && written === "0.0") return `< 0.1${sign}`;
  if (share < 1 && written === "100.0") return `> 99.9${sign}`;
  return `${written}${sign}`.replace(`.0${sign}`, sign);
}

/* A score as the record prints it: to the nearest, halves to the even digit. A half in the fourth decimal has 16 as its divisor. */
function fixed(score) {
  const isHalf = Math.abs((score * 16) % 2) === 1 && (score * 1000) % 1 === 0.5;
  return (isHalf ? rint(score * 1000) / 1000 : score).toFixed(3);
}

/* ── state: null where it is as recorded ── */

function recordedPoints() { return trial.data.across.map((share) => 100 * share); }

function points() { return trial.weights === null ? recordedPoints() : trial.weights; }

function sharesOf(points) {
  const sum = points.reduce((whole, point) => whole + point, 0);
  return sum > 0 ? points.map((point) => point / sum) : null;
}

function across() { return trial.weights === null ? trial.data.across : sharesOf(trial.weights); }

function recordedThresholds() { return trial.data.parameters.map((parameter) => parameter.threshold); }

function thresholds() { return trial.thresholds === null ? recordedThresholds() : trial.thresholds; }

function isTried() { return trial.weights !== null || trial.thresholds !== null; }

/* ── what is shown ── */

/* The points of a dimension as its field shows them: those of the record have more digits than a field has room for. */
function shownPoints(used, at) {
  return String(used === recordedPoints()[at] ? Math.round(100 * used) / 100 : used);
}

/* What counts stands in every control as it is used: a slider moves without steps, and as far as the value asks for. */
function setSlider(input, used, text) {
  input.max = String(Math.max(Number(input.dataset.most), used));
  input.min = String(Math.min(0, used));
  input.value = String(used);
  input.setAttribute("aria-valuetext", text);
}

function setField(input, used, shown) {
  const held = input === document.activeElement, typed = input.value.trim();
  if (!held || !isRefused(input)) input.removeAttribute("aria-invalid");
  const isOther = typed !== "" && typed !== shown && Number(typed) !== used;
  if (!held || (isOther && !isRefused(input))) input.value = shown;
}

function showControls() {
  const shares = across();
  points().forEach((used, at) => {
    const share = shares === null ? "–" : percent(shares[at]);
    inputs(`weight="${at}"`).forEach((input) => setSlider(input, used, share));
    inputs(`points="${at}"`).forEach((input) => setField(input, used, shownPoints(used, at)));
    inputs(`share="${at}"`).forEach((output) => { output.textContent = share; });
  });
  thresholds().forEach((used, at) => {
    inputs(`slide="${at}"`).forEach((input) => setSlider(input, used, String(used)));
    inputs(`threshold="${at}"`).forEach((input) => setField(input, used, String(used)));
  });
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

/* What stands behind a tier, as in the recorded list: a designation, or a place on the list that the group gave. */
function markOf(found, at) {
  if (at in trial.data.designated) return "†";
  return found.ruled[at] !== found.alone[at] && isListed(trial.data, found.tiers[at]) ? "‡" : "";
}

function showRows(found) {
  document.querySelectorAll("tr[data-at]").forEach((row) => {
    const at = Number(row.dataset.at), cell = (name) => row.querySelector(`.tried-${name}`);
    cell("rank").textContent = found === null ? "–" : String(found.ranks[at]);
    cell("score").textContent = found === null ? "–" : fixed(found.scores[at]);
    cell("tier").textContent = found === null ? "–" : tierTitle(found.tiers[at]) + markOf(found, at);
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
  showRefused();
  document.getElementById("state").textContent = isTried() && shares !== null ? stateInWords(shares) : "";
  clearTimeout(show.later);
  show.later = setTimeout(showShares, 150);
}

/* What was tried, in words: for print, and for who copies the page. */
function stateInWords(shares) {
  const named = trial.data.labels[language()];
  const weights = shares.map((share, at) => `${named.dimensions[at]} ${percent(share)}`);
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

/* What was typed and is not used: the control, the text (none: no number), and what stands in its place. */
const refused = { input: null, kind: "", at: 0, text: "" };

function isRefused(input) { return refused.input === input; }

function showRefused() {
  const place = document.getElementById("not-used"), { input, kind, at, text } = refused, labels = trial.data.labels[language()];
  place.hidden = input === null;
  place.textContent = "";
  if (input === null) return;
  const isWeight = kind === "weight", unit = isWeight ? "weight" : trial.data.parameters[at].unit || "share";
  const used = isWeight ? shownPoints(points()[at], at) : String(thresholds()[at]), name = (isWeight ? labels.dimensions : labels.parameters)[at];
  place.textContent = word("not_used", { text: text || word("no_number"), name, needed: word(`needed.${unit}`), used });
}

/* Take back what does not count: the field shows it until the keyboard leaves it, the sentence until the next act. */
function refuse(input, kind, at, text) {
  Object.assign(refused, { input, kind, at, text });
  input.setAttribute("aria-invalid", "true");
  showRefused();
}

/* A number counts exactly as it was typed, or not at all; a slider gives whole points and hundredths. */
function changed(input, kind, at) {
  const isSlider = input.type === "range", text = input.value.trim(), number = Number(text);
  if (text === "") return;
  const used = isSlider ? (kind === "weight" ? Math.round(number) : Math.round(100 * number) / 100) : number;
  if (!Number.isFinite(used) || !(kind === "weight" ? isPoints(used) : isThreshold(used, at))) {
    refuse(input, kind, at, text);
    return;
  }
  const now = (kind === "weight" ? points() : thresholds()).slice(), recorded = kind === "weight" ? recordedPoints() : recordedThresholds();
  now[at] = kind === "weight" && text === shownPoints(recorded[at], at) ? recorded[at] : used;
  trial[kind === "weight" ? "weights" : "thresholds"] = now.every((value, place) => value === recorded[place]) ? null : now;
  acted();
}

/* The keyboard leaves a field: it shows again what counts, and what was no number is said. */
function left(input, kind, at) {
  if (input.value.trim() === "") refuse(input, kind, at, "");
  showControls();
}

function acted() {
  forgetAddress();
  refused.input = null;
  keepInAddress();
  showAddress();
  show();
}

function startTrial(data) {
  trial.data = unpacked(data);
  readAddress();
  const asRecorded = decide(data, data.across, recordedThresholds());
  if (asRecorded.tiers.some((tier, at) => tier !== data.recorded[at])) return false;
  [["weight", "weight"], ["points", "weight"], ["threshold", "threshold"], ["slide", "threshold"]].forEach(([name, kind]) => {
    inputs(name).forEach((input) => {
      input.addEventListener("input", () => changed(input, kind, Number(input.dataset[name])));
      if (input.type === "number") input.addEventListener("blur", () => left(input, kind, Number(input.dataset[name])));
    });
  });
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
