"""Verify a public record: what anybody can recompute, and with the confidential folder all of it."""

from criticality import __version__
from criticality.api.pages import POLICY
from criticality.api.verifying.made_again import TOLERANCE, UNEXPECTED, Trial, other_environment, recomputed
from criticality.api.verifying.public_part import Recomputable, public_part, recomputable_of
from criticality.api.verifying.stated_rows import Folder, held_rows, rows_named, says_the_salt_is_another
from criticality.errors import CriticalityError
from criticality.model.policy_record import PolicyRecord
from criticality.model.rows.confidential_rows import FOLDER
from criticality.records.canonical import plain
from criticality.records.index import RECORD
from criticality.records.public.public_form import public_form
from criticality.records.public.public_policy import public_policy
from criticality.records.public.public_result import public_result
from criticality.records.public.withheld import Withheld, withheld_of, without_levers
from criticality.records.reading.first_difference import first_difference
from criticality.text.message import Message, joined


class PublicTrial(Trial):
    """One public record being made again."""

    def run(self) -> None:
        """Make again what can be, and say what cannot."""
        found = first_difference(self.record["result"], plain(public_result(self.record)), within="result.")
        if found:
            self.differs(RECORD, Message("confidential.not_withheld", place=found))
            return
        self.proved += [Message("confidential.sealed"), "summary.json", Message("api.tables"), *self.crate]
        other = other_environment(self.record)
        if self.version != __version__:
            self.notes.append(Message("confidential.of_another_version", version=self.version))
            self.notes.append(Message("api.pages_of_versions", pages=joined(self.sealed)))
            return
        folder = self._folder()
        if folder is None:
            self._without()
        else:
            self._with(folder, TOLERANCE if other else 0.0)
        if other:
            self.notes.append(Message("api.other_environment", what=other, tolerance=f"{TOLERANCE:g}"))
        if not self.differences:
            self.pages(other)

    # ── without the folder ───────────────────────────────────────────────────

    def _without(self) -> None:
        """Hold what rests on public figures alone, and say what is left."""
        from criticality.api.life.stated import without_draws
        from criticality.records.restore import public_inputs_from

        hidden = withheld_of(self.record)
        open_to_all = recomputable_of(self.record, hidden)
        try:
            again = without_draws(public_inputs_from(self.record))["result"]
            found: str | None = first_difference(
                public_part(self.record["result"], hidden, open_to_all),
                public_part(again, hidden, open_to_all),
                TOLERANCE,
                within="result.",
            )
        except (CriticalityError, *UNEXPECTED) as error:
            why = next(iter(str(error).splitlines()), type(error).__name__)
            self.notes.append(Message("confidential.public_part_not_made", why=why))
        else:
            found = found or self.against_adopted()
            if found:
                self.differs(RECORD, found)
            else:
                self._recomputed(open_to_all)
        self._left(hidden)

    def _recomputed(self, open_to_all: Recomputable) -> None:
        """Say which figures were recomputed, and of which minerals the standing was."""
        self.proved.append(Message("confidential.public_part"))
        if open_to_all.alone:
            self.proved.append(Message("confidential.public_standings", n=len(open_to_all.alone)))
        else:
            self.notes.append(Message("confidential.no_standing"))
        if open_to_all.held_by_group:
            self.notes.append(Message("confidential.tier_of_group", minerals=sorted(open_to_all.held_by_group)))

    def _left(self, hidden: Withheld) -> None:
        """Say what nobody can recompute without the folder."""
        entry = self.record["inputs"]["confidential"]
        told = {"run": entry["public_form_of"]["run_id"], "minerals": sorted(hidden.minerals)}
        self.notes.append(Message("confidential.not_recomputed", n=len(hidden.cells), **told))
        self.notes.append(Message("confidential.rest_not_recomputed"))
        rows = sum(len(digests) for name, digests in entry["digests"].items() if name != "sources")
        self.notes.append(Message("confidential.digests_kept", n=rows))

    # ── with the folder ──────────────────────────────────────────────────────

    def _folder(self) -> Folder | None:
        """The confidential folder of the workspace in which the record stands; None where there is none."""
        from criticality.files.confidential.confidential_files import folder_alone
        from criticality.files.load import Reading
        from criticality.files.workspace import Workspace

        workspace = self.folder.resolve().parent.parent.parent
        if self.folder.parent.name != "runs" or not (workspace / FOLDER).is_dir():
            return None
        read = folder_alone(workspace, Reading(Workspace(workspace)).worded)
        for problem in read.problems:
            if problem.severity == "error":
                self.differs(problem.file, Message("confidential.unreadable", problem=problem.message))
        if read.rows is None or not read.rows.salt:
            return None
        return Folder(read.rows, read.sources or {})

    def _with(self, folder: Folder, tolerance: float) -> None:
        from criticality.records.restore import inputs_with

        folder = self._rows(folder)
        if self.differences:
            return
        inputs = inputs_with(self.record, folder.rows, folder.described)
        whole = recomputed(self.record, inputs, self.workers)
        again = public_form(whole)
        left_out = ("warnings", "warnings_said", "since_adopted")
        found: str | None = first_difference(
            {key: value for key, value in self.record["result"].items() if key not in left_out},
            {key: value for key, value in plain(again["result"]).items() if key not in left_out},
            tolerance,
            within="result.",
        )
        found = found or first_difference(self.record["inputs"], plain(again["inputs"]), within="inputs.")
        found = found or self.against_adopted()
        if found:
            self.differs(RECORD, found)
            return
        run = self.record["inputs"]["confidential"]["public_form_of"]["run_id"]
        self.proved.append(Message("confidential.whole", run=run))
        self.inputs = inputs

    def _rows(self, folder: Folder) -> Folder:
        """Compare the rows of the folder with those of the record; return the folder with the rows of the run alone."""
        held = held_rows(self.record, folder)
        other = None if held.known else says_the_salt_is_another(self.record, self.folder.parent, folder.rows.salt)
        if held.stated and not held.known and other:
            self.differs(f"{FOLDER}/salt", Message("confidential.other_salt"))
        elif held.stated and not held.known and other is None:
            message = Message("confidential.salt_or_rows", rows=rows_named(folder))
            self.differs(f"{FOLDER}/salt", message)
        else:
            self.differences += held.differences
        if not self.differences:
            self.proved.append(Message("confidential.rows_agree", n=held.stated))
            self.notes += held.besides
        return held.folder

    def policy(self, tolerance: float) -> PolicyRecord | None:
        """What the levers would change, as it is kept; computed again where the folder is there."""
        from criticality.policy.results import policy_results
        from criticality.records.store import read_beside

        recorded = read_beside(self.folder, POLICY)
        if recorded is None:
            return None
        if self.inputs is None:
            self.notes.append(Message("confidential.policy_not_made"))
            return recorded
        self.notify(Message("api.levers"))
        again = public_policy(policy_results(self.inputs), without_levers(self.record))
        found = first_difference(recorded, plain(again), tolerance)
        if found:
            self.differs(POLICY, found)
        else:
            self.proved.append(POLICY)
        return recorded
