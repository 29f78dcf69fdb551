"""A run: the result of one assessment, in memory or read from its record."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from criticality.api.comparison import Comparison, comparison_of
from criticality.api.life.reviewing import sound_review, with_reviews
from criticality.api.minerals import listed_code, mineral_code
from criticality.api.pages import POLICY, as_kept, languages_of, silent, write_pages, write_sheets
from criticality.api.paths import StrPath, path_text
from criticality.errors import RecordError, disk_error
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record
from criticality.records.drafts import sweep_output
from criticality.records.index import find_run
from criticality.records.public.form_of import is_confidential
from criticality.records.store import keep_beside, read_beside, read_record, write_record
from criticality.text.message import Message
from criticality.text.phrases import in_both

if TYPE_CHECKING:
    import pandas as pd

    from criticality.api.verification import Verification
    from criticality.model.rows.review_record import ReviewShown
    from criticality.records.digest import Pieces

_SHOWN = ["rank", "score", "tier", "listed", "p_listed", "rank_low", "rank_high", "confidence"]
_LEVERS = ("mineral", "lever", "possible", "needed", "unit", "p_listed", "verified", "because_en", "because_zh")


class Run:
    """The result of an assessment, with everything it rests on; made by `Workspace.assess` and `read_run`.

    The tables are those of the record (docs/reference/record.md) as DataFrames: indexed by ``mineral`` where they have
    that column; a missing number is NaN or ``<NA>``, never 0. Every access returns a new DataFrame.

    Attributes
    ----------
    record : Record
        The content of record.json: inputs, every intermediate table, the result, versions. To be read, not changed.
    folder : Path | None
        Where the run is saved; None until then.
    """

    def __init__(
        self,
        record: Record,
        runs: Path,
        folder: Path | None = None,
        *,
        encoded: Mapping[str, "Pieces"] | None = None,
        policy: PolicyRecord | None = None,
    ) -> None:
        self._known_policy = policy
        self.record = record
        self.folder = folder
        self._runs = runs
        self._encoded = encoded or {}

    @property
    def run_id(self) -> str:
        """The date of the assessment and eight digits of the digest of its inputs: the same inputs give the same id."""
        return str(self.record["run_id"])

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the check of the inputs reported without refusing them."""
        return tuple(self.record["result"]["warnings"])

    @property
    def ranking(self) -> "pd.DataFrame":
        """Every candidate in the order of its rank.

        The columns are ``rank, score, tier, listed, designated``, one for each dimension, ``p_listed, rank_low,
        rank_high, confidence``, which are empty where no draws were made, and ``p_all, p_lowest, p_highest, hangs_on,
        standing``, which are empty where no choices were considered either.
        """
        return self._table("ranking")

    @property
    def choices(self) -> "pd.DataFrame":
        """Every mineral under every option: ``choice, option, p_listed, p_mean, tier, score``.

        `p_listed`, `tier` and `score` hold with the other answers as stated, `p_mean` is the mean over the combinations
        that hold the option. The table has no row where no choices were considered.
        """
        return self._table("choices")

    @property
    def weights(self) -> "pd.DataFrame":
        """The weights of the criteria: ``criterion, dimension, local_weight, global_weight``.

        Examples
        --------
        >>> run.weights.set_index("criterion")["global_weight"].round(3).head(3)
        criterion
        lack_of_substitutes    0.100
        strategic_share        0.208
        companionality         0.108
        Name: global_weight, dtype: float64
        """
        return self._table("weights")

    @property
    def indicators(self) -> "pd.DataFrame":
        """One row a mineral and criterion: ``criterion, value, unit, scaled, grade, flag, sources``.

        Examples
        --------
        >>> run.indicators.loc["ilmenium", ["criterion", "value", "scaled", "grade"]].head(2)
                            criterion  value  scaled grade
        mineral
        ilmenium  lack_of_substitutes   0.95     0.9     B
        ilmenium      strategic_share   0.90     0.9     B
        """
        return self._table("indicators")

    @property
    def consistency(self) -> "pd.DataFrame":
        """The consistency of each judge and of the group; empty where the weights are not from AHP.

        The columns are ``judge, group, n, lambda_max, consistency_index, consistency_ratio, random_index``.
        """
        return self._table("consistency")

    @property
    def methods(self) -> "pd.DataFrame":
        """Score and rank of each mineral under each method: ``method, score, rank``."""
        return self._table("methods")

    @property
    def acceptability(self) -> "pd.DataFrame":
        """The share of draws that give a mineral a rank: ``rank, share``; empty where no draws were made."""
        return self._table("acceptability")

    def levers(self, mineral: str | None = None, *, draws: int = 0) -> "pd.DataFrame":
        """Say of every listed mineral what each lever would have to do to take it off the list.

        Parameters
        ----------
        mineral
            Only this mineral: its code, its symbol or its name in English or Chinese.
        draws
            Number of draws of ``p_listed`` with the lever; 0: not assessed.

        Returns
        -------
        pandas.DataFrame
            ``lever, possible, needed, unit, p_listed, verified, because_en, because_zh``, indexed by ``mineral``;
            `verified` says whether a whole assessment with the lever confirmed the answer.

        Raises
        ------
        RecordError
            If the mineral is no candidate of this run, or not on the list.

        Examples
        --------
        >>> run.levers("Il")[["lever", "possible", "needed"]].query("possible").round(3)
                        lever  possible  needed
        mineral
        ilmenium   substitute      True   0.408
        ilmenium       reduce      True   0.823
        ilmenium  combination      True   0.408
        """
        from criticality.api.frames import rows_frame

        rows = self.policy(mineral, draws=draws)["levers"].values()
        flat = [{**row, **(row["needed"] or {"value": None, "unit": ""})} for group in rows for row in group]
        return rows_frame([{**row, "needed": row["value"]} for row in flat], _LEVERS, ("needed", "p_listed"))

    def policy(self, mineral: str | None = None, *, draws: int = 0) -> PolicyRecord:
        """Return everything that is computed about policy: levers, disruption, partners, portfolio, new supply.

        Parameters and errors are those of `levers`; the keys are explained in docs/reference/record.md.
        """
        from criticality.policy.results import policy_results
        from criticality.records.restore import inputs_from

        minerals = () if mineral is None else (listed_code(self.record, mineral),)
        return policy_results(inputs_from(self.record), minerals=minerals, draws=draws)

    def compare(self, other: "Run | StrPath") -> Comparison:
        """Compare this run, the earlier one, with another: what differs, who entered and left, and why.

        Parameters
        ----------
        other
            The later run, its id or its folder.

        Raises
        ------
        RecordError
            If the runs have no candidate in common, or there is no run of this name.
        TypeError
            If `other` is neither a run nor text nor a path.
        """
        if not isinstance(other, Run):
            folder = find_run(self._runs, path_text("other", other, "a run, its id or its folder"), Path.cwd())
            other = Run(read_record(folder), self._runs, folder)
        found = comparison_of(self.record, other.record)
        return Comparison(with_reviews(found.content, a=self._review(), b=other._review()))

    def _review(self) -> "ReviewShown | None":
        """What was said of the run, beside its record; None where it is not saved, or nobody said anything."""
        return None if self.folder is None else sound_review(self.folder, self.record).shown

    def verify(self, *, workers: int = 1, notify: Callable[[str], None] | None = None) -> "Verification":
        """Make a saved run again from its own inputs, and say what is the same and what is not; nothing is written.

        Result, tables, pages and workbook are compared; in another environment figures are held to 1e-9, and pages are
        said to be not comparable. What this proves and what it does not: docs/explanation/trust.md.

        Parameters
        ----------
        workers
            Number of processes for the draws. It changes no result.
        notify
            Called with a sentence about what is being done.

        Raises
        ------
        RecordError
            If the run is not saved, or its record does not even fit itself.

        Examples
        --------
        >>> folder = run.save()
        >>> run.verify().holds
        True
        """
        from criticality.api.verification import verify_folder

        if self.folder is None:
            raise RecordError(Message("api.not_saved", run=self.run_id))
        return verify_folder(self.folder, workers=workers, notify=notify or silent)

    @property
    def is_confidential(self) -> bool:
        """Whether the run holds figures of data/confidential/, and so is not for publication."""
        return is_confidential(self.record)

    def public(self) -> "Run":
        """Return the public form of a run with confidential figures: its standing, and digests in place of the figures.

        What is withheld, and what `verify` says of it: docs/how-to/confidential-figures.md.

        Raises
        ------
        RecordError
            If the run holds no confidential figure, or its workspace has no salt.
        """
        from criticality.policy.results import policy_results
        from criticality.records.public.public_form import public_form
        from criticality.records.public.public_policy import public_policy
        from criticality.records.public.withheld import without_levers
        from criticality.records.restore import inputs_from

        record = public_form(self.record)
        policy = public_policy(as_kept(policy_results(inputs_from(self.record))), without_levers(record))
        return Run(record, self._runs, policy=policy)

    @property
    def is_recorded(self) -> bool:
        """Whether the workspace holds a record of these inputs already."""
        return (self._runs / self.run_id).is_dir()

    def save(
        self, language: str = "none", *, edition: str = "all", notify: Callable[[str], None] | None = None
    ) -> Path:
        """Write the record and its tables to output/runs/ of the workspace, all or nothing.

        A run that is recorded already is compared with its record and not written again.

        Parameters
        ----------
        language
            The languages of the printed list to write with it: ``none``, ``zh-Hant``, ``en`` or ``both``.
        edition
            ``short`` (a dozen pages), ``full``, ``public`` (two pages), ``html`` (to be tried in a browser) or ``all``.
        notify
            Called with a sentence about what is being done.

        Returns
        -------
        Path
            The folder of the run.

        Raises
        ------
        RecordError
            If a record of the same inputs has another result.
        MachineError
            If the folder cannot be written, or pages are asked for and the machine lacks Pango or the font.
        """
        languages, tell = languages_of(language, edition), notify or silent

        def finish(folder: Path) -> None:
            if self._known_policy is not None and read_beside(folder, POLICY) is None:
                keep_beside(folder, POLICY, self._known_policy)
            write_pages(self.record, folder, languages, tell, edition=edition)

        try:
            sweep_output(self._runs.parent)
            if self.folder is None:
                self.folder, _ = write_record(self._runs, self.record, finish, encoded=self._encoded)
            else:
                finish(self.folder)
        except OSError as error:
            raise disk_error(error) from error
        return self.folder

    def report(
        self,
        language: str = "both",
        *,
        edition: str = "all",
        minerals: Sequence[str] = (),
        notify: Callable[[str], None] | None = None,
    ) -> list[Path]:
        """Write the printed list and the workbook, or single factsheets, into the folder of the run; save it first.

        Parameters
        ----------
        language
            ``zh-Hant``, ``en`` or ``both``.
        edition
            ``short`` (a dozen pages), ``full``, ``public`` (two pages), ``html`` (to be tried in a browser) or ``all``.
        minerals
            Write only the factsheets of these minerals: codes, symbols, names in English or Chinese.
        notify
            Called with a sentence about what is being done.

        Returns
        -------
        list of Path
            The files written; they replace earlier ones.

        Raises
        ------
        RecordError
            If one of the minerals is no candidate of this run.
        MachineError
            If the machine lacks Pango or the font.
        TemplateError
            If a template of the workspace is broken.
        """
        languages, tell = languages_of(language, edition), notify or silent
        codes = [mineral_code(self.record, word) for word in minerals]
        folder = self.save()
        try:
            if codes:
                return write_sheets(self.record, folder, languages, codes, tell)
            return write_pages(self.record, folder, languages, tell, edition=edition, again=True)
        except OSError as error:
            raise disk_error(error) from error

    def __repr__(self) -> str:
        return f"<Run {self.run_id}: {self._size()}>"

    def _repr_html_(self) -> str:
        """Show the list in a notebook."""
        said = self.record["inputs"]
        title = escape(in_both(said["assessment"]["title"], " · "))
        illustrative = " · illustrative weights" if said["weights"]["status"] == "illustrative" else ""
        head = f"<p><b>{title}</b><br>{escape(self.run_id)} · {self._size()}{illustrative}</p>"
        return head + self.ranking[_SHOWN].to_html(na_rep="–", float_format="{:.3f}".format)

    def _size(self) -> str:
        rows = self.record["result"]["ranking"]
        return f"{sum(row['listed'] for row in rows)} of {len(rows)} candidates listed"

    def _table(self, name: str) -> "pd.DataFrame":
        from criticality.api.frames import table_frame

        return table_frame(self.record, name)
