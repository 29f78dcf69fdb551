"""What the page shows in both languages: the table of all candidates, the controls, and the words of its script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from criticality.model.record import RankingRow
from criticality.report.catalogue import method_title
from criticality.report.certainty import p_text
from criticality.report.conditions import PLACE, SOURCE
from criticality.report.facts import choices_of, over_answers, standing, standing_text
from criticality.report.interactive.trial import UNWEIGHTED, Parameter, Trial, dimensions_of
from criticality.report.reader import Reader
from criticality.report.short.answers import questions
from criticality.text.numbers import fixed, plain, share
from criticality.text.phrases import Phrase

_OF_WEIGHTINGS = ("triangle", "triangle.key", "corners", "try.share")
_SCRIPT_WORDS = ("recorded", "recorded.one", "tried", "tried.one", "nothing", "state", *_OF_WEIGHTINGS)
_ADDRESS_WORDS = ("address.unread", "address.other_run")
_NEEDED = tuple(f"needed.{kind}" for kind in ("weight", "share", PLACE, SOURCE))
_TYPED_WORDS = ("not_used", "no_number", *_NEEDED)
_COUNTED = ("n", "before", "on")
_OF_ADDRESS, _OF_TYPED = ("parts", "run", "own"), ("text", "needed", "used")
_PLACES = (*_COUNTED, "weights", "thresholds", "name", "top", "left", "right", *_OF_ADDRESS, *_OF_TYPED)
"""What the script fills in itself."""


@dataclass(frozen=True)
class Edition:
    """The record in one language, as the page shows it."""

    reader: Reader

    @property
    def script_words(self) -> Mapping[str, str]:
        """Sentences that the script fills in."""
        words = self.reader.words
        places = {name: f"{{{name}}}" for name in _PLACES}
        return {
            **{key: words(f"web.{key}", **places) for key in (*_SCRIPT_WORDS, *_ADDRESS_WORDS, *_TYPED_WORDS)},
            "and": words("and"),
        }

    def labels(self, trial: Trial) -> Mapping[str, list[str]]:
        """Names of what can be moved: dimensions and threshold parameters."""
        names = [self.reader.dimensions.get(code, code) for code in dimensions_of(self.reader.record)]
        return {"dimensions": names, "parameters": [self._parameter(entry) for entry in trial.parameters]}

    def _parameter(self, entry: Parameter) -> str:
        """What a threshold is about, its unit, and the tiers whose conditions it belongs to."""
        of, words = entry["of"], self.reader.words
        named = self.reader.of(of)
        if entry["unit"] == PLACE:
            named = words("web.places", of=named)
        if entry["unit"] == SOURCE:
            written = self.reader.unit(self.reader.criteria[of]["unit"]) or words("web.own_unit")
            named += words("bracketed", text=written)
        tiers = self.reader.rule["tiers"]
        return named + words(
            "aside", text=words.listing([self.reader.tier(tiers[at]["name"]) for at in entry["tiers"]])
        )

    @cached_property
    def questions(self) -> list[tuple[str, str]]:
        """Number and text of every open question."""
        choices, words = choices_of(self.reader), self.reader.words
        return [
            (words("short.answers.number", number=number), words.text(choice["question"]))
            for number, choice in enumerate(choices["choices"] if choices else (), start=1)
        ]

    def hangs_on(self, mineral: str) -> str:
        """The questions that the place of a mineral hangs on, by their numbers."""
        over = over_answers(self.reader).get(mineral)
        return "–" if over is None else questions(self.reader, over) or "–"

    def standing(self, row: RankingRow) -> str:
        """How sure the place of a mineral is, in words."""
        return standing_text(self.reader, standing(self.reader, row))


def _phrase(texts: Sequence[str]) -> Phrase:
    """Texts in the order of the editions: Chinese, English."""
    return {"zh-Hant": texts[0], "en": texts[1]}


def names_of(editions: Sequence[Edition]) -> Mapping[str, Phrase]:
    """Name of every candidate in both languages."""
    first = editions[0].reader
    return {row["mineral"]: _phrase([one.reader.name(row["mineral"]) for one in editions]) for row in first.ranking}


def rows_of(editions: Sequence[Edition], trial: Trial) -> list[dict[str, object]]:
    """The table of all candidates as recorded; `at` is the place of a mineral among those that can be tried."""
    reader = editions[0].reader
    place = {code: number for number, code in enumerate(trial.minerals)}
    return [
        {
            "code": row["mineral"],
            "at": place.get(row["mineral"]),
            "symbol": reader.symbol(row["mineral"]),
            "rank": str(row["rank"] or "–"),
            "score": fixed(row["score"]),
            "tier": _phrase([one.reader.tier(row["tier"]) for one in editions]),
            "listed": row["listed"],
            "designated": row["designated"],
            "group": bool(row.get("entered_with_group")),
            "p": p_text(reader, row),
            **_over(reader, row["mineral"]),
            "hangs": _phrase([one.hangs_on(row["mineral"]) for one in editions]),
            "standing": _phrase([one.standing(row) for one in editions]),
        }
        for row in reader.ranking
    ]


def _over(reader: Reader, mineral: str) -> dict[str, str]:
    over = over_answers(reader).get(mineral)
    lowest, highest = (over["p_lowest"], over["p_highest"]) if over else (None, None)
    return {"lowest": reader.chance_over(lowest), "highest": reader.chance_over(highest)}


def settings_of(editions: Sequence[Edition], trial: Trial) -> Mapping[str, object]:
    """The controls, and what is said of them."""
    reader = editions[0].reader
    method, shares = reader.assessment["method"], reader.result["dimension_weights"]
    labels = [one.labels(trial) for one in editions]
    dimensions = dimensions_of(reader.record)
    return {
        "assessed": any(row["p_listed"] is not None for row in reader.ranking),
        "over": bool(over_answers(reader)),
        "questions": [
            {"number": _phrase([number, english]), "text": _phrase([text, other])}
            for (number, text), (english, other) in zip(*(one.questions for one in editions), strict=True)
        ],
        "method": _phrase([method_title(one.reader.words, method) for one in editions]),
        "unweighted": method in UNWEIGHTED,
        "triangle": len(dimensions) == 3,
        "weights": [
            {
                "at": at,
                "name": _phrase([label["dimensions"][at] for label in labels]),
                "recorded": share(shares[code]),
                "value": repr(100 * shares[code]),
            }
            for at, code in enumerate(dimensions)
        ],
        "thresholds": [
            {
                "at": at,
                "name": _phrase([label["parameters"][at] for label in labels]),
                "recorded": plain(entry["threshold"]),
                "value": repr(entry["threshold"]),
                "most": max(1.0, entry["threshold"]),
                "least": min(0.0, entry["threshold"]),
                "unit": entry["unit"],
            }
            for at, entry in enumerate(trial.parameters)
        ],
    }
