"""Hold a run against the adopted list of its country: what it is compared with, and when it is refused."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from criticality.comparison.since_adopted import other_decision, other_standings, since_adopted
from criticality.errors import InputError, Problem
from criticality.files.workspace import Workspace
from criticality.files.yaml import read_document
from criticality.model.comparison_record import MovedMineral, SinceAdopted
from criticality.model.input_record import AdoptionEntry
from criticality.model.record import Record
from criticality.model.results import Inputs
from criticality.records.canonical import assessment_entry
from criticality.records.compose import with_since_adopted
from criticality.records.index import RECORD
from criticality.records.life.adopted_runs import AdoptedRun, adopted_runs, held_form
from criticality.records.public.form_of import is_public_form
from criticality.records.store import read_record
from criticality.text.message import Message, joined
from criticality.text.named import Named

NAMED = 5
"""So many minerals a problem names."""
_ANYTHING: TypeAdapter[object] = TypeAdapter(object)


class HeldAgainst:
    """The adopted list against which an assessment is held, and the runs of its own act.

    Attributes
    ----------
    base
        The adopted run before it; None where there is none.
    acts
        Where the assessment says that its list was adopted: the folders of the runs that are this list already.
    rivals
        Where it says so: the records of other adoptions that differ from it in a word or a day, and stand as well.
    absent
        The adopted run that the assessment names, where no record of it is among the runs; else empty.
    """

    def __init__(self, runs: Path, inputs: Inputs, notify: Callable[[str], None]) -> None:
        plan, known = assessment_entry(inputs), adopted_runs(runs)
        adopted = plan.get("adopted")
        if known.unreadable:
            notify(Message("adopting.unreadable", runs=list(known.unreadable)))
        for run in known.in_other_words(plan)[:1]:
            notify(Message("adopting.other_words", run=run.folder.name, day=run.adopted["on"]))
        self._inputs = inputs
        self.base: AdoptedRun | None = known.base_of(plan)
        self.acts = () if adopted is None else tuple(_of_the_act(runs, adopted, known.of_the_act(adopted)))
        self.rivals = known.rivals_of(plan)
        self.absent = "" if adopted is None or self.acts else adopted.get("run", "")
        if self.absent:
            notify(Message("adopting.not_here", run=self.absent))
        self._base_record: Record | None = None if self.base is None else read_record(self.base.folder)

    @property
    def inputs(self) -> Inputs:
        """The inputs with the adopted run as one of them."""
        if self._base_record is None:
            return self._inputs
        base = self._base_record
        return replace(self._inputs, adopted_run={"run_id": base["run_id"], "digest": base["digest"]})

    @property
    def tells_why(self) -> bool:
        """Whether a comparison with the adopted run can tell causes: the public form of one withholds figures."""
        return self._base_record is not None and not is_public_form(self._base_record)

    def since(self, record: Record) -> SinceAdopted | None:
        """What differs from the adopted list; None where there is none."""
        return None if self._base_record is None else since_adopted(self._base_record, record)

    def told_of(self, record: Record) -> Record:
        """The record with what differs from the adopted list; the same record where there is none."""
        since = self.since(record)
        return record if since is None else with_since_adopted(record, since)

    def other_list(self, workspace: Workspace, file: str, record: Record) -> Iterator[Problem]:
        """The problems of files that give another list than the one of the act that they name, or of one beside it."""
        yield from self._unlike(workspace, file, record, (held_form(self.acts),) if self.acts else (), "another")
        yield from self._unlike(workspace, file, record, self.rivals, "second")

    def _unlike(
        self, workspace: Workspace, file: str, record: Record, folders: Iterable[Path], code: str
    ) -> Iterator[Problem]:
        for folder in folders:
            if message := _difference(read_record(folder), record, code):
                marked = read_document(workspace.root / file, _ANYTHING, file)[1]
                yield marked.problem(("status",), message, Message(f"adopting.{code}_list_hint"))

    def refuse_another_list(self, workspace: Workspace, file: str, record: Record) -> None:
        """Refuse to record an adopted list that is not the one of the act, or one beside which another stands.

        Raises
        ------
        InputError
            Naming the other run and minerals that stand elsewhere in it.
        """
        problems = list(self.other_list(workspace, file, record))
        if problems:
            raise InputError(problems)


def _difference(adopted: Record, record: Record, code: str) -> Message | None:
    """What an adopted run has otherwise than a record: where minerals stand, or how the list is decided."""
    elsewhere, groups = other_standings(adopted, record), other_decision(adopted, record)
    own = record["inputs"]["assessment"]["adopted"]
    day = adopted["inputs"]["assessment"].get("adopted", own)["on"]  # a draft that the adoption names states none
    slots = {"day": day, "run": adopted["run_id"]}
    if elsewhere:
        named = [*elsewhere[:NAMED], *(["…"] if elsewhere[NAMED:] else [])]
        return Message(f"adopting.{code}_list", n=len(elsewhere), minerals=named, **slots)
    changed = [Message(f"adopting.{group}") for group in groups]
    return Message(f"adopting.{code}_rule", groups=changed, **slots) if changed else None


def _of_the_act(runs: Path, adopted: AdoptionEntry, known: Iterable[AdoptedRun]) -> Iterator[Path]:
    """The folders of the runs that are the adopted list, last the one that the adoption names."""
    yield from (run.folder for run in known)
    named = adopted.get("run")
    if named is not None and Path(named).name == named and (runs / named / RECORD).is_file():
        yield runs / named


def said_of(since: SinceAdopted) -> Message:
    """Say what changed since the adopted list, or that nothing did."""
    slots = {"day": since["adopted"]["on"], "run": since["run_id"]}
    parts = [
        Message(f"adopting.{code}", n=len(minerals), names=tuple(map(_name, minerals)))
        for code, minerals in (("enter", since["entered"]), ("leave", since["left"]), ("move", since["moved_tier"]))
        if minerals
    ]
    return Message("adopting.changed", moves=joined(parts), **slots) if parts else Message("adopting.same", **slots)


def _name(entry: MovedMineral) -> Named:
    return Named(entry["mineral"], entry["names"])
