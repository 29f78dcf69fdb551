"""The adopted runs of a workspace, and the one against which later work is held.

A run is adopted where its own inputs say so: ``status: adopted`` in the assessment that it was made from. Its record
never changes, so a run that another one has replaced still says that it was adopted; which one is in force follows from
the days of adoption, and from a run whose inputs say that the list is superseded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from criticality.errors import RecordError
from criticality.model.input_record import AdoptionEntry, AssessmentEntry
from criticality.model.record import LifeEntry, RecordSummary
from criticality.records.index import RECORD, folders_of
from criticality.records.public.form_of import is_public_form
from criticality.records.store import read_record, read_summary
from criticality.text.phrases import both
from criticality.text.spelling import plain

ADOPTED, SUPERSEDED, DRAFT = "adopted", "superseded", "draft"


@dataclass(frozen=True)
class AdoptedRun:
    """A run whose inputs say that its list was adopted."""

    folder: Path
    life: LifeEntry
    adopted: AdoptionEntry


@dataclass(frozen=True)
class AdoptedRuns:
    """The adopted runs of a workspace.

    Attributes
    ----------
    runs
        In the order of the days of adoption, and of the time at which they were made.
    unreadable
        The records of which nobody can tell whether they were adopted, since their summaries do not hold.
    """

    runs: tuple[AdoptedRun, ...]
    unreadable: tuple[str, ...]

    def base_of(self, plan: AssessmentEntry) -> AdoptedRun | None:
        """The adopted list against which an assessment is held: the last one of its country in force before it.

        A draft is held against the last one adopted; an adopted list against the one before it, so that a run made
        again has the same inputs. Of the runs of one act the one with all its figures counts, and its public form only
        where that is not there.

        Raises
        ------
        RecordError
            If a record of the act was altered.
        """
        own = plan.get("adopted")
        earlier = [
            run
            for run in in_force(self.runs)
            if run.life["country"] == plan["country"]
            and (own is None or (run.adopted["on"] < own["on"] and not same_act(run.adopted, own)))
        ]
        same = {run.folder: run for run in earlier if same_act(run.adopted, earlier[-1].adopted)}
        return None if not same else earlier[-1] if len(same) == 1 else same.get(held_form(tuple(same)), earlier[-1])

    def replaced(self, run_id: str) -> bool:
        """Whether a list adopted later, or a run that says so, has taken the place of an adopted run."""
        own = next((run for run in self.runs if run.folder.name == run_id), None)
        if own is None:
            return False
        others = [run for run in in_force(self.runs) if run.life["country"] == own.life["country"]]
        return not any(same_act(run.adopted, own.adopted) for run in others[-1:])

    def of_the_act(self, adopted: AdoptionEntry) -> tuple[AdoptedRun, ...]:
        """The runs that state the same adoption."""
        return tuple(run for run in self.runs if same_act(run.adopted, adopted))

    def in_other_words(self, plan: AssessmentEntry) -> tuple[AdoptedRun, ...]:
        """The runs of its country that state its adoption in other words: the same day, or the same body and act.

        One of the two is misspelt, or they are two adoptions, and the later one should say its own day and act.
        """
        own = plan.get("adopted")
        alike = () if own is None else (run for run in self.runs if run.life["country"] == plan["country"])
        return tuple(run for run in alike if own is not None and _is_near(run.adopted, own))

    def rivals_of(self, plan: AssessmentEntry) -> tuple[Path, ...]:
        """The records of those in force, where the assessment says that its own list is adopted."""
        if plan.get("status") != ADOPTED:
            return ()
        stand = in_force(self.runs)
        return tuple(sorted({held_form((run.folder,)) for run in self.in_other_words(plan) if run in stand}))


def _is_near(one: AdoptionEntry, other: AdoptionEntry) -> bool:
    """Whether two statements that differ can hardly be of two adoptions."""
    same = {key: _bare(one[key]) == _bare(other[key]) for key in ("by", "on", "act")}
    return not all(same.values()) and (same["on"] or (same["by"] and same["act"]))


def held_form(folders: Sequence[Path]) -> Path:
    """Of the records of one list the one against which others are held: the last with all its figures.

    A public form states rounded scores and withholds figures: it counts only where neither another record of the list
    nor the run that it is the public form of is there.

    Raises
    ------
    RecordError
        If a record was altered.
    """
    for folder in reversed(folders):
        record = read_record(folder)
        if not is_public_form(record):
            return folder
        run = record["inputs"]["confidential"]["public_form_of"]["run_id"]
        if Path(run).name == run and (folder.parent / run / RECORD).is_file():
            return folder.parent / run
    return folders[-1]


def adopted_runs(runs: Path) -> AdoptedRuns:
    """Read the summaries of all records in a folder, and return the adopted ones."""
    found, unreadable = list[AdoptedRun](), list[str]()
    for folder in folders_of(runs):
        try:
            summary = read_summary(folder)
        except RecordError:
            unreadable.append(folder.name)
            continue
        found += _adopted(folder, summary)
    return AdoptedRuns(tuple(sorted(found, key=lambda run: run.adopted["on"])), tuple(unreadable))


def _adopted(folder: Path, summary: RecordSummary) -> Iterable[AdoptedRun]:
    life = summary.get("life")
    if life is not None and "adopted" in life:
        yield AdoptedRun(folder, life, life["adopted"])


def in_force(runs: Sequence[AdoptedRun]) -> list[AdoptedRun]:
    """Those whose status is adopted, and of whose adoption no run says that it is superseded."""
    ended = [run.adopted for run in runs if run.life["status"] == SUPERSEDED]
    return [
        run
        for run in runs
        if run.life["status"] == ADOPTED and not any(same_act(run.adopted, other) for other in ended)
    ]


def same_act(one: AdoptionEntry, other: AdoptionEntry) -> bool:
    """Whether two runs state one adoption: the same body, day and act, whatever the width and case of their letters."""
    return all(_bare(one[key]) == _bare(other[key]) for key in ("by", "on", "act"))


def _bare(said: str | Mapping[str, str | None]) -> str | dict[str, str]:
    if isinstance(said, str):
        return plain(said)
    return {language: plain(text) for language, text in both(said).items()}
