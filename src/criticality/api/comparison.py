"""Two runs side by side: what differs in their inputs, who entered and left the list, and why."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from criticality.errors import InputError, Problem
from criticality.model.comparison_record import Change, ComparisonRecord, Shares
from criticality.model.document import LANGUAGES, Language
from criticality.model.record import Record
from criticality.text.message import Message
from criticality.text.phrases import PLAYERS

if TYPE_CHECKING:
    import pandas as pd

_INPUTS = ("group", "file", "place", "before", "after")
_MOVES = ("mineral", "before", "after", "p_before", "p_after", "within_noise", "because_en", "because_zh")
_SHARES = ("p_before", "p_after")


class Comparison:
    """What differs between two runs; made by `Run.compare`.

    Attributes
    ----------
    content : ComparisonRecord
        The whole comparison: the object that ``criticality compare --json`` prints. To be read, not changed.

    Examples
    --------
    >>> comparison = workspace.assess(draws=0).compare(workspace.assess(weights="equal", draws=0))
    >>> comparison.same
    False
    >>> comparison.inputs["place"].head(3).to_list()
    ['weights', 'because', 'consistency_limit']
    """

    def __init__(self, content: ComparisonRecord) -> None:
        self.content = content

    @property
    def same(self) -> bool:
        """Whether neither the inputs nor the results differ."""
        return bool(self.content["same"])

    @property
    def inputs(self) -> "pd.DataFrame":
        """The inputs that differ: ``group, file, place, before, after``."""
        return _frame(self.content["inputs"], _INPUTS)

    @property
    def entered(self) -> "pd.DataFrame":
        """The minerals that entered the list, and why.

        The columns are the tiers ``before`` and ``after``, the probabilities of being listed ``p_before`` and
        ``p_after``, ``within_noise`` (whether the draws alone could explain their difference), ``because_en`` and
        ``because_zh``.
        """
        return _frame(self.content["entered"], _MOVES, _SHARES)

    @property
    def left(self) -> "pd.DataFrame":
        """The minerals that left the list, and why; columns as in `entered`."""
        return _frame(self.content["left"], _MOVES, _SHARES)

    @property
    def moved_tier(self) -> "pd.DataFrame":
        """The minerals that moved to another tier without entering or leaving the list; columns as in `entered`."""
        return _frame(self.content["moved_tier"], _MOVES, _SHARES)

    @property
    def changes(self) -> "pd.DataFrame":
        """Every change of score, rank and membership (0 or 1), shared out exactly among its causes.

        One row for each mineral and quantity: ``quantity, before, after``, one column for each cause (``criteria, data,
        weights, method, scenario, software``, and those that could only be evaluated together, for example
        ``criteria+data``) and ``residual``. `after` is `before` plus all the others.

        Examples
        --------
        >>> rank = comparison.changes.query("quantity == 'rank'")
        >>> rank.loc[["decipium", "mosandrium"], ["before", "after", "weights"]]
                    before  after  weights
        mineral
        decipium       3.0    3.0      0.0
        mosandrium     4.0    4.0      0.0
        """
        merged = [entry["player"] for entry in self.content["merged"]]
        columns = ("mineral", "quantity", "before", "after", *PLAYERS, *merged, "residual")
        rows = [
            {"mineral": mineral, "quantity": quantity, **shares}
            for mineral, change in self.content["changes"].items()
            for quantity, shares in _by_quantity(change).items()
        ]
        return _frame(rows, columns, columns[2:])

    def text(self, language: str = "en") -> str:
        """Say in sentences what differs: the runs, the cautions, who entered, left or moved, and why.

        Parameters
        ----------
        language
            ``en`` or ``zh-Hant``.

        Examples
        --------
        >>> print(comparison.text())
        Compared with run 2025-03-01-...: 5 minerals were on the list, 5 are now. ...
        No mineral entered, left or moved between tiers.
        """
        return "\n".join(self._lines(_language(language)))

    def __repr__(self) -> str:
        before, after = (self.content["runs"][key]["run_id"] for key in ("a", "b"))
        counts = ", ".join(f"{len(self.content[key])} {key}" for key in ("entered", "left", "moved_tier"))
        return f"<Comparison {before} → {after}: {counts}>"

    def _repr_html_(self) -> str:
        """Show the comparison in a notebook: its sentences in both languages, and the inputs that differ."""
        texts = "".join(f"<p>{'<br>'.join(map(escape, self._lines(code)))}</p>" for code in LANGUAGES)
        return texts if self.same else texts + self.inputs.to_html(index=False, na_rep="–")

    def _lines(self, language: Language) -> Iterator[str]:
        from criticality.report.comparison_reader import View

        words, content = _words(language), self.content
        before, after = content["runs"]["a"], content["runs"]["b"]
        if content.get("confidential"):
            yield words("confidential.mark")
        if self.same:
            yield words("previous.same", run_id=before["run_id"])
            return
        yield words("previous.text", run_id=before["run_id"], before=before["listed"], after=after["listed"])
        yield from (reason[language] for reason in content["comparable"]["reasons"])
        groups = [group for group in View(content).movers() if group["rows"]]
        for group in groups:
            yield f"{group['title'][language]}:"
            yield from (f"  {row['because'][language]}" for row in group["rows"])
        if not groups:
            yield words("previous.nobody")


def comparison_of(before: Record, after: Record) -> Comparison:
    """Compare two records: the earlier and the later one.

    Raises
    ------
    RecordError
        If they have no candidate in common, or this version cannot read their inputs.
    """
    from criticality.assess import Decider
    from criticality.comparison.compare import compare_records
    from criticality.records.public.form_of import is_confidential

    found = compare_records(before, after, Decider())
    return Comparison({**found, "confidential": True} if is_confidential(before) or is_confidential(after) else found)


def _by_quantity(change: Change) -> dict[str, Shares]:
    return {"score": change["score"], "rank": change["rank"], "membership": change["membership"]}


def _frame(rows: Any, columns: tuple[str, ...], numbers: tuple[str, ...] = ()) -> "pd.DataFrame":
    from criticality.api.frames import rows_frame

    return rows_frame(rows, columns, numbers)


def _words(language: Language) -> Any:
    """The words of the printed list in one language."""
    from criticality.report.catalogue import CATALOGUE, Words, read_catalogue
    from criticality.report.html.rendering import packaged_templates

    return Words(read_catalogue(packaged_templates()[CATALOGUE]), language)


def _language(word: str) -> Language:
    found = next((language for language in LANGUAGES if language == word), None)
    if found is None:
        raise InputError(
            [
                Problem(
                    "language",
                    1,
                    None,
                    "",
                    Message("workspace.no_language", word=word),
                    Message("workspace.use_language"),
                )
            ]
        )
    return found
