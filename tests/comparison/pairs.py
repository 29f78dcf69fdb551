"""Two runs of the fictional country that differ in one thing or several, made once a session."""

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from criticality.assess import Decider
from criticality.comparison.compare import compare_records
from criticality.records.store import read_record
from workspace_builder import ASSESSMENT, PROPERTIES, WEIGHTS, atlantis, edit, run_folder

FRAME = ("before", "after", "residual")
Change = Callable[[Path], None]


def mine_closes(root: Path) -> None:
    """The world's supply of austrium comes from fewer hands, and its recycling stops."""
    text = (root / PROPERTIES).read_text("utf-8").splitlines()
    rows = [row for row in text if not row.startswith(("austrium,companionality", "norwegium,companionality"))]
    rows += ["austrium,companionality,,88,,,percent,2023,guild_of_smelters_2024,B,reported,"]
    rows += ["norwegium,companionality,,3,,,percent,2023,guild_of_smelters_2024,B,reported,"]
    (root / PROPERTIES).write_text("\n".join(rows) + "\n", "utf-8")


def harbourmaster_changes(root: Path) -> None:
    """One judge turns a judgement round."""
    old = "{more: supply_risk, than: economic_importance, by: 2,"
    edit(root, WEIGHTS, old, "{more: economic_importance, than: supply_risk, by: 2,")


def warden_changes(root: Path) -> None:
    """The other one weakens hers."""
    pair = "{more: environmental_impact, than: economic_importance"
    edit(root, WEIGHTS, f"{pair}, by: 3,", f"{pair}, by: 1,")


def minds_change(root: Path) -> None:
    """Both judges change their minds."""
    harbourmaster_changes(root)
    warden_changes(root)


def bar_rises(root: Path) -> None:
    """The threshold on the score is raised, and the designation withdrawn."""
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.56}")
    text = (root / ASSESSMENT).read_text("utf-8").splitlines(keepends=True)
    (root / ASSESSMENT).write_text(
        "".join(line for line in text if "coronium" not in line and "designations" not in line)
    )


def bar_is_high(root: Path) -> None:
    """Decipium stands just above this threshold, and mosandrium enters with it."""
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.605}")


def substitute_found(root: Path) -> None:
    edit(root, PROPERTIES, "decipium,substitution_index,,0.8,", "decipium,substitution_index,,0.72,")


def supply_unknown(root: Path) -> None:
    """Nobody says any more where decipium comes from."""
    text = (root / "data/production.csv").read_text("utf-8").splitlines(keepends=True)
    (root / "data/production.csv").write_text("".join(row for row in text if not row.startswith("decipium,")), "utf-8")


def figure_not_read(root: Path) -> None:
    """A figure of mosandrium is newer than the year of the evidence, and counts for nothing."""
    text = (root / PROPERTIES).read_text("utf-8")
    row = "mosandrium,companionality,,71,,,percent,2030,guild_of_smelters_2024,B,reported,\n"
    (root / PROPERTIES).write_text(text + row, "utf-8")


def anchors_move(root: Path) -> None:
    edit(root, "criteria/companionality.yaml", "zero_at: 0, one_at: 100", "zero_at: 0, one_at: 80")


def candidate_goes(root: Path) -> None:
    edit(
        root,
        "data/minerals.csv",
        "victorium,Vc,Victorium,維多利亞素,phosphor,yes,,",
        "victorium,Vc,Victorium,維多利亞素,phosphor,no,Out of use.,",
    )


def criterion_comes(root: Path) -> None:
    """A second criterion of the environment gets its judgement; A's weights do not know the pair."""
    text = (root / "criteria/climate_burden.yaml").read_text("utf-8")
    (root / "criteria/smoke_burden.yaml").write_text(
        text.replace("code: climate_burden", "code: smoke_burden"), "utf-8"
    )
    for more in (
        "{more: climate_burden, than: water_burden, by: 2,",
        "{more: water_burden, than: climate_burden, by: 2,",
    ):
        pairs = "".join(
            f'        - {{more: {other}, than: smoke_burden, by: 2, because: "Smoke blows away."}}\n'
            for other in ("climate_burden", "water_burden")
        )
        text = (root / WEIGHTS).read_text("utf-8").splitlines(keepends=True)
        place = next(number for number, line in enumerate(text) if more in line)
        (root / WEIGHTS).write_text("".join([*text[: place + 1], pairs, *text[place + 1 :]]), "utf-8")


_HOME = tempfile.TemporaryDirectory(prefix="criticality-pairs-", ignore_cleanup_errors=True)


@cache
def recorded(*changes: Change) -> Path:
    """The folder of the record of Atlantis under some changes."""
    folder = Path(_HOME.name) / ("-".join(change.__name__ for change in changes) or "as_it_is")
    root = atlantis(folder)
    for change in changes:
        change(root)
    return run_folder(root)


def record(*changes: Change) -> dict[str, Any]:
    return read_record(recorded(*changes))


def compared(before: tuple[Change, ...], after: tuple[Change, ...]) -> dict[str, Any]:
    """The comparison of Atlantis under some changes with Atlantis under others."""
    return compare_records(record(*before), record(*after), Decider())


def workspace_of_both(folder: Path, *pairs: tuple[Change, ...]) -> tuple[Path, list[str]]:
    """A workspace that holds the records of several variants, and their ids."""
    root = atlantis(folder)
    ids = []
    for changes in pairs:
        found = recorded(*changes)
        shutil.copytree(found, root / "output" / "runs" / found.name, dirs_exist_ok=True)
        ids.append(found.name)
    return root, ids


def players(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: share for name, share in entry.items() if name not in FRAME}
