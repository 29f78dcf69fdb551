"""Translate the sentences that the steps write into the record in English to the edition's language.

The record keeps a reason as one English sentence; its forms are few. Each is recognised here, its codes become titles,
and the catalogue has the words (``said.*``). A sentence of no known form is printed as it stands: the record's words
are better than none.
"""

import re

from criticality.report.catalogue import method_title
from criticality.report.reader import Reader
from criticality.text.numbers import percent

_FORMS: tuple[tuple[str, str], ...] = (
    ("coverage", r"coverage of (?P<of>\S+) (?P<share>[\d.]+) < (?P<least>[\d.e-]+)"),
    ("no_evidence", r"no evidence for (?P<of>\S+)"),
    ("refused", r"pymcdm refuses the matrix: (?P<said>.+)"),
    ("infinite", r"pymcdm finds no finite score for every mineral"),
    ("alike", r"no criterion tells the minerals apart"),
    ("no_scale", r"works on scaled values, and there is no scale for (?P<list>.+)"),
    (
        "needs_scale",
        r"(?:it needs|(?:the methods on scaled values|topsis, topsis_flat and ahp_ratings) need) "
        r"a scale for every criterion",
    ),
    ("without_criteria", r"(?P<of>\S+) has no weighted criterion in this assessment and gets no weight\.?"),
    (
        "counts_anyway",
        r"no weighted criterion of the assessment belongs to (?P<of>\S+): it counts for nothing anyway\.?",
    ),
    ("ignored_weight", r"the weight of (?P<of>\S+) is ignored: (?P<reason>.+?)\.?"),
    ("ignored_judgements", r"judgements on (?P<of>\S+) are ignored: (?P<reason>.+?)\.?"),
    ("no_members", r"no weighted criterion of the assessment belongs to it"),
    ("omitted", r"the assessment omits it"),
    ("screening", r"it is a screening criterion"),
    ("weightless", r"(?P<of>\S+) has no weight; its criteria count alike in its printed score\.?"),
    ("left_out", r"(?P<of>\S+) is left out: it counts for nothing in the score\.?"),
    (
        "completed",
        r"(?P<judge>.+) left a pair of (?P<of>\S+) open; completed at least λmax: "
        r"(?P<more>\S+) over (?P<than>\S+) by (?P<by>[\d.e+-]+?)\.?",
    ),
    (
        "contradiction_worst",
        r"(?P<who>the joined judgements|the judgements of .+) in (?P<of>\S+) contradict each other: "
        r"CR (?P<ratio>[\d.]+) > (?P<limit>[\d.]+); "
        r"(?P<more>\S+) over (?P<than>\S+) by (?P<by>[\d.e+-]+?) hurts most\.?",
    ),
    (
        "contradiction",
        r"(?P<who>the joined judgements|the judgements of .+) in (?P<of>\S+) contradict each other: "
        r"CR (?P<ratio>[\d.]+) > (?P<limit>[\d.]+?)\.?",
    ),
    ("rests_on", r"it is all that (?P<of>\S+) rests on, and the rule names \S+"),
    ("none_left", r"no weight would be left beside (?P<of>\S+)"),
    ("no_judges", r"the weights are (?P<kind>\w+), there are no judges"),
    ("one_judge", r"there is only one judge"),
    ("triangle", r"a triangle shows three dimensions, here are (?P<n>\d+)"),
    ("nothing_varies", r"nothing varies"),
    ("step_triangle", r"weight triangle"),
    ("step_sobol", r"sobol"),
    ("step_method_drawn", r"vary method"),
    ("step_judges", r"drop one judge"),
    ("step_judge", r"drop judge (?P<judge>.+)"),
    ("step_criterion", r"drop (?P<of>\S+)"),
    ("step_method", r"method (?P<method>\S+)"),
)
_CODES, _SHARES = {"of", "more", "than"}, {"share", "least"}
FORMS = {key: re.compile(form) for key, form in _FORMS}


def translated(reader: Reader, sentence: str) -> str:
    """Return a sentence of the record in the edition's language."""
    parts = sentence.split("; ")
    form = _translated_form(reader, sentence)
    if form is not None or len(parts) == 1:
        return sentence if form is None else form
    return reader.words("and").join(translated(reader, part) for part in parts)


def _translated_form(reader: Reader, sentence: str) -> str | None:
    for key, form in FORMS.items():
        match = form.fullmatch(sentence)
        if match:
            values = {name: _value(reader, name, text) for name, text in match.groupdict().items()}
            return reader.words(f"said.{key}", **values)
    return None


def _value(reader: Reader, name: str, text: str) -> str:
    if name in _CODES:
        return reader.words("judge.dimensions") if text == "dimensions" else reader.of(text)
    if name in _SHARES:
        return percent(float(text), 1)
    if name == "list":
        return reader.words.listing([reader.of(code) for code in text.split(", ")])
    if name == "who":
        judge = text.removeprefix("the judgements of ")
        return reader.words("said.joined") if judge == text else reader.words("said.judge", judge=judge)
    if name == "method":
        return method_title(reader.words, text)
    return translated(reader, text) if name == "reason" else text
