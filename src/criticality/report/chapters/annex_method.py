"""The annexes on method: every criterion with its scale and sources, the judgements, and the weights they give."""

from collections.abc import Callable, Iterator

from criticality.model.input_record import CriterionEntry, JudgeEntry, ScaleEntry
from criticality.model.rows.weights_record import HintRow
from criticality.report import panel_page
from criticality.report.chapters.references import References
from criticality.report.chapters.result import is_share
from criticality.report.reader import Reader
from criticality.report.reasons import reason
from criticality.text.numbers import fixed, grouped, percent, plain

Caption = Callable[[Reader, JudgeEntry], str]


def criteria(reader: Reader, references: References) -> list[dict[str, object]]:
    """Return every criterion: formula, scale, direction, unit, missing-data policy, references, confirmation."""
    return [_criterion(reader, references, criterion) for criterion in reader.criteria.values()]


def _criterion(reader: Reader, references: References, criterion: CriterionEntry) -> dict[str, object]:
    words = reader.words
    return {
        "code": criterion["code"],
        "title": words.text(criterion["title"]),
        "dimension": " › ".join(map(reader.criterion, reader.levels.path(criterion["dimension"]))),
        "role": words(f"role.{criterion['role']}"),
        "unit": words("unit.share" if is_share(criterion) else "unit.one")
        if criterion["unit"] == "1"
        else reader.unit(criterion["unit"]),
        "text": words("sum.space").join(part for part in _sentences(reader, references, criterion) if part),
    }


def _sentences(reader: Reader, references: References, criterion: CriterionEntry) -> Iterator[str]:
    """Say what a criterion asks, how it is computed, its scale, what is done without evidence, and on what basis."""
    words = reader.words
    parameters = ", ".join(f"{key} = {plain(value)}" for key, value in criterion["parameters"].items())
    formula = words.get(f"formula.{criterion['indicator']}", criterion["indicator"])
    cited = words("and").join(references.publication(entry) for entry in criterion["references"])
    confirmed = criterion.get("confirmed")
    yield words.text(criterion.get("question"))
    yield words("criterion.formula", formula=formula + (words("aside", text=parameters) if parameters else ""))
    yield words(
        "criterion.scale",
        scale=_scale(reader, criterion.get("scale")),
        direction=words(f"direction.{criterion['direction']}"),
    )
    yield words("criterion.missing", missing=words(f"missing.{criterion['missing']}"))
    yield words("criterion.references", references=cited) if cited else ""
    yield words(
        "criterion.confirmed",
        confirmed=words("confirmed", by=reader.office(confirmed["by"]), on=words.day(confirmed["on"]))
        if confirmed
        else words("unconfirmed"),
    )
    yield words.text(criterion.get("note"))


def _scale(reader: Reader, scale: ScaleEntry | None) -> str:
    if scale is None:
        return reader.words("scale.none")
    kind, words = scale["kind"], reader.words
    if kind == "target":
        below, above = scale.get("worst_below"), scale.get("worst_above")
        side = "below" if above is None else "above" if below is None else "both"
        best = scale["best"]
        target = (
            words("threshold.range", low=plain(best[0]), high=plain(best[1])) if isinstance(best, list) else plain(best)
        )
        return words(f"scale.target.{side}", best=target, below=plain(below), above=plain(above))
    anchors = {"zero": grouped(scale["zero_at"]), "one": grouped(scale["one_at"])}
    if kind == "classes":
        bands = [
            words("scale.rest", value=plain(band["value"]))
            if band.get("below") is None
            else words("scale.band", below=plain(band["below"]), value=plain(band["value"]))
            for band in scale["bands"]
        ]
        return words("scale.classes", bands=words("sum.join").join(bands), **anchors)
    if kind == "words":
        by_value = sorted(scale["words"].items(), key=lambda entry: (entry[1], entry[0]))
        named = [words("scale.word", word=reader.term(word), value=plain(at)) for word, at in by_value]
        return words("scale.words", words=words("sum.join").join(named), **anchors)
    return words(f"scale.{kind}", **anchors)


def judgements(reader: Reader, caption: Caption) -> dict[str, object]:
    """Return every judge's sentences, the consistency of each matrix, and the hints; nothing where nobody judged.

    `caption` says what the table of one judge shows.
    """
    weights, result = reader.inputs["weights"], reader.result
    notes = result["weight_notes"]
    said = result.get("weight_notes_said") or [[] for _ in notes]
    return {
        "method": panel_page.method(reader),
        "title": reader.words.text(weights["title"]),
        "because": reader.words.text(weights.get("because")),
        "note": reader.words.text(weights.get("note")),
        "mark": reader.illustrative_mark,
        "notes": [
            *panel_page.notes(reader),
            *(reason(reader, told, note) for note, told in zip(notes, said, strict=True)),
        ],
        "judges": [
            *(_judge(reader, judge, reader.illustrative_mark, caption) for judge in weights.get("judges") or ()),
            *(_judge(reader, judge, mark, caption) for judge, mark in panel_page.judges_of_minerals(reader)),
        ],
        "consistency": panel_page.finding(reader),
        "above": panel_page.above(reader),
        "consensus": panel_page.consensus(reader),
        "differ": panel_page.farthest_apart(reader),
        "hints": [_hint(reader, hint) for hint in result["consistency_hints"]],
    }


def _judge(reader: Reader, judge: JudgeEntry, mark: str, caption: Caption) -> dict[str, object]:
    return {
        "mark": mark,
        "name": reader.judge(judge["name"]),
        "caption": caption(reader, judge),
        "office": reader.office(judge.get("office")),
        "on": reader.words.day(judge.get("on")),
        "subgroup": reader.office(judge.get("subgroup")),
        "weight": panel_page.weight_of(reader, judge["weight"]),
        "groups": [
            {
                "title": panel_page.group_title(reader, group),
                "sentences": [
                    {
                        "more": panel_page.item(reader, group, sentence["more"]),
                        "than": panel_page.item(reader, group, sentence["than"]),
                        "by": panel_page.strength(reader, sentence["by"]),
                        "because": reader.words.text(sentence["because"]),
                    }
                    for sentence in sentences
                ],
            }
            for group, sentences in sorted(
                judge["comparisons"].items(), key=lambda entry: panel_page.place_of(reader, entry[0])
            )
        ],
    }


def _hint(reader: Reader, hint: HintRow) -> str:
    return reader.words(
        "hint",
        judge=panel_page.who(reader, hint["judge"]),
        group=panel_page.group_title(reader, hint["group"]),
        measure=panel_page.measure_of(reader.inputs["weights"]),
        more=panel_page.item(reader, hint["group"], hint["more"]),
        than=panel_page.item(reader, hint["group"], hint["than"]),
        by=plain(hint["by"]),
        better_more=panel_page.item(reader, hint["group"], hint["better_more"]),
        better_than=panel_page.item(reader, hint["group"], hint["better_than"]),
        better_by=fixed(hint["better_by"], 2),
        now=fixed(hint["ratio_now"]),
        then=fixed(hint["ratio_then"]),
    )


def weights(reader: Reader) -> dict[str, object]:
    """Return the weights of each dimension and its criteria, with what each judge alone would give."""
    judges = list(dict.fromkeys(row["judge"] for row in reader.result["by_judge"]))
    by_judge = {(row["judge"], row["group"], row["item"]): row["weight"] for row in reader.result["by_judge"]}

    def alone(group: str, item: str) -> list[str]:
        return [percent(by_judge.get((judge, group, item)), 1) for judge in judges]

    return {
        "judges": [reader.judge(judge) for judge in judges],
        "subgroups": panel_page.subgroups(reader),
        "dimensions": [
            {
                "title": title,
                "weight": percent(reader.result["dimension_weights"].get(code), 1),
                "alone": alone("dimensions", code),
                "rows": reader.levels.weight_rows(code, reader.criterion, alone),
            }
            for code, title in reader.dimensions.items()
        ],
        "ratings": reader.levels.rating_tables(reader.record, reader.criterion, reader.named),
    }
