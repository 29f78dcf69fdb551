"""Everything that a record holds, made again from its own inputs and compared."""

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from criticality import __version__
from criticality.api.life.reviewing import as_printed, with_review
from criticality.api.pages import POLICY, print_lists, print_sheets, with_policy
from criticality.comparison.since_adopted import since_adopted
from criticality.errors import InputError, RecordError
from criticality.interchange.run_crate import CRATE
from criticality.model.document import EDITIONS, LANGUAGES, Edition, Language
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record
from criticality.records.canonical import plain
from criticality.records.digest import canonical_json
from criticality.records.index import RECORD
from criticality.records.life.review_files import read_review
from criticality.records.reading.first_difference import byte_of_difference, first_difference
from criticality.records.seal import PRINTING, SUMS, own_files, read_sealed, read_sums
from criticality.records.store import read_record
from criticality.report.interactive.edition import INTERACTIVE
from criticality.report.workbook import WORKBOOKS, first_other_part
from criticality.text.message import Message, joined

if TYPE_CHECKING:
    from criticality.model.results import Inputs

TOLERANCE = 1e-9
"""How far the figures of another environment may lie from the recorded ones."""

_LANGUAGE = "|".join(LANGUAGES)
_LIST = re.compile(rf"list\.(?:(short|public)\.)?({_LANGUAGE})\.pdf")
_SHEET = re.compile(rf"factsheet\.([a-z][a-z0-9_]*)\.({_LANGUAGE})\.pdf")
_PAGES = ("list.", "factsheet.")
_DECIDED = ("mineral", "rank", "score", "tier", "listed", "designated", "dimensions")
_NOT_OF_ITSELF = ("warnings", "warnings_said", "comparison", "since_adopted")
UNEXPECTED = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError, RecursionError)
"""What a step raises over inputs that no check of a workspace would have let through."""

Notify = Callable[[str], None]


class Trial:
    """One record being made again."""

    def __init__(self, record: Record, folder: Path, workers: int, notify: Notify) -> None:
        self.record, self.folder, self.workers, self.notify = record, folder, workers, notify
        self.differences: list[tuple[str, str]] = []
        self.proved: list[str] = []
        self.notes: list[str] = []
        self.version = record["software"]["criticality"]
        self.sealed = sorted(set(sums := read_sums(folder, SUMS)) - set(own_files(sums)))
        self.crate = [CRATE] if CRATE in sums else []
        self.inputs: Inputs | None = None

    def differs(self, file: str, what: str) -> None:
        """Keep a difference."""
        self.differences.append((file, what))

    def run(self) -> None:
        """Make everything again, and keep what is the same, what differs, and what could not be made."""
        from criticality.model.results import candidates_of
        from criticality.records.restore import inputs_from

        if self.version != __version__:
            self._older()
            return
        restored = inputs_from(self.record)
        inputs = self.inputs = replace(restored, candidates=candidates_of(restored.assessment, restored.dataset))
        other = other_environment(self.record)
        self._result(inputs, TOLERANCE if other else 0.0)
        if other:
            self.notes.append(Message("api.other_environment", what=other, tolerance=f"{TOLERANCE:g}"))
        if not self.differences:
            self.pages(other)

    # ── the result ───────────────────────────────────────────────────────────

    def _result(self, inputs: "Inputs", tolerance: float) -> None:
        made = recomputed(self.record, inputs, self.workers)
        again = _without_lines(made["result"])
        found: str | None = first_difference(_without_lines(self.record["result"]), again, tolerance, within="result.")
        found = found or first_difference(self.record["digest"], made["digest"])
        found = found or self._previous(tolerance) or self.against_adopted()
        if found:
            self.differs(RECORD, found)
            return
        self.proved += [Message("api.result"), "summary.json", Message("api.tables"), *self.crate]
        if self.record["result"]["warnings"]:
            self.notes.append(Message("api.warnings_not_made"))

    def _previous(self, tolerance: float) -> str | None:
        """The comparison with the run before, where that run is at hand."""
        from criticality.assess import Decider
        from criticality.comparison.previous import previous_comparison

        recorded = self.record["result"].get("comparison")
        if recorded is None:
            return None
        try:
            again = previous_comparison(self.record, self.folder.parent, Decider())
        except RecordError as error:
            self.notes.append(Message("api.comparison_not_made", why=str(error).splitlines()[0]))
            return None
        return first_difference(recorded, plain(again), tolerance, within="result.comparison.")

    def against_adopted(self) -> str | None:
        """What differs from the adopted list, where the record of that list is at hand."""
        recorded, base = self.record["result"].get("since_adopted"), self.record["inputs"].get("adopted_run")
        if recorded is None and base is None:
            return None
        if recorded is None or base is None:
            return first_difference(recorded, base, within="result.since_adopted.")
        folder = self.folder.parent / base["run_id"]
        if Path(base["run_id"]).name != base["run_id"] or not (folder / RECORD).is_file():
            self.notes.append(Message("api.adopted_not_at_hand", run=base["run_id"]))
            return None
        adopted = read_record(folder)
        if adopted["digest"] != base["digest"]:
            return first_difference(base["digest"], adopted["digest"], within="inputs.adopted_run.digest")
        return first_difference(recorded, plain(since_adopted(adopted, self.record)), within="result.since_adopted.")

    # ── what stands beside it ────────────────────────────────────────────────

    def pages(self, other: str | None) -> None:
        """Print what stands beside the record again."""
        if not self.sealed:
            return
        policy = self.policy(TOLERANCE if other else 0.0)
        pages = [name for name in self.sealed if name.startswith(_PAGES)]
        if other and pages:
            self.notes.append(Message("api.pages_here", pages=joined(pages)))
            pages = []
        pages = [name for name in pages if self._is_printed_here(name)]
        if pages and not self.differences:
            with tempfile.TemporaryDirectory(prefix="criticality-verify-") as scratch:
                self._compare(self._print_again(pages, policy, Path(scratch)), Path(scratch))
        others = sorted(set(self.sealed) - {POLICY, PRINTING, f"{SUMS}.record"})
        self.notes += [Message("api.sealed_not_made", file=name) for name in others if not name.startswith(_PAGES)]

    def _is_printed_here(self, name: str) -> bool:
        """Whether a page was printed with what this machine has; if not, that is noted."""
        from criticality.records.environment import printing_environment
        from criticality.records.printed_with import read_printing
        from criticality.report.pdf.fonts import font_digests

        recorded = read_printing(self.folder).get(name)
        if recorded is None:
            return True
        machine = {key: value for key, value in recorded.items() if key != "review"}
        other = first_difference(machine, plain(printing_environment(font_digests())))
        if other:
            self.notes.append(Message("api.page_of_others", page=name, other=other))
        return not other

    def policy(self, tolerance: float) -> PolicyRecord | None:
        """What the levers would change, as it is kept beside the record, computed again."""
        from criticality.policy.results import policy_results
        from criticality.records.store import read_beside

        recorded = read_beside(self.folder, POLICY)
        if recorded is None or self.inputs is None:
            return recorded
        self.notify(Message("api.levers"))
        found = first_difference(recorded, plain(policy_results(self.inputs)), tolerance)
        if found:
            self.differs(POLICY, found)
        else:
            self.proved.append(POLICY)
        return recorded

    def _print_again(self, names: list[str], policy: PolicyRecord | None, into: Path) -> list[str]:
        """Print pages again, each with the review that it was printed with, and return those that could be."""
        from criticality.records.printed_with import read_printing

        printing, review = read_printing(self.folder), read_review(self.folder, self.record)
        record = self.record if policy is None else with_policy(self.record, policy)
        groups: dict[str, list[str]] = {}
        for name in names:
            groups.setdefault(canonical_json(printing.get(name, {}).get("review")), []).append(name)
        done = list[str]()
        for group in groups.values():
            try:
                shown = as_printed(review, printing.get(group[0], {}).get("review"))
            except RecordError as error:
                for name in group:
                    self.differs(name, error.args[0])
                continue
            self._print_group(with_review(record, shown), group, into)
            done += group
        return done

    def _print_group(self, record: Record, names: list[str], into: Path) -> None:
        lists = [(_edition(match[1]), _language(match[2])) for name in names if (match := _LIST.fullmatch(name))]
        sheets: dict[Language, list[str]] = {}
        for name in names:
            if match := _SHEET.fullmatch(name):
                sheets.setdefault(_language(match[2]), []).append(match[1])
        others = [name for name in (INTERACTIVE, *WORKBOOKS) if name in names]
        print_lists(record, self.folder, lists, into, self.notify, others=others)
        for language, minerals in sheets.items():
            print_sheets(record, self.folder, [language], minerals, into, self.notify)

    def _compare(self, pages: list[str], made: Path) -> None:
        for name in pages:
            if not (made / name).is_file():
                self.notes.append(Message("api.sealed_unknown", file=name))
                continue
            recorded, again = read_sealed(self.folder, name) or b"", (made / name).read_bytes()
            if recorded == again:
                self.proved.append(name)
                continue
            part = first_other_part(recorded, again) if name in WORKBOOKS else None
            place = part or Message("api.byte", number=f"{byte_of_difference(recorded, again):,}")
            self.differs(name, Message("api.not_printed", place=place))

    # ── records of other versions ────────────────────────────────────────────

    def _older(self) -> None:
        """Hold what decides the list; the rest may be computed or printed in another way by this version."""
        from criticality.model.results import candidates_of
        from criticality.records.restore import inputs_from

        try:
            restored = inputs_from(self.record)
            inputs = replace(restored, candidates=candidates_of(restored.assessment, restored.dataset))
            again = recomputed(self.record, inputs, self.workers)["result"]
        except (RecordError, InputError, *UNEXPECTED) as error:
            reason = next(iter(str(error).splitlines()), type(error).__name__)
            own = {"version": self.version, "own": __version__}
            self.notes.append(Message("api.cannot_recompute", **own, reason=reason))
            return
        found = first_difference(_decided(self.record["result"]), _decided(again), TOLERANCE)
        if found:
            self.differs(RECORD, Message("api.altered_or_older", found=found, version=self.version))
            return
        self.proved += [Message("api.decided_list"), "summary.json", Message("api.tables")]
        rest = first_difference(_without_lines(self.record["result"]), _without_lines(again), TOLERANCE)
        held = {"own": __version__, "tolerance": f"{TOLERANCE:g}"}
        self.notes.append(Message("api.held_to", version=self.version, **held))
        if rest:
            self.notes.append(Message("api.other_figures", first=rest))
        pages = [name for name in self.sealed if name not in (POLICY, PRINTING, f"{SUMS}.record")]
        unsealed = sorted(path.name for path in self.folder.glob("list.*") if path.name not in self.sealed)
        if pages or unsealed:
            self.notes.append(Message("api.pages_of_versions", pages=joined([*pages, *unsealed])))


def recomputed(record: Record, inputs: "Inputs", workers: int) -> Record:
    """The record of some inputs, in the environment of a recorded one."""
    from criticality.assess import assess
    from criticality.records.compose import compose_record

    again = compose_record(inputs, assess(inputs, workers=workers), record["environment"])
    return {**again, "result": plain(again["result"])}


def _without_lines(result: Mapping[str, object]) -> dict[str, object]:
    """A result without what names lines of the workspace's files, and without what was compared with other records."""
    return {key: value for key, value in result.items() if key not in _NOT_OF_ITSELF}


def _decided(result: Mapping[str, object]) -> dict[str, object]:
    """What decides the list, by columns that every version wrote."""
    return {
        "candidates": result["candidates"],
        "ranking": _columns(result["ranking"], _DECIDED),
        "weights": _columns(result["weights"], ("criterion", "dimension", "global_weight")),
        "indicators": _columns(result["indicators"], ("mineral", "criterion", "value", "scaled")),
    }


def _columns(rows: object, names: tuple[str, ...]) -> list[dict[str, object]]:
    assert isinstance(rows, list)
    return [{name: row.get(name) for name in names} for row in rows]


def other_environment(record: Record) -> str | None:
    """In what this machine differs from the one that made the record; None where nothing does."""
    from criticality.records.environment import environment_of
    from criticality.report.pdf.fonts import font_digests

    return first_difference(record["environment"], plain(environment_of(font_digests())))


def _edition(word: str | None) -> Edition:
    return next((edition for edition in EDITIONS if edition == word), "full")


def _language(word: str) -> Language:
    return next(language for language in LANGUAGES if language == word)
