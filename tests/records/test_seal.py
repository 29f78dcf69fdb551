"""Every file of a record altered, swapped, removed, linked, and the sums made to fit: told by its file."""

# Holds: records/additions.py, records/index.py (links), records/parse_record.py, records/run_summary.py.
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from criticality.errors import RecordError
from criticality.interchange.run_crate import CRATE
from criticality.records.additions import additions
from criticality.records.seal import NEXT_SUMS, OWN_FILES, checked, read_sums
from criticality.records.store import read_record, read_summary
from forging import OWN, SUMS, VERSIONS, alter, fresh, older, remake_sums, workspace_of, written
from workspace_builder import criticality

PAGES = ("list.en.pdf", "list.xlsx", "factsheet.ilmenium.en.pdf", "policy.json")
EVERY = (*OWN_FILES, CRATE, *PAGES, SUMS, OWN)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record with pages of a kind, added as `report` adds them."""
    folder = fresh(tmp_path)
    with additions(folder) as drafts:
        for name in PAGES:
            (drafts / name).write_bytes(b"{}\n" if name.endswith("json") else name.encode() * 9)
    assert read_record(folder)["format"] == 2
    return folder


def said(folder: Path) -> str:
    with pytest.raises(RecordError) as refused:
        read_record(folder)
    return str(refused.value)


def flip(path: Path, place: int = -2) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("name", EVERY)
def test_one_byte_altered_is_told_by_its_file(name: str, record: Path) -> None:
    flip(record / name, 70 if name in (SUMS, OWN) else -2)
    told = said(record)
    assert told.startswith(f"{record.name}: the record ")
    assert name in told or name == SUMS
    assert "hint: " in told


@pytest.mark.parametrize("name", EVERY)
def test_a_file_removed_is_told_by_its_name(name: str, record: Path) -> None:
    (record / name).unlink()
    assert name in said(record)


@pytest.mark.parametrize("name", OWN_FILES)
def test_a_part_of_the_record_removed_with_its_sum_is_told(name: str, record: Path) -> None:
    (record / name).unlink()
    remake_sums(record, drop=name)
    assert f"does not name {name}" in said(record)


@pytest.mark.parametrize("name", [name for name in OWN_FILES if name != "record.json"])
def test_a_table_altered_with_its_sums_made_anew_is_told_by_line_or_key(name: str, record: Path) -> None:
    flip(record / name, -3)
    remake_sums(record)
    told = said(record)
    assert f"{name}: it is not what record.json gives: " in told or f"{name}: " in told
    assert "line " in told or "recorded" in told


@pytest.mark.parametrize("name", [name for name in EVERY if name not in (SUMS, OWN)])
def test_a_file_of_another_record_in_its_place_is_told(name: str, record: Path) -> None:
    (record / name).write_bytes(b"mineral,rank\nlead,1\n")
    assert name in said(record)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_added_by_hand_is_told(name: str, tmp_path: Path) -> None:
    folder = fresh(tmp_path)
    (folder / name).write_bytes(b"forged")
    assert f"{name} is not named in SHA256SUMS" in said(folder)


def test_a_table_added_by_hand_is_told_so_that_none_is_attached_to_a_page(record: Path) -> None:
    (record / "tables" / "extra.csv").write_text("a,b\n", "utf-8")
    assert "tables/extra.csv is not named in SHA256SUMS" in said(record)


def test_a_signature_or_a_letter_beside_the_record_is_its_owners(record: Path) -> None:
    (record / f"{SUMS}.asc").write_text("-----BEGIN PGP SIGNATURE-----", "utf-8")
    (record / "letter.txt").write_text("Approved.", "utf-8")
    assert read_record(record)


def test_sha256sum_checks_pages_without_this_software(record: Path) -> None:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("sha256sum is not on this machine")
    for seal in (SUMS, OWN):
        done = subprocess.run([program, "-c", seal], cwd=record, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    flip(record / "list.en.pdf")
    done = subprocess.run([program, "-c", SUMS], cwd=record, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "list.en.pdf: FAILED" in done.stdout


def test_the_seal_of_the_record_itself_is_written_once(tmp_path: Path) -> None:
    folder = fresh(tmp_path)
    before = (folder / OWN).read_bytes()
    with additions(folder) as drafts:
        (drafts / "list.en.pdf").write_bytes(b"%PDF")
    assert (folder / OWN).read_bytes() == before
    assert set(read_sums(folder, OWN)) == {*OWN_FILES, CRATE}
    assert set(read_sums(folder, SUMS)) == {*OWN_FILES, CRATE, OWN, "list.en.pdf"}


# ── a command that is killed while it adds pages ─────────────────────────────


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", range(6))
def test_a_record_holds_at_every_moment_of_adding_pages(
    step: int, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = 0
    replace = Path.replace

    def dies(self: Path, target: Path) -> Path:
        nonlocal done
        if done == step:
            raise Killed
        done += 1
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dies)
        try:
            with additions(record) as drafts:
                (drafts / "list.en.pdf").write_bytes(b"other bytes")
                (drafts / "list.zh-Hant.pdf").write_bytes(b"new")
                (drafts / "list.xlsx").write_bytes(b"other")
        except Killed:
            assert step < 5
    assert read_record(record)
    with additions(record) as drafts:
        (drafts / "list.html").write_bytes(b"<p>")
    assert read_record(record)
    assert not (record / NEXT_SUMS).exists()


def test_the_coming_seal_never_covers_the_record_itself(record: Path) -> None:
    sums = (record / SUMS).read_text("utf-8")
    flip(record / "tables" / "ranking.csv")
    remake_sums(record)
    (record / NEXT_SUMS).write_text((record / SUMS).read_text("utf-8"), "utf-8")
    (record / SUMS).write_text(sums, "utf-8")
    assert "tables/ranking.csv" in said(record)


def test_what_raises_while_pages_are_made_adds_nothing(record: Path) -> None:
    before = sorted(path.name for path in record.iterdir())
    with pytest.raises(KeyError), additions(record) as drafts:
        (drafts / "list.zh-Hant.pdf").write_bytes(b"half")
        raise KeyError
    assert sorted(path.name for path in record.iterdir()) == before


# ── what leads outside ───────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*OWN_FILES, CRATE, "list.en.pdf"])
def test_a_link_in_a_record_is_never_opened(name: str, record: Path) -> None:
    outside = record.parents[2].parent / "secret"
    shutil.copy(record / name, outside)
    (record / name).unlink()
    (record / name).symlink_to(outside)
    assert f"{name} is a link" in said(record)


def test_a_folder_of_tables_that_is_a_link_is_refused(record: Path) -> None:
    outside = record.parents[2].parent / "tables"
    shutil.move(record / "tables", outside)
    (record / "tables").symlink_to(outside)
    assert "is a link" in said(record)


@pytest.mark.parametrize(
    "name",
    ["/etc/hostname", "../../../secret", "tables/../../secret", "/proc/kmsg", "a\\b", "x\x1b[2J", "./record.json"],
)
def test_a_seal_that_names_a_file_outside_is_refused_unread(name: str, record: Path) -> None:
    with (record / SUMS).open("a", encoding="utf-8") as stream:
        stream.write(f"{'0' * 64}  {name}\n")
    assert "is no digest with the name of a file of this record" in said(record)


def test_a_device_or_a_pipe_in_a_record_does_not_hang(record: Path) -> None:
    (record / "list.en.pdf").unlink()
    os.mkfifo(record / "list.en.pdf")
    assert "list.en.pdf is no file" in said(record)


def test_a_name_told_twice_is_refused(record: Path) -> None:
    with (record / SUMS).open("a", encoding="utf-8") as stream:
        stream.write(f"{'0' * 64}  list.en.pdf\n")
    assert "is named twice" in said(record)


def test_a_record_that_is_a_link_out_of_the_runs_is_refused(record: Path) -> None:
    root = workspace_of(record)
    outside = root.parent / "elsewhere"
    record.rename(outside)
    record.symlink_to(outside)
    for words in (("show", record.name), ("report", "latest", "--language", "none"), ("runs",)):
        outcome = criticality(*words, "--workspace", root)
        assert outcome.code == 1, outcome.said
        assert "leads out of the folder of the runs" in outcome.err


@pytest.mark.parametrize("as_of", ["/tmp/x", "../../../x", "2025-03-01/../../x", "2025-3-1", "x" * 300])
def test_a_date_that_is_a_path_writes_nothing(as_of: str, record: Path) -> None:
    def change(content: dict) -> None:
        content["as_of"] = as_of

    assert "as_of: " in said(alter(record, change, files=False))


def test_a_renamed_record_is_told(record: Path) -> None:
    other = record.with_name("2025-03-01-00000000")
    record.rename(other)
    assert f"{record.name}: give it its name back" in said(other)
    outcome = criticality("runs", "--workspace", workspace_of(other))
    assert outcome.code == 1
    assert "is not the name of the folder" in outcome.err


def test_a_copy_in_an_archive_may_have_any_name(record: Path, tmp_path: Path) -> None:
    copy = tmp_path / "approved list"
    shutil.copytree(record, copy)
    assert read_record(copy)["run_id"] == record.name


# ── format, version, shape ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("format", 99, "format 99 of version"),
        ("format", True, "it names no format"),
        ("format", 1, "does not write format 1"),
        ("software", {"criticality": "9.9.9"}, "of version 9.9.9"),
        ("software", {"criticality": "0.2.3"}, "version 0.2.3 does not write format 2"),
        ("software", {"criticality": None}, "it names no format, or no version"),
        ("result", {}, "result: "),
        ("inputs", [], "inputs: an object belongs here"),
        ("digest", "0" * 64, "its inputs do not give its run id"),
        ("result_digest", "0" * 64, "it does not fit its result_digest"),
        ("result_digest", None, "result_digest"),
    ],
)
def test_what_no_version_writes_is_told(key: str, value: object, told: str, record: Path) -> None:
    def change(content: dict) -> None:
        content[key] = value

    alter(record, change, digests=False, files=False)
    assert told in said(record)


def test_a_result_altered_with_sums_made_anew_is_told(record: Path) -> None:
    def change(content: dict) -> None:
        content["result"]["ranking"][-1]["listed"] = True

    alter(record, change, digests=False)
    assert "record.json: result: it does not fit its result_digest" in said(record)
    for words in (("show",), ("report", "--language", "none"), ("levers",)):
        outcome = criticality(words[0], record.name, *words[1:], "--workspace", workspace_of(record))
        assert outcome.code == 1, outcome.said
        assert "result_digest" in outcome.err


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text.replace('"format":2', '"format":2,"format":2'), "the key 'format' stands twice"),
        (lambda text: text.replace('"robustness":null', '"robustness":NaN'), "NaN is no number of JSON"),
        (lambda text: "[" * 100_000 + "]" * 100_000, "stand too deep"),
        (lambda text: text[:-40], "not JSON"),
        (lambda _text: "[]", "it names no format"),
        (lambda text: text.replace('"global_weight":0.', '"global_weight":1e999', 1), "not JSON|larger than a number"),
    ],
    ids=["duplicate", "nan", "deep", "cut", "list", "infinite"],
)
def test_json_that_nobody_writes_is_told(spoil, told: str, record: Path) -> None:
    path = record / "record.json"
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    remake_sums(record)
    with pytest.raises(RecordError, match=told):
        read_record(record)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda c: c["inputs"]["data"]["minerals"]["rows"][1].pop(), "inputs.data.minerals.rows[1]: 7 cells"),
        (lambda c: c["inputs"]["data"]["minerals"]["columns"].__setitem__(1, "mineral"), "a column is named twice"),
        (lambda c: c["result"]["ranking"].pop(), "result.ranking: it does not hold each candidate once"),
        (lambda c: c["result"]["ranking"][0].update(score="high"), "result.ranking[0].score: "),
        (lambda c: c["result"]["ranking"][0].update(tier="gold"), "result.ranking[0]: its tier"),
        (lambda c: c["result"]["ranking"][0]["dimensions"].clear(), "its dimensions are not"),
        (lambda c: c["result"]["indicators"][0].update(criterion="x"), "result.indicators[0]: its mineral or its"),
        (lambda c: c["result"]["weights"][0].pop("global_weight"), "result.weights[0]: 'global_weight' is missing"),
        (lambda c: c["inputs"]["assessment"].pop("rule"), "inputs.assessment: 'rule' is missing"),
    ],
)
def test_a_part_of_another_shape_is_told_by_its_place(change, told: str, record: Path) -> None:
    try:
        forged = alter(record, change, files=False)
    except (KeyError, TypeError):
        pytest.fail("the forger could not make the digests fit")
    assert told in said(forged)


def test_what_no_check_foresees_ends_in_a_sentence(record: Path) -> None:
    def change(content: dict) -> None:
        content["inputs"]["sources"] = {}
        content["result"]["indicators"] = content["result"]["indicators"][:1]

    forged = alter(record, change)
    for words in (("show", "--evidence"), ("levers",), ("report", "--language", "none")):
        command, *rest = words
        mineral = ["ilmenium"] if rest == ["--evidence"] else []
        outcome = criticality(command, forged.name, *mineral, *rest, "--workspace", workspace_of(forged))
        assert outcome.code in (0, 1), outcome.said


# ── the list of runs ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [b"[]", b"{}", b"[" * 100_000, b"\xff", b'{"run_id": NaN}', None])
def test_one_bad_summary_does_not_stop_the_list_of_runs(content: bytes | None, record: Path, tmp_path: Path) -> None:
    bad = record.with_name("2025-03-01-ffffffff")
    shutil.copytree(record, bad)
    (bad / "summary.json").unlink()
    if content is not None:
        (bad / "summary.json").write_bytes(content)
    for remade in (False, True):
        if remade:
            remake_sums(bad)
        outcome = criticality("runs", "--workspace", workspace_of(record))
        assert outcome.code == 1
        assert record.name in outcome.out
        assert outcome.err.startswith(f"{bad.name}: ")


def test_an_altered_summary_is_told_in_the_list_of_runs(record: Path) -> None:
    summary = json.loads((record / "summary.json").read_text("utf-8"))
    (record / "summary.json").write_text(written({**summary, "listed": ["victorium"]}), "utf-8")
    with pytest.raises(RecordError, match=r"summary\.json is not what was written"):
        read_summary(record)
    remake_sums(record)
    assert "summary.json: it is not what record.json gives: listed" in said(record)


def test_a_file_time_that_no_calendar_has_is_no_traceback(record: Path) -> None:
    os.utime(record / "record.json", (2**62 / 1e9 * 8, 2**62 / 1e9 * 8))
    assert criticality("runs", "--workspace", workspace_of(record)).code == 0


# ── records of the versions before ───────────────────────────────────────────


@pytest.mark.parametrize("version", VERSIONS)
def test_a_record_of_an_older_version_is_read_and_compared(version: str, tmp_path: Path) -> None:
    folder = older(tmp_path, version)
    assert read_record(folder)["software"] == {"criticality": version}
    root = workspace_of(folder)
    assert criticality("show", folder.name, "ilmenium", "--evidence", "--workspace", root).code == 0
    assert criticality("runs", "--workspace", root).code == 0
    now = criticality("run", "--workspace", root, "--language", "none", "--quiet").out.strip()
    outcome = criticality("compare", folder.name, Path(now).name, "--json", "--workspace", root)
    assert outcome.code == 0, outcome.said
    assert json.loads(outcome.out)["runs"]["a"]["software"] == version


def test_a_record_of_format_1_may_have_pages_outside_its_seal(tmp_path: Path) -> None:
    folder = older(tmp_path, "0.2.3")
    (folder / "list.en.pdf").write_bytes(b"%PDF")
    assert checked(folder)
