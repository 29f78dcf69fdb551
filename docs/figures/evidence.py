"""docs/reference/evidence.md: every table, what covers what, every known weakness, every figure left out and why."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import mean

from criticality.model.dataset import TABLES
from figures.tables import HEAD, ROOT, english, inputs, markdown, result, rows_of

_NOTES = ROOT / "docs" / "figures"


def document() -> str:
    """The text of the document."""
    return "\n".join(
        (
            HEAD + _INTRODUCTION,
            _tables(),
            _sources(),
            _coverage(),
            _printed(),
            _burden(),
            (_NOTES / "notes-slips.md").read_text(encoding="utf-8"),
            _slips(),
            "## Supply side: choices, weaknesses, figures left out\n",
            (_NOTES / "notes-supply.md").read_text(encoding="utf-8"),
            "## Demand side and figures of each mineral: choices, weaknesses, figures left out\n",
            (_NOTES / "notes-demand.md").read_text(encoding="utf-8"),
        )
    )


def _tables() -> str:
    rows = []
    for name in TABLES:
        if (ROOT / TABLES[name].path).is_file():
            lines = rows_of(name)
            minerals = len({line["mineral"] for line in lines}) if "mineral" in lines[0] else "–"
            years = sorted({line["year"] for line in lines if line.get("year")})
            span = f"{years[0]}–{years[-1]}" if years else "–"
            grades = Counter(line["grade"] for line in lines if line.get("grade"))
            said = ", ".join(f"{grade} {grades[grade]}" for grade in sorted(grades)) or "–"
            rows.append((f"`{name}.csv`", len(lines), minerals, span, said, _flags(lines)))
    return "## The tables\n\n" + markdown(("table", "rows", "minerals", "years", "rows by grade", "rows by flag"), rows)


def _flags(lines: Iterable[Mapping[str, str]]) -> str:
    flags = Counter(line["flag"] for line in lines if line.get("flag"))
    return ", ".join(f"{flag} {flags[flag]}" for flag in sorted(flags)) or "–"


def _sources() -> str:
    used: Counter[str] = Counter()
    for name in TABLES:
        if (ROOT / TABLES[name].path).is_file():
            for line in rows_of(name):
                cited = ";".join((line.get("source", ""), line.get("programme", "")))
                used.update({part.strip() for part in cited.split(";") if part.strip()})
    rows = []
    for code, source in sorted(inputs().dataset.sources.items()):
        where = f"doi {source.doi}" if source.doi else (source.url or "no address")
        rows.append((f"`{code}`", f"{source.publisher}: {source.title}", where, source.licence, used[code]))
    return "## The sources\n\n" + markdown(("id", "publisher and title", "where", "licence", "rows"), rows)


def _coverage() -> str:
    cells, candidates = result().matrix.cells, len(inputs().candidates)
    scored = len(result().ranking.scores)
    weighted = [criterion for criterion in inputs().criteria if criterion.role == "weighted"]
    own = cells[cells["criterion"].isin([criterion.code for criterion in weighted])]
    grades = own["grade"].where(own["present"].astype(bool), "").value_counts()
    shares = ", ".join(f"{grade or 'missing'} {grades[grade] / len(own):.1%}" for grade in sorted(grades.index))
    rows = []
    for criterion in inputs().criteria:
        part = cells[cells["criterion"] == criterion.code]
        present = part["present"].astype(bool)
        proxies = part["flag"].str.split(";").apply(lambda flags: "proxy" in flags).astype(bool) & present
        there, gone = (sorted(map(english, part.loc[chosen, "mineral"])) for chosen in (present, ~present))
        named = ", ".join(gone) if len(gone) <= len(there) else f"all but {', '.join(there)}"
        count = f"{len(there)} of {len(part)}"
        rows.append((f"`{criterion.code}`", criterion.role, count, int(proxies.sum()), named or "none"))
    head = _COVERAGE.format(candidates=candidates, scored=scored, shares=shares, unscored=_unscored())
    return head + "\n" + markdown(("criterion", "role", "minerals with a figure", "proxies", "without a figure"), rows)


def _unscored() -> str:
    table = result().critical_list.table
    scored = set(result().ranking.scores.index)
    rows = table[~table["mineral"].isin(scored)]
    return "; ".join(f"{english(row.mineral)} ({row.reason})" for row in rows.itertuples()) or "none"


def _slips() -> str:
    """What became of spoiled rows, as `python tests/spoils.py` measured it."""
    with (_NOTES / "slips.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    heads = ("tried", "refused", "warned", "printed", "harmless", "unseen")
    total = {head: sum(int(row[head]) for row in rows) for head in heads}
    table = markdown(
        ("table and column", "slip", *heads),
        [(f"`{row['table']}.{row['column']}`", row["slip"], *(row[head] for head in heads)) for row in rows],
    )
    return _SLIPS.format(**total) + "\n" + table


def _printed() -> str:
    kinds = ("proxied", "coverage_of_mineral")
    texts = {kind: [check for check in result().checks if check["check"] == kind] for kind in kinds}
    parts = ["## Weight of each mineral that rests on a proxy, and weight that is missing\n"]
    rows = []
    missing = {check["subject"]: check for check in texts["coverage_of_mineral"]}
    weak = {check["subject"]: check for check in texts["proxied"]}
    for mineral in sorted(set(missing) | set(weak), key=english):
        proxied = f"{weak[mineral]['figure']:.0%}: {_after(weak[mineral])}" if mineral in weak else "–"
        gap = f"{1 - missing[mineral]['figure']:.0%}: {_after(missing[mineral])}" if mineral in missing else "–"
        rows.append((english(mineral), proxied, gap))
    parts.append(markdown(("mineral", "proxy or grade D", "missing"), rows))
    doubts = [check for check in result().checks if check["check"] in _DOUBTS]
    parts.append(_ODD)
    parts.append("\n".join(f"- {check['text']['en']}" for check in doubts) + "\n")
    return "\n".join(parts)


def _burden() -> str:
    """Yearly imports by weight × climate burden per kilogram, for codes that hold one mineral in a processed form."""
    per_kg = {
        line["mineral"]: float(line["value"])
        for line in rows_of("mineral_properties")
        if line["property"] == "gwp100" and line["flag"] == "reported"
    }
    imports: dict[tuple[str, str], list[dict[str, str]]] = {}
    for line in rows_of("trade"):
        whole = line["reporter"] == "TWN" and line["partner"] == "WLD" and line["flow"] == "import"
        single = line["stage"] == "processing" and line["flag"] == "reported" and line["mineral"] in per_kg
        if whole and single and line["quantity_t"]:
            imports.setdefault((line["mineral"], line["code"]), []).append(line)
    rows = []
    for (mineral, code), lines in imports.items():
        weight = mean(float(line["quantity_t"]) for line in lines)
        years = ", ".join(sorted(line["year"] for line in lines))
        kilotonnes = weight * per_kg[mineral] / 1000
        rows.append(
            (
                kilotonnes,
                english(mineral),
                code,
                years,
                f"{weight:,.0f}" if weight >= 100 else f"{weight:.3g}",
                f"{per_kg[mineral]:g}",
            )
        )
    rows.sort(reverse=True)
    head = ("mineral", "HS code", "years", "t a year", "kg CO₂-eq/kg (2008)", "kt CO₂-eq a year")
    return _BURDEN + markdown(
        head, ((*said, f"{kilotonnes:,.1f}" if kilotonnes >= 0.1 else "< 0.1") for kilotonnes, *said in rows)
    )


def _after(check: Mapping[str, object]) -> str:
    text = check["text"]["en"]  # type: ignore[index]
    return str(text).rsplit(": ", 1)[-1].replace("_", " ")


_DOUBTS = (
    "jump",
    "comes_or_goes",
    "total_gap",
    "single_year",
    "unit_value",
    "partner_once",
    "trade_gap",
    "two_owners",
    "swing",
    "sector_size",
    "restriction_of_no_producer",
    "figure_jump",
    "odd_figure",
    "far_figure",
)

_ODD = """## What looks odd and was looked at

Printed with every run; each stands as its publisher printed it, or is explained below.
"""

_INTRODUCTION = """# The evidence of the Taiwan workspace

Every table of `data/`, what covers what, what is weak about it, and every figure that was considered and left out,
with the reason. Each row names its source; each source stands in `data/sources.yaml` with title, publisher, date,
address and licence; `data/LICENCES.md` has the notices. No row is recalled from memory or inferred.

Grades: A official statistic, B peer-reviewed or an official study, C secondary copy, another economy's figure, or
older than ten years, D judgement or proxy. Flags: reported, estimated, withheld, zero, proxy, absent. Missing is
never zero.
"""

_SLIPS = """Tried on up to thirty rows of every table, drawn by a fixed seed (`python tests/spoils.py 30`; the tests
try one of each): of {tried} spoiled rows `check` refuses {refused} and warns of {warned}, the printed checks
tell {printed}; {harmless} do no harm, that is, no cell moves by more than 0.01 of its scale (small producers and
partners, figures for the factsheet alone), and **{unseen} pass unseen**.
"""

_BURDEN = """## Climate burden of what Taiwan imports in a year

The criterion is per kilogram; this is per kilogram × the mean weight imported in the years on record (re-exports
included), where a code holds one mineral in a processed form and both figures exist. It enters no score: it follows the
size of imports, and most minerals have no weight of their own. Oxides, salts and ferro-alloys count by gross weight,
so their figure is too high.

"""
_COVERAGE = """## What covers what

{candidates} candidates, **{scored} scored**. Not scored: {unscored}.

Cells of the weighted criteria by grade: {shares}.

![Grade of every cell, minerals by criteria](coverage.svg)
"""
