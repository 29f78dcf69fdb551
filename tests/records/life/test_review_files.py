"""The review beside a record: written once each, chained, bound to the record's digests, and closed by a sign-off."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pairs import bar_rises, record, recorded

from criticality.errors import RecordError
from criticality.records.life.review_files import Statement, add_entry, read_review
from criticality.records.seal import sha256
from criticality.records.store import read_record

LEE, WU, CHAIR = "A. Lee, Ministry", "吳, 地調中心", "Chair, Committee"
DAY = date(2026, 1, 2)
TODAY = date(2026, 1, 9)
COMMENT = Statement("comment", LEE, DAY, None, "Figures of 2023.")
OBJECTION = Statement("object", LEE, DAY, "ilmenium", "Too high. 太高。")
AGREEMENT = Statement("agree", WU, DAY)
SIGN_OFF = Statement("sign_off", CHAIR, DAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(recorded(), tmp_path / "runs" / recorded().name))


def say(folder: Path, *statements: Statement) -> list[Path]:
    return [add_entry(folder, read_record(folder), statement, TODAY) for statement in statements]


def refused(folder: Path, statement: Statement) -> str:
    with pytest.raises(RecordError) as caught:
        say(folder, statement)
    return str(caught.value)


def test_entries_are_numbered_and_name_the_digests_of_the_record(folder: Path) -> None:
    files = say(folder, COMMENT, OBJECTION)
    assert [path.relative_to(folder).as_posix() for path in files] == ["review/0001.json", "review/0002.json"]
    first, second = (json.loads(path.read_text("utf-8")) for path in files)
    for entry in (first, second):
        assert (entry["digest"], entry["result_digest"]) == (record()["digest"], record()["result_digest"])
    assert "before" not in first
    assert second["before"] == sha256(files[0].read_bytes())
    assert (second["says"], second["about"], second["text"], second["on"]) == (
        "object", "ilmenium", "Too high. 太高。", "2026-01-02",
    )  # fmt: skip


def test_a_review_changes_no_byte_of_the_record(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    say(folder, COMMENT, AGREEMENT, SIGN_OFF)
    assert {path: path.read_bytes() for path in before} == before
    assert read_record(folder) == record()
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []


def test_the_sign_off_is_one_and_closes_the_review(folder: Path) -> None:
    say(folder, COMMENT, SIGN_OFF)
    for statement in (SIGN_OFF, COMMENT, AGREEMENT):
        assert "is closed: Chair, Committee signed it off on 2026-01-02 (review/0002.json)" in refused(
            folder, statement
        )


@pytest.mark.parametrize("says", ["comment", "agree", "sign_off"])
def test_no_entry_is_of_a_day_to_come_or_of_one_before_the_entry_before(folder: Path, says: str) -> None:
    say(folder, Statement("comment", LEE, date(2026, 1, 5), None, "Seen."))
    assert "--on 2026-01-10: this day has not come yet" in refused(
        folder, Statement(says, WU, date(2026, 1, 10), text="x")
    )
    assert "of 2026-01-05 stand" in refused(folder, Statement(says, WU, date(2026, 1, 4), text="x"))
    say(folder, Statement(says, WU, date(2026, 1, 5), text="x"))


def test_an_entry_of_a_day_to_come_that_was_written_before_is_read_and_holds_nothing_up(folder: Path) -> None:
    add_entry(folder, read_record(folder), Statement("comment", LEE, date(2099, 1, 1), None, "x"), date(2099, 1, 1))
    say(folder, SIGN_OFF)
    found = read_review(folder, read_record(folder))
    assert (found.faults, [entry["on"] for entry in found.entries]) == ([], ["2099-01-01", "2026-01-02"])


def test_a_sign_off_of_a_day_before_an_entry_is_refused_where_it_is_written_and_read_where_it_was(folder: Path) -> None:
    say(folder, COMMENT, Statement("agree", WU, date(2026, 1, 5)))
    assert "--on 2026-01-04: entries of 2026-01-05 stand before it" in refused(
        folder, Statement("sign_off", CHAIR, date(2026, 1, 4))
    )
    say(folder, Statement("sign_off", CHAIR, date(2026, 1, 5)))
    assert read_review(folder, read_record(folder)).faults == []


def test_an_objection_stays_open_until_whoever_raised_it_withdraws_it(folder: Path) -> None:
    say(folder, OBJECTION)
    assert "whoever signs off over it says why" in refused(folder, SIGN_OFF)
    assert f"was raised by {LEE}" in refused(folder, Statement("withdraw", WU, DAY, None, "No.", 1))
    say(folder, Statement("withdraw", LEE, DAY, None, "Explained.", 1))
    assert "no open objection of the number 1" in refused(folder, Statement("withdraw", LEE, DAY, None, "Again.", 1))
    say(folder, SIGN_OFF)


def test_an_open_objection_is_signed_over_with_a_reason(folder: Path) -> None:
    say(folder, OBJECTION, Statement("sign_off", CHAIR, DAY, None, "Heard, and not shared."))
    assert read_review(folder, record()).entries[-1]["text"] == "Heard, and not shared."


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (Statement("comment", LEE, DAY), "a comment needs its text"),
        (Statement("object", LEE, DAY, "ilmenium", " "), "an objection says why"),
        (Statement("comment", " ", DAY, None, "x"), "a review says by whom"),
        (Statement("comment", "two\nlines", DAY, None, "x"), "on one line"),
        (Statement("comment", LEE, DAY, "unobtainium", "x"), "unobtainium is no candidate"),
        (Statement("comment", LEE, DAY, None, "x" * 20_001), "longer than 20000"),
        (Statement("withdraw", LEE, DAY, None, "x", 7), "no open objection of the number 7"),
        (Statement("agree", LEE, DAY, None, "", 1), "only --withdraw names"),
    ],
)
def test_a_slip_of_a_reviewer_writes_nothing(folder: Path, statement: Statement, says: str) -> None:
    assert says in refused(folder, statement)
    assert not (folder / "review").exists()


def test_who_agrees_twice_is_told(folder: Path) -> None:
    say(folder, AGREEMENT)
    assert "has agreed already" in refused(folder, AGREEMENT)


def faults(folder: Path) -> list[str]:
    return [f"{file}: {what}" for file, what in read_review(folder, record()).faults]


def altered(path: Path, **changes: Any) -> None:
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**said, **changes}, ensure_ascii=False), "utf-8")


def test_an_altered_entry_is_noticed_by_the_one_behind_it(folder: Path) -> None:
    first, *_ = say(folder, COMMENT, AGREEMENT)
    altered(first, text="Figures of 2024.")
    assert faults(folder) == ["review/0002.json: it does not follow entry 1, as it stands: one of the two was altered"]
    assert "was altered" in refused(folder, COMMENT)


def test_an_entry_taken_out_or_put_in_is_noticed(folder: Path) -> None:
    _, second, third = say(folder, COMMENT, OBJECTION, AGREEMENT)
    kept = second.read_bytes()
    second.unlink()
    assert "this is entry 3, where entry 2 belongs" in faults(folder)[0]
    second.write_bytes(kept)
    assert faults(folder) == []
    shutil.copy(third, folder / "review" / "0004.json")
    assert "this is entry 3, where entry 4 belongs" in faults(folder)[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "not JSON"),
        (b"[]", "an object belongs here"),
        (b'{"format": 1}', "is missing"),
        (b'{"format": 1, "format": 1}', "twice"),
        (b"x" * 100_001, "too large"),
    ],
)
def test_a_file_that_is_no_entry_is_told(folder: Path, content: bytes, says: str) -> None:
    (folder / "review").mkdir()
    (folder / "review" / "0001.json").write_bytes(content)
    (found,) = faults(folder)
    assert says in found


@pytest.mark.parametrize("change", [{"says": "bless"}, {"on": "2026-02-30"}, {"number": 2}, {"about": "unobtainium"}])
def test_an_entry_that_says_what_none_can_is_told(folder: Path, change: dict[str, Any]) -> None:
    (first,) = say(folder, COMMENT)
    altered(first, **change)
    assert len(faults(folder)) == 1


def test_a_link_is_never_opened(folder: Path, tmp_path: Path) -> None:
    (first,) = say(folder, COMMENT)
    first.rename(tmp_path / "elsewhere.json")
    first.symlink_to(tmp_path / "elsewhere.json")
    assert "link" in faults(folder)[0]
    shutil.rmtree(folder / "review")
    (folder / "review").symlink_to(tmp_path)
    assert "link" in faults(folder)[0]


def test_the_review_of_another_run_is_signed_for_another_run(folder: Path) -> None:
    say(folder, COMMENT, SIGN_OFF)
    other = Path(shutil.copytree(recorded(bar_rises), folder.parent / recorded(bar_rises).name))
    shutil.copytree(folder / "review", other / "review")
    found = read_review(other, read_record(other))
    assert found.entries == [] and found.faults == []
    assert found.others == [("review/0001.json", folder.name), ("review/0002.json", folder.name)]
    assert found.shown == {"entries": [], "of_another_run": [folder.name]}
    assert f"review/0001.json: signed for another run ({folder.name})" in refused(other, COMMENT)


def test_what_else_stands_there_is_its_owners(folder: Path) -> None:
    say(folder, COMMENT)
    (folder / "review" / "minutes.pdf").write_bytes(b"%PDF")
    (folder / "review" / "0001.json.sig").write_bytes(b"?")
    assert faults(folder) == []
    assert read_review(folder, record()).shown == {
        "entries": read_review(folder, record()).entries,
        "of_another_run": [],
    }
