"""`criticality verify`: an untouched record holds; what was altered, with all sums and digests made to fit, is told."""

# Holds: api/verifying/made_again.py, cli/verify.py, comparison/forged.py, records/printed_with.py,
# records/reading/first_difference.py (places), report/workbook.py (parts).

import copy
import io
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import criticality as crit
from criticality.model.document import Edition, Language
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record
from criticality.model.results import Inputs
from criticality.policy.results import policy_results
from criticality.records import environment
from criticality.report.pdf.editions import list_name
from forging import VERSIONS, alter, fresh, older, remake_sums, workspace_of
from workspace_builder import ASSESSMENT, Outcome, atlantis, criticality, edit, run_folder

PAGES = (
    "list.en.pdf, list.html, list.ods, list.public.en.pdf, list.public.zh-Hant.pdf, list.short.en.pdf, "
    "list.short.zh-Hant.pdf, list.xlsx, list.zh-Hant.pdf"
)


def verify(folder: Path, *words: object) -> Outcome:
    return criticality("verify", folder, *words, "--workspace", workspace_of(folder))


def pages_without_a_printer(
    record: Record, folder: Path, lists: Sequence[tuple[Edition, Language]], *, into: Path, progress: object = None
) -> list[Path]:
    """Stands in for the printer: pages that depend on the record, its files and the language alone."""
    made = [into / f"{list_name(*wanted)}.pdf" for wanted in lists]
    for path in made:
        text = json.dumps([record["result"], path.name], sort_keys=True) + (folder / "record.json").read_text("utf-8")
        path.write_bytes(b"%PDF" + text.encode())
    return made


def take_the_printer_away(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("criticality.api.pages.write_lists", pages_without_a_printer)
    patch.setattr("criticality.api.pages.require_machine", lambda: None)


@pytest.fixture(scope="module")
def printed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with both lists, the workbook and what the levers would change; to be copied, never changed."""
    folder = fresh(tmp_path_factory.mktemp("printed"))
    with pytest.MonkeyPatch.context() as patch:
        take_the_printer_away(patch)
        assert criticality("report", folder.name, "--workspace", workspace_of(folder)).code == 0
    return folder


LEVERS: list[PolicyRecord] = []
"""What the levers of that record give, worked out by the first test that verifies it: nobody alters its inputs."""


def levers_once(inputs: Inputs) -> PolicyRecord:
    if not LEVERS:
        LEVERS.append(policy_results(inputs))
    return copy.deepcopy(LEVERS[0])


@pytest.fixture
def printed(printed_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that record, in a workspace of its own."""
    take_the_printer_away(monkeypatch)
    monkeypatch.setattr("criticality.policy.results.policy_results", levers_once)
    root = workspace_of(printed_once)
    shutil.copytree(root, tmp_path / root.name)
    return tmp_path / root.name / printed_once.relative_to(root)


def test_an_untouched_record_holds(tmp_path: Path) -> None:
    for draws in (0, 200):
        folder = fresh(tmp_path / str(draws), draws)
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        outcome = verify(folder)
        assert outcome.code == 0, outcome.said
        assert outcome.out == f"{folder.name}: holds: result, summary.json, tables, ro-crate-metadata.json\n"
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_record_needs_no_workspace_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fresh(tmp_path)
    alone = tmp_path / "sent by post"
    shutil.copytree(folder, alone)
    monkeypatch.chdir(tmp_path)
    assert criticality("verify", alone).code == 0
    assert criticality("verify", "nothing").code == 1


def change_result(content: dict[str, Any]) -> None:
    row = content["result"]["ranking"][-1]
    row.update(listed=True, tier="critical")


def change_score(content: dict[str, Any]) -> None:
    content["result"]["ranking"][0]["score"] += 1e-12


def change_weight(content: dict[str, Any]) -> None:
    content["result"]["weights"][0]["global_weight"] *= 1.01


def change_value(content: dict[str, Any]) -> None:
    next(cell for cell in content["result"]["indicators"] if cell["value"] is not None)["value"] = 0.123


def change_candidates(content: dict[str, Any]) -> None:
    result = content["result"]
    gone = result["candidates"].pop()
    for name in ("ranking", "indicators", "contributions", "methods"):
        result[name] = [row for row in result[name] if row["mineral"] != gone]


def change_check(content: dict[str, Any]) -> None:
    content["result"]["checks"].pop()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (change_result, "result.ranking[7].listed (nebulium)|result.ranking[7]"),
        (change_score, "result.ranking[0].score (ilmenium): recorded 0.7"),
        (change_weight, "result.weights[0].global_weight: recorded"),
        (change_value, "result.indicators["),
        (change_candidates, "result.candidates[7]: recorded nothing, recomputed 'victorium'"),
        (change_check, "result.checks["),
    ],
)
def test_a_result_forged_with_every_digest_and_sum_is_told_with_its_place(
    change: Any, place: str, tmp_path: Path
) -> None:
    forged = alter(fresh(tmp_path), change)
    assert criticality("show", forged.name, "--workspace", workspace_of(forged)).code == 0, "it fits itself"
    outcome = verify(forged)
    assert (outcome.code, outcome.out) == (1, ""), outcome.said
    assert outcome.err.startswith(f"{forged.name}: record.json: ")
    assert any(part in outcome.err for part in place.split("|")), outcome.err
    assert "hint: " in outcome.err


def test_an_input_altered_with_its_digests_is_another_run_and_its_result_is_told(tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        content["inputs"]["assessment"]["rule"]["tiers"][0]["when"][0]["at_least"] = 0.9

    folder = fresh(tmp_path)
    forged = alter(folder, change)
    assert forged.name != folder.name
    outcome = verify(forged)
    assert outcome.code == 1
    assert "record.json: result." in outcome.err


def test_a_comparison_refuses_a_forged_list_instead_of_blaming_the_software(tmp_path: Path) -> None:
    folder = fresh(tmp_path)
    root = workspace_of(folder)
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.56}")
    other = run_folder(root)
    forged = alter(folder, change_result)
    outcome = criticality("compare", forged.name, other.name, "--workspace", root)
    assert outcome.code == 1, outcome.said
    assert f"{forged.name}: record.json: result.ranking (" in outcome.err
    assert "the recorded result is not what its inputs give" in outcome.err
    assert "criticality verify" in outcome.err


def test_several_runs_are_all_verified_and_one_that_fails_is_enough(tmp_path: Path) -> None:
    folder = fresh(tmp_path)
    root = workspace_of(folder)
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.56}")
    forged = alter(run_folder(root), change_result)
    broken = folder.with_name("2025-03-01-00000000")
    shutil.copytree(folder, broken)
    outcome = criticality("verify", forged.name, broken.name, folder.name, "--quiet", "--workspace", root)
    assert outcome.code == 1
    assert outcome.out == ""
    assert {line.partition(":")[0] for line in outcome.err.splitlines() if line.startswith("2025")} == {
        forged.name,
        broken.name,
    }
    assert criticality("verify", folder.name, "--quiet", "--workspace", root).said == ""


# ── pages, workbook, levers ──────────────────────────────────────────────────


def test_pages_and_workbook_are_made_again_and_hold(printed: Path) -> None:
    outcome = verify(printed)
    assert outcome.code == 0, outcome.said
    assert f"policy.json, {PAGES}" in outcome.out
    assert "政策工具 Levers" in openpyxl.load_workbook(printed / "list.xlsx", read_only=True).sheetnames


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("list.en.pdf", marks=pytest.mark.slow),
        pytest.param("list.zh-Hant.pdf", marks=pytest.mark.slow),
        pytest.param("list.html", marks=pytest.mark.slow),
        "list.xlsx",
        pytest.param("list.ods", marks=pytest.mark.slow),
    ],
)
def test_a_forged_page_with_sums_made_anew_is_told(name: str, printed: Path) -> None:
    content = bytearray((printed / name).read_bytes())
    content[len(content) // 2] ^= 1
    (printed / name).write_bytes(bytes(content))
    assert verify(printed).code == 1, "the seal tells"
    remake_sums(printed)
    assert criticality("show", printed.name, "--workspace", workspace_of(printed)).code == 0
    outcome = verify(printed)
    assert outcome.code == 1
    assert f"{printed.name}: {name}: " in outcome.err
    assert "is not what this record prints" in outcome.err


@pytest.mark.slow
def test_a_forged_sheet_of_the_workbook_is_named(printed: Path) -> None:
    path, packed = printed / "list.xlsx", io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(
                entry, part.replace(b"ilmenium", b"plumbum1") if entry.filename.endswith("sheet2.xml") else part
            )
    path.write_bytes(packed.getvalue())
    remake_sums(printed)
    assert "list.xlsx: xl/worksheets/sheet2.xml: " in verify(printed).err


@pytest.mark.slow
def test_a_file_that_is_no_workbook_is_told_by_its_byte(printed: Path) -> None:
    (printed / "list.xlsx").write_bytes(b"forged")
    remake_sums(printed)
    assert "list.xlsx: byte 1: " in verify(printed).err


def test_forged_levers_are_told_by_their_key(printed: Path) -> None:
    path = printed / "policy.json"
    content = json.loads(path.read_text("utf-8"))
    mineral, rows = next((key, rows) for key, rows in content["levers"].items() if rows)
    rows[0]["possible"] = not rows[0]["possible"]
    path.write_text(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    remake_sums(printed)
    assert f"policy.json: levers.{mineral}[0].possible ({mineral}): recorded " in verify(printed).err


def test_run_refuses_a_record_whose_page_was_replaced(printed: Path) -> None:
    (printed / "list.en.pdf").write_bytes(b"forged")
    outcome = criticality("run", "--language", "none", "--workspace", workspace_of(printed))
    assert outcome.code == 1
    assert "list.en.pdf is not what was written" in outcome.err


@pytest.mark.slow
def test_a_printed_list_is_printed_again_to_the_last_byte(tmp_path: Path) -> None:
    folder = fresh(tmp_path)
    printed = criticality("report", folder.name, "--language", "en", "--workspace", workspace_of(folder))
    if printed.code == 3:
        pytest.skip("this machine lacks Pango or the font")
    assert (
        criticality("report", folder.name, "--only", "Il", "--language", "en", "--workspace", workspace_of(folder)).code
        == 0
    )
    outcome = verify(folder)
    assert outcome.code == 0, outcome.said
    assert "list.en.pdf" in outcome.out
    assert "factsheet.ilmenium.en.pdf" in outcome.out


# ── another environment, other versions ──────────────────────────────────────


def test_in_another_environment_figures_are_held_to_a_thousand_millionth(printed: Path) -> None:
    def elsewhere(content: dict[str, Any]) -> None:
        content["environment"]["processor"] = "another"
        content["result"]["ranking"][0]["score"] += 1e-11

    folder = alter(printed, elsewhere)
    outcome = verify(folder)
    assert outcome.code == 0, outcome.said
    assert "note: another environment than the record's (processor: recorded 'another'" in outcome.out
    assert f"note: pages are not comparable here, byte for byte: {PAGES}" in outcome.out

    def farther(content: dict[str, Any]) -> None:
        content["result"]["ranking"][0]["score"] += 1e-7

    outcome = verify(alter(folder, farther))
    assert outcome.code == 1
    assert "result.ranking[0].score (ilmenium)" in outcome.err


@pytest.mark.parametrize("version", VERSIONS)
def test_a_record_of_an_older_version_is_recomputed_and_said_to_be(version: str, tmp_path: Path) -> None:
    outcome = verify(older(tmp_path, version))
    assert outcome.code == 0, outcome.said
    assert f"note: version {version} wrote it: recomputed by version {crit.__version__}, held to 1e-09" in outcome.out


def test_a_forged_record_of_an_older_version_is_told(tmp_path: Path) -> None:
    outcome = verify(alter(older(tmp_path, "0.2.3"), change_result))
    assert outcome.code == 1
    assert "result.ranking[7]" in outcome.err
    assert "it was altered, or version 0.2.3 computed it in another way" in outcome.err


def test_an_older_record_that_this_version_cannot_recompute_is_said_to_be_so(tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        content["inputs"]["assessment"]["also_rank_by"] = ["copras"]
        content["inputs"]["criteria"][0]["indicator"] = "forgotten"

    outcome = verify(alter(older(tmp_path, "0.1.0"), change))
    assert outcome.code == 0, outcome.said
    assert f"version {crit.__version__} cannot recompute it" in outcome.out
    assert "fits its seal; not recomputed" in outcome.out


# ── the run before, warnings ─────────────────────────────────────────────────


def test_the_comparison_with_the_run_before_is_made_again_where_that_run_is_at_hand(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    before = run_folder(root)
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.56}")
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write(f"compare_with: {before.name}\n")
    after = run_folder(root)
    assert verify(after).out == f"{after.name}: holds: result, summary.json, tables, ro-crate-metadata.json\n"

    def change(content: dict[str, Any]) -> None:
        content["result"]["comparison"]["runs"]["a"]["listed"] += 1

    forged = alter(after, change)
    assert "record.json: result.comparison.runs.a.listed: recorded 6, recomputed 5" in verify(forged).err
    shutil.rmtree(before)
    outcome = verify(forged)
    assert outcome.code == 0
    assert "note: result.comparison is not made again: " in outcome.out


def test_warnings_name_lines_that_a_record_does_not_hold(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, "title: {en: Watch, zh-Hant: 觀察名單}", "title: {en: Watch}")
    outcome = verify(run_folder(root))
    assert outcome.code == 0
    assert "note: result.warnings is not made again" in outcome.out


def test_from_python_a_run_verifies_itself(tmp_path: Path) -> None:
    folder = fresh(tmp_path)
    found = crit.read_run(folder).verify()
    assert isinstance(found, crit.Verification)
    assert (found.holds, found.differences, found.notes) == (True, (), ())
    assert found.proved == ("result", "summary.json", "tables", "ro-crate-metadata.json")
    forged = crit.read_run(alter(folder, change_result)).verify()
    assert not forged.holds
    assert forged.differences[0][0] == "record.json"
    with pytest.raises(crit.RecordError, match="not saved"):
        crit.Workspace(workspace_of(folder)).assess(draws=0).verify()


def test_pages_say_with_what_they_were_printed_and_the_run_id_does_not_hang_on_it(printed: Path) -> None:
    said = json.loads((printed / "printing.json").read_text("utf-8"))
    assert sorted(said) == sorted(set(PAGES.split(", ")) - {"list.html", "list.ods", "list.xlsx"})
    for page in said.values():
        assert set(page["native"]) == {"pango", "harfbuzz", "fontconfig"}
    assert "native" not in json.loads((printed / "record.json").read_text("utf-8"))["environment"]
    assert "printing.json" in (printed / "SHA256SUMS").read_text("utf-8")
    assert "printing.json" not in (printed / "SHA256SUMS.record").read_text("utf-8")


@pytest.mark.slow
def test_a_page_that_another_pango_printed_is_no_forgery(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_native_version", lambda *_library: "0.0.1")
    monkeypatch.setattr("criticality.api.pages.write_lists", lambda *_words, **_more: pytest.fail("printed again"))
    outcome = verify(printed)
    assert outcome.code == 0, outcome.said
    assert "list.en.pdf is not comparable here, byte for byte: printed with another native.fontconfig" in outcome.said
    assert "list.xlsx" in outcome.out


def test_what_pages_were_printed_with_may_not_be_altered(printed: Path) -> None:
    (printed / "printing.json").write_text('{"list.en.pdf": []}\n', "utf-8")
    assert "printing.json is not what was written" in verify(printed).err
    remake_sums(printed)
    assert "printing.json: list.en.pdf: an object belongs here" in verify(printed).err
