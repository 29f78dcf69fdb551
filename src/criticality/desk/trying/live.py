"""The list as the files decide it now, kept ready so that a changed list costs milliseconds.

Whatever is moved is decided by `criticality.deciding.Decider` from the same inputs that a run reads. A `Base` holds
what the files and the answers to the choices give; each move is decided by a fork of its decider, which goes with it,
so that memory stays as it is however often something is moved.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import RLock

from criticality.checking.check import load_inputs
from criticality.deciding import Decider, groups_of
from criticality.desk.visits import Desk
from criticality.errors import InputError
from criticality.files.workspace import Workspace
from criticality.model.results import Choices, Decision, Inputs
from criticality.robustness.acceptability import p_listed
from criticality.robustness.ensemble import Ensemble, build_ensemble, with_rule, with_weights
from criticality.scenarios.options import answered

DRAWS = 2_048
"""Draws for P(listed) while something is moved: an error of at most 0.011, with random numbers in common."""
_KEPT = 6
READ_FOLDERS = ("assessments", "criteria", "weights", "scenarios", "choices", "data", "templates")
"""The folders of a workspace whose files decide a list and its pages."""
DRAFT = "-draft.yaml"
"""How the file of a draft ends, so that none takes the place of what it was made from."""
Chances = Mapping[str, float]
"""Mineral → share of the draws that list it; a mineral that is not scored is absent."""


@dataclass(frozen=True)
class Base:
    """What the files and some answers give, decided.

    Attributes
    ----------
    inputs
        As a run reads them, before any answer.
    answered
        The same under the answers.
    chosen
        The choices of the workspace with these answers; None where it has none.
    decision
        The list.
    """

    inputs: Inputs
    answered: Inputs
    chosen: Choices | None
    decider: Decider
    decision: Decision

    @cached_property
    def ensemble(self) -> Ensemble:
        """The draws around this list."""
        return _built(self.answered, self.decision)

    @cached_property
    def chances(self) -> Chances:
        """P(listed) of every mineral that is scored."""
        return p_listed(self.ensemble, DRAWS)

    def decided(self, inputs: Inputs) -> Decision:
        """Decide a changed list; what only it needs is forgotten."""
        return self.decider.fork()(inputs)

    def chances_of(self, inputs: Inputs, decision: Decision) -> Chances:
        """P(listed) under changed inputs, by the draws of this list where the figures are the same."""
        alike = decision.matrix.raw.equals(self.decision.matrix.raw)
        weighed = with_weights(self.ensemble, inputs, decision.weights) if alike else None
        ruled = None if weighed is None else with_rule(weighed, inputs, groups_of(inputs))
        return p_listed(_built(inputs, decision) if ruled is None else ruled, DRAWS)


def _built(inputs: Inputs, decision: Decision) -> Ensemble:
    groups = groups_of(inputs)
    return build_ensemble(inputs, decision.matrix, decision.weights, decision.ranking.method, groups)[0]


class Live:
    """The bases of a desk: of each assessment with each file of weights and each set of answers that was asked for.

    Parameters
    ----------
    desk
        Whose workspace is read; its files are looked at for each request, and read again once one has changed.
    """

    def __init__(self, desk: Desk) -> None:
        self.workspace: Workspace = desk.workspace
        self.lock = RLock()
        """Held while something is decided: one decider works for one request at a time."""
        self._bases: OrderedDict[Hashable, Base] = OrderedDict()
        self._seen: Hashable = ()

    def assessments(self) -> tuple[str, ...]:
        """The files of the assessments by name, drafts last: the first one is shown where none is asked for."""
        files = (self.workspace.relative(path) for path in self.workspace.documents("assessments"))
        return tuple(sorted(files, key=lambda file: (file.endswith(DRAFT), file)))

    def base(
        self, file: str, weights: str = "", answers: Mapping[str, str] | None = None, *, look: bool = True
    ) -> Base:
        """Return an assessment as decided, with other weights and answers where they are given.

        Parameters
        ----------
        look
            Whether it is looked at first if a file has changed; not between two parts of one answer.

        Raises
        ------
        InputError
            With every problem of every file that the assessment uses.
        """
        given = tuple(sorted((answers or {}).items()))
        with self.lock:
            if look:
                self._forget_if_changed()
            key = (file, weights, given)
            if key not in self._bases:
                self._bases[key] = (
                    self._answered(self.base(file, weights, look=False), dict(given))
                    if given
                    else self._read(file, weights)
                )
                while len(self._bases) > _KEPT:
                    self._bases.popitem(last=False)
            self._bases.move_to_end(key)
            return self._bases[key]

    def _read(self, file: str, weights: str) -> Base:
        overrides = {"choices": "all", **({"weights": weights} if weights else {})}
        found = load_inputs(self.workspace, file, overrides, cells=False)
        chosen, decider = found.choices, Decider()
        before = found if chosen is None else replace(chosen.original or found, choices=None)
        under = replace(found, choices=None)
        try:
            decision = decider(under)
        except InputError:
            load_inputs(self.workspace, file, overrides)  # says the same with the line
            raise
        return Base(before, under, chosen, decider, decision)

    @staticmethod
    def _answered(stated: Base, answers: Mapping[str, str]) -> Base:
        assert stated.chosen is not None
        chosen = replace(stated.chosen, answers={**stated.chosen.answers, **answers})
        options = [chosen.stated(choice) for choice in chosen.documents]
        under = answered(stated.inputs, options, chosen)
        decider = stated.decider.fork()
        return Base(stated.inputs, under, chosen, decider, decider(under))

    def _forget_if_changed(self) -> None:
        seen = tuple(_stamp(path) for folder in READ_FOLDERS for path in self.workspace.files(folder, below=True))
        if seen != self._seen:
            self._bases.clear()
            self._seen = seen


def _stamp(path: Path) -> Hashable:
    try:
        stat = path.stat()
    except OSError:
        return str(path), None
    return str(path), stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino
