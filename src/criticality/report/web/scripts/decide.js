/* Decides the list again in the browser, with the arithmetic of criticality.ranking and criticality.listing: the same
   operations in the same order, so that rounding, ties and thresholds come out alike. tests/report/interactive compares
   them. A list is decided from `data` (criticality.report.interactive.trial), the weights of the dimensions and the
   thresholds; everything below the dimensions is recorded. A missing value is NaN and meets no condition. */
const DECIMALS = 1e12;
const HALF_WAY = 0.5;
const ALIKE = 0.5e-12;

/* To the nearest whole number, halves to the even one, as NumPy rounds. */
function rint(number) {
  const near = Math.round(number);
  return Math.abs(number % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near;
}

function rounded(number) { return rint(number * DECIMALS) / DECIMALS + 0; }

/* The sum in the order in which NumPy adds up (pairwise). */
function total(numbers, from = 0, count = numbers.length) {
  if (count < 8) {
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += numbers[from + at];
    return sum;
  }
  if (count > 128) {
    let half = Math.floor(count / 2);
    half -= half % 8;
    return total(numbers, from, half) + total(numbers, from + half, count - half);
  }
  const part = numbers.slice(from, from + 8), whole = count - (count % 8);
  for (let at = 8; at < whole; at += 8) for (let lane = 0; lane < 8; lane += 1) part[lane] += numbers[from + at + lane];
  let sum = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
  for (let at = whole; at < count; at += 1) sum += numbers[from + at];
  return sum;
}

function weightedSum(values, weights) { return total(values.map((value, at) => value * weights[at])); }

/* ── scores: each takes the values of one mineral by criterion, its ratings by dimension, and the weights ── */

function closenessTo(best, worst, point) {
  const far = Math.sqrt(total(point.map((value, at) => (value - best[at]) ** 2)));
  const near = Math.sqrt(total(point.map((value, at) => (value - worst[at]) ** 2)));
  return near / (near + far);
}

function anchored(values, weights) {
  return closenessTo(weights, weights.map(() => 0), values.map((value, at) => value * weights[at]));
}

const SCORES = {
  topsis: (values, ratings, weights) => anchored(ratings, weights.across.map(Math.sqrt)),
  topsis_flat: (values, ratings, weights) => anchored(values, weights.overall),
  ahp_ratings: (values, ratings, weights) => weightedSum(values, weights.overall),
  geometric_mean: (values, ratings, weights) => values.reduce((found, value, at) => found * value ** weights.overall[at], 1),
  product: (values, ratings, weights) => ratings.reduce((found, value, at) => found * (weights.across[at] > 0 ? value : 1), 1),
  euclidean: (values, ratings, weights) => Math.sqrt(weightedSum(ratings.map((value) => value ** 2), weights.across)),
  lowest: (values, ratings, weights) => Math.min(...ratings.map((value, at) => (weights.across[at] > 0 ? value : 1))),
};

/* topsis_vector: raw figures, normalised by their vector norm; the ideals are those of the minerals. */
function vectorScores(data, overall) {
  const columns = [], weights = [];
  overall.forEach((weight, at) => {
    const raw = data.values.map((row) => row[at]);
    if (!(weight > 0) || Math.max(...raw) === Math.min(...raw)) return;
    const largest = Math.max(...raw.map(Math.abs)), parts = raw.map((value) => value / largest);
    const norm = Math.sqrt(total(parts.map((value) => value ** 2)));
    columns.push(parts.map((value) => (data.lowers[at] ? 1 - value / norm : value / norm) * weight));
    weights.push(weight);
  });
  if (!columns.length) return data.values.map(() => HALF_WAY);
  const best = columns.map((column) => Math.max(...column)), worst = columns.map((column) => Math.min(...column));
  return data.values.map((_, mineral) => closenessTo(best, worst, columns.map((column) => column[mineral])));
}

function weightsOf(data, across) {
  return { across, overall: data.local.map((local, at) => across[data.dimension_of[at]] * local) };
}

function ratingsOf(data) {
  return data.values.map((row) => data.members.map((places) => weightedSum(places.map((at) => row[at]), places.map((at) => data.local[at]))));
}

function scoresOf(data, across) {
  const weights = weightsOf(data, across);
  if (data.method === "topsis_vector") return vectorScores(data, weights.overall).map(bounded);
  if (!data.ratings) data.ratings = ratingsOf(data);
  return data.values.map((row, at) => bounded(SCORES[data.method](row, data.ratings[at], weights)));
}

function bounded(score) { return rounded(Math.min(1, Math.max(0, score))); }

/* Places from 1 for the largest value; equal values share the better place (1, 2, 2, 4); a missing one has none. */
function placesOf(values) {
  const near = values.map((value) => rint(value * DECIMALS) / DECIMALS);
  const order = near.map((_, at) => at).filter((at) => !Number.isNaN(near[at])).sort((one, other) => near[other] - near[one]);
  const places = values.map(() => NaN);
  order.forEach((at, place) => { places[at] = place && near[order[place - 1]] === near[at] ? places[order[place - 1]] : place + 1; });
  return places;
}

/* ── the rule ── */

/* The smallest value that meets a threshold: of figures to twelve digits, else to twelve decimals. */
function cutOf(parameter, threshold) {
  if (parameter.unit === "source") return threshold - Math.abs(threshold) * ALIKE;
  const cut = (Math.ceil(rint(threshold * DECIMALS * 1000) / 1000) - 0.5) / DECIMALS;
  return parameter.unit === "place" ? cut + 0.5 : cut;
}

/* For each condition, where it holds. */
function conditionsMet(data, quantities, thresholds) {
  const cuts = data.parameters.map((parameter, at) => cutOf(parameter, thresholds[at]));
  return data.conditions.map((condition) => {
    const cut = cuts[condition.parameter], values = quantities[data.parameters[condition.parameter].quantity];
    return values.map(condition.comparison === "at_least" ? (value) => value >= cut : (value) => value < cut);
  });
}

/* The first of some tiers of which one way holds whole; the place behind the last tier where there is none. */
function firstTier(data, met, mineral, tiers) {
  const found = tiers.find((tier) => data.tiers[tier].ways.some((way) => way.every((at) => met[at][mineral])));
  return found === undefined ? data.tiers.length : found;
}

function isListed(data, tier) { return tier < data.tiers.length && data.tiers[tier].listed; }

function averagesOf(quantities, members) {
  const means = {};
  Object.keys(quantities).forEach((name) => {
    const own = members.map((at) => quantities[name][at]), known = own.map((value) => !Number.isNaN(value));
    const count = known.filter(Boolean).length;
    means[name] = [count ? total(own.map((value, at) => (known[at] ? value : 0))) / count : NaN];
  });
  return means;
}

/* A group enters together: by one member, by all, or by the average of what the conditions test. */
function applyGroup(data, group, tiers, met, quantities, thresholds) {
  const every = data.tiers.map((_, tier) => tier), members = group.members;
  const listed = every.filter((tier) => data.tiers[tier].listed), others = every.filter((tier) => !data.tiers[tier].listed);
  const otherwise = members.map((at) => firstTier(data, met, at, others));
  if (group.listed_if === "average") {
    const mean = firstTier(data, conditionsMet(data, averagesOf(quantities, members), thresholds), 0, every);
    members.forEach((at, place) => {
      if (isListed(data, mean)) tiers[at] = mean;
      else if (isListed(data, tiers[at])) tiers[at] = otherwise[place];
    });
    return;
  }
  const qualifies = members.map((at) => isListed(data, tiers[at]));
  if (!members.length) return;
  const enters = group.listed_if === "any" ? qualifies.some(Boolean) : qualifies.every(Boolean);
  const best = Math.min(...members.map((at, place) => (qualifies[place] ? firstTier(data, met, at, listed) : data.tiers.length)));
  members.forEach((at, place) => {
    if (enters && !qualifies[place]) tiers[at] = best;
    if (!enters && qualifies[place]) tiers[at] = otherwise[place];
  });
}

/* Decide the list.

   across      weights of the dimensions, adding up to 1, in the order of data.dimensions
   thresholds  in the order of data.parameters

   Returns, for every mineral of data.minerals: scores, ranks, alone (its tier by itself), ruled (with the groups), and
   tiers (with the designations); a tier is its place in data.tiers, or their number where the mineral is not listed. */
function decide(data, across, thresholds) {
  const scores = scoresOf(data, across), quantities = { score: scores };
  data.parameters.forEach(({ quantity }) => {
    if (quantity === "score:place") quantities[quantity] = placesOf(scores);
    else if (quantity !== "score") quantities[quantity] = data.quantities[quantity];
  });
  const met = conditionsMet(data, quantities, thresholds), every = data.tiers.map((_, tier) => tier);
  const alone = scores.map((_, at) => firstTier(data, met, at, every)), ruled = alone.slice();
  data.groups.forEach((group) => applyGroup(data, group, ruled, met, quantities, thresholds));
  const tiers = ruled.map((tier, at) => (at in data.designated ? data.designated[at] : tier));
  return { scores, ranks: placesOf(scores), alone, ruled, tiers };
}

/* JSON has no NaN: what is missing stands there as null. */
function unpacked(data) {
  Object.keys(data.quantities).forEach((name) => {
    data.quantities[name] = data.quantities[name].map((value) => (value === null ? NaN : value));
  });
  return data;
}
