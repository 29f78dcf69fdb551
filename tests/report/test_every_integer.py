"""Every whole number a page shows stands in the record, or counts something that does.

Looked up where it is most telling: in the row of a mineral among that mineral's own figures, in a sentence among the
counts that its chapter may state. Written are the pages as they go to the typesetter; `test_every_number` reads
decimals and percentages back from the PDFs.

Allowed beyond that: numbers of chapters, sections and footnotes, dates and identifiers (they are looked up as a whole
by the tests of their pages), what the catalogue's own sentences say («chapter 3», «0 to 1»), and the axes of charts.
"""

# Holds: report/chapters/annex_method.py.

# Holds: report/chapters/decision.py, report/chapters/previous.py, report/chapters/result.py.

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from sample_record import sample_record

from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.text.numbers import fixed, significant

LANGUAGES = ("en", "zh-Hant")
MINERALS = 41
_NO_INTEGER = re.compile(
    r"""https?://\S+ | doi:\S+ | \[\d+(?:,\d+)*\]       # addresses, footnotes
    | \d{4}-\d{2}(?:-\d{2})?(?:-\w+)?                   # dates and run ids
    | \d{1,2}\ (?:J|F|M|A|S|O|N|D)[a-z]+\ \d{4} | \d{4}\ 年\ \d{1,2}\ 月(?:\ \d{1,2}\ 日)?  # dates in words
    | [A-Za-z_λτ][\w./:-]*\d[\w./:-]* | \d[\d.]*[A-Za-z_][\w.]*  # identifiers, formulas
    | [\d.]+·10\^[−-]?\d+ | [−-]?\d[\d,]*\.\d+(?:\.\d+)* | \d[\d,]*\s?%  # powers, decimals, percentages
    """,
    re.VERBOSE,
)
_INTEGER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_SENTENCES = {"p", "li", "caption", "figcaption", "h2", "h3"}
_HEADING = re.compile(r"\d(?:\.\d)?[\s\u2003]")


@dataclass
class Piece:
    """A sentence or a table's row, with its chapter, the mineral whose section it stands in, and the head of a row."""

    chapter: str
    kind: str
    mineral: str = ""
    text: str = ""
    head: str = ""

    @property
    def integers(self) -> list[str]:
        """The whole numbers it shows, without the commas between thousands."""
        return [number.replace(",", "") for number in _INTEGER.findall(_NO_INTEGER.sub(" ", self.text))]


class Pieces(HTMLParser):
    """Cuts a page into sentences and rows; charts, footnotes and the contents are left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Piece] = []
        self._chapter, self._mineral, self._in_head = "decision", "", False
        self._skipped: list[str] = []
        self._expected = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a piece, or what is left out."""
        given = dict(attrs)
        if tag in {"style", "svg", "nav", "head"} or given.get("class") in {"notes", "command"}:
            self._skipped.append(tag)
        elif tag == "h1":
            self._chapter, self._mineral = str(given.get("id")), ""
            self._skipped.append(tag)
        elif tag == "strong" and self.found and self._expected:
            self._in_head = True
        elif tag in _SENTENCES | {"tr"}:
            self._expected = given.get("class") == "expected"
            if tag == "h2":
                self._mineral = next(iter(re.findall(r"^(?:m|sheet)-(.+)", str(given.get("id")))), "")
            self.found.append(Piece(self._chapter, tag, self._mineral))
        self._in_head = self._in_head or (tag == "th" and given.get("scope") == "row")
        if tag in {"td", "th", "br", "span"} and self.found:
            self.found[-1].text += " "

    def handle_endtag(self, tag: str) -> None:
        """Close what was left out."""
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()
        self._in_head = self._in_head and tag not in {"th", "strong"}

    def handle_data(self, data: str) -> None:
        """Add the text to the open piece."""
        if self._skipped or not self.found:
            return
        self.found[-1].text += data
        if self._in_head:
            self.found[-1].head += data


@cache
def record() -> Any:
    """The sample with so many minerals that its counts are told apart."""
    return sample_record(minerals=MINERALS, criteria=9, robustness=True, policy=True)


@cache
def pieces(language: str) -> list[Piece]:
    """Everything that the list says in one language, piece by piece."""
    return Pieces(render_page(record(), language)).found


def own_figures(value: Any, mineral: str) -> Iterator[Any]:
    """Yield every part of the record that is about one mineral."""
    if isinstance(value, Mapping):
        if "columns" in value and "mineral" in value["columns"]:
            place = value["columns"].index("mineral")
            yield from (row for row in value["rows"] if row[place] == mineral)
        elif value.get("mineral") == mineral:
            yield value
        else:
            for key, part in value.items():
                if key == mineral:
                    yield part
                else:
                    yield from own_figures(part, mineral)
    elif isinstance(value, list):
        for part in value:
            yield from own_figures(part, mineral)


def named(language: str) -> dict[str, str]:
    """Return the codes of the minerals by their names."""
    rows = record()["inputs"]["data"]["minerals"]["rows"]
    return {str(row[3 if language == "zh-Hant" else 2]): str(row[0]) for row in rows}


def without_names(text: str) -> str:
    """Leave out the names that carry a number: of minerals, and of criteria."""
    texts = [criterion["title"] for criterion in record()["inputs"]["criteria"]]
    names = [*named("en"), *named("zh-Hant"), *(text for title in texts for text in title.values())]
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"{re.escape(name)}(?![\d,.])", " ", text)
    return text


def plain_numbers(value: Any) -> set[str]:
    """Return the whole numbers that a part of the record states: as such, in words, or from ten on when rounded."""
    if isinstance(value, Mapping):
        return set().union(*(plain_numbers(part) for part in [*value.keys(), *value.values()]), set())
    if isinstance(value, list):
        return set().union(*map(plain_numbers, value), set())
    if isinstance(value, str):
        return {number.replace(",", "") for number in _INTEGER.findall(value)}
    if isinstance(value, bool) or not isinstance(value, int | float):
        return set()
    forms = [fixed(value, 0), significant(value)] if abs(value) >= 10 or value == int(value) else []
    return {form.replace(",", "") for form in forms if "." not in form}


@cache
def words_say() -> frozenset[str]:
    """The whole numbers of the catalogue's own sentences: chapters referred to, ends of scales, days."""
    catalogue = json.loads(packaged_templates()["words.json"])
    return frozenset(
        _INTEGER.findall(_NO_INTEGER.sub(" ", " ".join(t for e in catalogue.values() for t in e.values())))
    )


def lengths(value: Any) -> set[str]:
    """The number of entries of every list and mapping in a part of the record."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return {str(len(value)), *(number for part in parts for number in lengths(part))} if parts else set()


def of_the_list() -> set[str]:
    """What may be counted of the list: candidates, scored, listed and not, by tier, near a threshold, firm."""
    ranking = record()["result"]["ranking"]
    listed = [row for row in ranking if row["listed"]]
    scored = [row for row in ranking if row["score"] is not None]
    tiers = Counter(row["tier"] for row in ranking)
    firm = sum(row["confidence"] == "firm" for row in listed)
    known = (len(ranking), len(scored), len(listed), len(scored) - len(listed), *tiers.values(), firm)
    close = {entry["mineral"] for entry in record()["result"]["borderline"]}
    uncertain = {row["mineral"] for row in scored if row["p_listed"] is not None and 0.1 <= row["p_listed"] <= 0.9}
    return {str(number) for number in (*known, len(close | uncertain))}


def beyond_the_gates() -> set[str]:
    """How many minerals pass every gate of the listed tiers on the dimensions of the matrix."""
    dimensions = {entry["code"] for entry in record()["inputs"]["dimensions"]}
    passed = [
        all(entry["holds"] for entry in row["because"] if entry["tier"] == "critical" and entry["of"] in dimensions)
        for row in record()["result"]["ranking"]
        if row["score"] is not None
    ]
    return {str(sum(passed))}


@cache
def of_chapter(chapter: str) -> set[str]:
    """Return the whole numbers that the sentences and common tables of a chapter may show."""
    result, inputs = record()["result"], record()["inputs"]
    known = of_the_list() | set(words_say())
    if chapter in {"decision", "contents"}:
        return known | plain_numbers(inputs["assessment"]["reference_year"]) | of_page_one()
    if chapter == "scope":
        return known | {str(len(inputs["dimensions"])), str(len(inputs["criteria"]))} | of_whose_figures()
    if chapter == "result":
        last = max(row["rank"] for row in result["ranking"] if row["listed"] and row["rank"])
        return known | beyond_the_gates() | lengths(result["origins"]) | {str(last)}
    if chapter == "sureness":
        parts = [result["robustness"], inputs["assessment"]["robustness"]]
        ranks = [[row["rank_low"], row["rank_high"]] for row in result["ranking"]]
        return known | plain_numbers([parts, ranks]) | lengths(parts) | near_threshold()
    if chapter == "comparison":
        return known | of_the_lists()
    if chapter == "policy":
        rates = [[row[4:6], inputs["sources"][row[6]]["published"]] for row in inputs["data"]["exchange_rates"]["rows"]]
        return (
            known | plain_numbers([result["policy"], rates]) | lengths(result["policy"]) | of_the_levers() | of_money()
        )
    if chapter.startswith("annex"):
        return known | plain_numbers([result, inputs]) | lengths([result["indicators"], inputs])
    return known


def of_page_one() -> set[str]:
    """Counts of lists, of minerals that half of them name and this list does not, of prices, and of shares of use.

    Of each group of these minerals, by what they fail, four are named and the rest is counted.
    """
    result, tables = record()["result"], record()["inputs"]["data"]
    lists: dict[str, set[str]] = {}
    newest: dict[str, str] = {}
    rows = [
        dict(zip(tables["official_lists"]["columns"], row, strict=True)) for row in tables["official_lists"]["rows"]
    ]
    rows = [row for row in rows if row["jurisdiction"] != record()["inputs"]["assessment"]["country"]]
    for row in rows:
        newest[row["jurisdiction"]] = max(newest.get(row["jurisdiction"], ""), row["list_date"])
    for row in rows:
        if row["list_date"] == newest[row["jurisdiction"]]:
            lists.setdefault(row["jurisdiction"], set()).add(row["mineral"])
    named = Counter(mineral for members in lists.values() for mineral in members)
    absent = [row for row in result["ranking"] if not row["listed"] and 2 * named[row["mineral"]] >= len(lists)]
    fails = Counter(
        tuple(e["of"] for e in row["because"] if e["tier"] == "critical" and not e["holds"] and e["of"] != "score")
        if row["score"] is not None
        else None
        for row in absent
    )
    more = [count - 4 for count in fails.values() if count > 4]
    hit = [row for row in result["policy"]["disruption"].values() if row]
    priced = sum(row["stock_usd"] is not None for row in hit)
    listed = [row["mineral"] for row in result["ranking"] if row["listed"]]
    bare = len(set(listed) - {row["mineral"] for row in result["origins"]})
    uses = [dict(zip(tables["end_uses"]["columns"], row, strict=True)) for row in tables["end_uses"]["rows"]]
    shares = [row.get("country") for row in uses if row["mineral"] in listed]
    foreign = sum(country != record()["inputs"]["assessment"]["country"] for country in shares)
    counts = (len(lists), len(absent), *more, len(hit), priced, bare, len(shares), foreign)
    return {str(number) for number in counts} | of_money()


def of_whose_figures() -> set[str]:
    """How many rows of national figures are the country's own and how many borrowed, and the years of their sources."""
    inputs = record()["inputs"]
    home, counts = inputs["assessment"]["country"], list[int]()
    for name in ("sectors", "end_uses", "trade"):
        table = inputs["data"].get(name, {"columns": [], "rows": []})
        rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
        rows = [row for row in rows if name != "trade" or (row["reporter"], row["flow"]) == (home, "import")]
        own = sum(name == "trade" or row.get("country") == home for row in rows)
        counts += [own, len(rows) - own]
    listed = {row["mineral"] for row in record()["result"]["ranking"] if row["listed"]}
    bare = len(listed - {row["mineral"] for row in record()["result"]["origins"]})
    years = plain_numbers([source["published"] for source in inputs["sources"].values() if "published" in source])
    return {str(number) for number in (*counts, bare)} | years


def of_the_annexes() -> set[str]:
    """What the captions of the annexes count: comparisons, findings, figures, what the digest covers."""
    inputs, result = record()["inputs"], record()["result"]
    listed = {row["mineral"] for row in result["ranking"] if row["listed"]}
    figures = [cell["mineral"] for cell in result["indicators"] if cell["present"]]
    kinds = Counter(entry["check"] for entry in result["checks"])
    tables = inputs["data"].values()
    counts = [sum(map(len, judge["comparisons"].values())) for judge in inputs["weights"]["judges"]]
    counts += [len(tables), sum(len(table["rows"]) for table in tables), len(inputs["criteria"])]
    counts += [kinds.total(), len(kinds), *kinds.values()]
    counts += [len(result["candidates"]), len(figures), sum(mineral in listed for mineral in figures)]
    return {str(number) for number in counts}


def of_money() -> set[str]:
    """The sum of the costs in whole US dollars and in the country's own money, with three digits."""
    usd = sum(row["stock_usd"] or 0.0 for row in record()["result"]["policy"]["disruption"].values() if row)
    (rate,) = (row[5] for row in record()["inputs"]["data"]["exchange_rates"]["rows"])
    return {significant(amount).replace(",", "") for amount in (usd, usd * rate)}


def of_the_lists() -> set[str]:
    """Of each official list: how many candidates it names, how many of them are listed here too, and how many not."""
    listed = {row["mineral"] for row in record()["result"]["ranking"] if row["listed"]}
    candidates = {row["mineral"] for row in record()["result"]["ranking"]}
    table = record()["inputs"]["data"]["official_lists"]
    members: dict[tuple[str, str], set[str]] = {}
    for row in (dict(zip(table["columns"], values, strict=True)) for values in table["rows"]):
        members.setdefault((row["jurisdiction"], row["list_date"]), set()).add(row["mineral"])
    counts = [(len(m & candidates), len(m & listed), len(m & candidates - listed)) for m in members.values()]
    return {str(number) for row in counts for number in row}


def of_the_levers() -> set[str]:
    """How many answers were tried and held, how many minerals are hit, need more than others hold, or have a price."""
    policy = record()["result"]["policy"]
    tried = [row["verified"] for rows in policy["levers"].values() for row in rows if row.get("verified") is not None]
    hit = [row for row in policy["disruption"].values() if row]
    most = max(float(held["nominal_days"]) for row in hit for held in row["practice"].values())
    beyond = sum(row["days_needed_confident"] > most for row in hit)
    offered = [offer for page in policy["partners"] for offer in page["minerals"]]
    priced = sum(row["stock_usd"] is not None for row in hit)
    return {str(number) for number in (len(tried), sum(tried), len(hit), beyond, priced, len(offered))}


def near_threshold() -> set[str]:
    """How many minerals the table of P(listed) shows and leaves out."""
    sure = [row for row in record()["result"]["ranking"] if row["p_listed"] is not None]
    shown = sum(row["listed"] or row["p_listed"] >= 0.005 for row in sure)
    return {str(shown), str(len(sure) - shown)}


def unexplained(piece: Piece, language: str) -> list[str]:
    """Return the whole numbers of a piece that nothing explains."""
    minerals = named(language)
    head = next(
        (minerals[name] for name in sorted(minerals, key=len, reverse=True) if piece.head.strip().startswith(name)), ""
    )
    mineral = head or piece.mineral
    text = _HEADING.sub(" ", piece.text.strip(), count=1) if piece.kind in {"h2", "h3"} else piece.text
    shown = Piece(piece.chapter, piece.kind, text=without_names(text)).integers
    if mineral and piece.kind == "tr":
        known = own(mineral)
    elif mineral:
        known = own(mineral) | set(words_say()) | of_page_one()
    elif piece.kind == "caption" and piece.chapter.startswith("annex"):
        known = of_the_list() | {str(len(record()["inputs"]["sources"]))} | of_the_annexes()
    else:
        known = of_chapter(piece.chapter)
    return [number for number in shown if number not in known]


@cache
def own(mineral: str) -> set[str]:
    """Return the whole numbers of one mineral's rows."""
    told = {**record(), "result": {**record()["result"], "acceptability": []}}  # has every rank of every mineral
    parts = list(own_figures(told, mineral))
    return plain_numbers(parts) | lengths(parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_whole_number_is_in_the_record_or_counts_what_is(language: str) -> None:
    shown = [piece for piece in pieces(language) if piece.integers]
    assert len([piece for piece in shown if piece.kind == "tr"]) > 250
    assert len([piece for piece in shown if piece.kind != "tr"]) > 80
    lost = [
        (piece.chapter, piece.text.strip(), numbers) for piece in shown if (numbers := unexplained(piece, language))
    ]
    assert lost == []


def test_a_number_of_another_mineral_or_a_wrong_count_is_found() -> None:
    ranking = record()["result"]["ranking"]
    first = next(name for name, code in named("en").items() if code == ranking[0]["mineral"])
    assert unexplained(Piece("result", "tr", "", "1 0.5", first), "en") == []
    assert unexplained(Piece("result", "tr", "", "33 0.5", first), "en") == ["33"]  # the rank of another one
    listed = sum(row["listed"] for row in ranking)
    assert unexplained(Piece("decision", "p", text=f"{listed} of {len(ranking)} are on the list"), "en") == []
    assert unexplained(Piece("decision", "p", text=f"{listed + 1} of {len(ranking)} are on the list"), "en") == [
        str(listed + 1)
    ]
