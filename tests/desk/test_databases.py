"""A small database of the desk that cannot be read or written: told in words, set aside, and never deleted."""

import sqlite3
from pathlib import Path

import pytest

from criticality.desk.databases import BrokenDatabaseError, PrivateDatabase, set_aside, telling
from criticality.errors import MachineError


def filled(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("create table answers (by text)")


def test_what_is_no_database_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "rounds.sqlite"
    path.write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with pytest.raises(BrokenDatabaseError, match="cannot be read as what the desk keeps"), telling(path):
        filled(path)


def test_tables_of_another_program_are_broken_too(tmp_path: Path) -> None:
    path = tmp_path / "rounds.sqlite"
    filled(path)
    with pytest.raises(BrokenDatabaseError), telling(path), sqlite3.connect(path) as database:
        database.execute("select person from answers")


def test_a_full_disk_and_a_file_that_another_program_holds_are_no_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "rounds.sqlite"
    filled(path)
    with sqlite3.connect(path) as holds:
        holds.execute("begin exclusive")
        with pytest.raises(MachineError) as told, telling(path), sqlite3.connect(path, timeout=0) as database:
            database.execute("insert into answers values ('1')")
        assert not isinstance(told.value, BrokenDatabaseError)
    with pytest.raises(MachineError, match="full") as told, telling(path), sqlite3.connect(path) as database:
        database.execute("pragma max_page_count = 2")
        database.execute("insert into answers values (zeroblob(1000000))")
    assert not isinstance(told.value, BrokenDatabaseError)
    assert "free space" in str(told.value)


def test_what_is_set_aside_takes_the_place_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rounds.sqlite"
    for content in (b"one", b"two"):
        path.write_bytes(content)
        path.with_name("rounds.sqlite-wal").write_bytes(content + b" wal")
        set_aside(path)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        "rounds.broken-1.sqlite": b"one",
        "rounds.broken-1.sqlite-wal": b"one wal",
        "rounds.broken-2.sqlite": b"two",
        "rounds.broken-2.sqlite-wal": b"two wal",
    }


def test_a_database_of_people_is_for_its_owner_alone_and_keeps_a_transaction_whole_or_not_at_all(
    tmp_path: Path,
) -> None:
    database = PrivateDatabase(tmp_path / "people.sqlite", "create table if not exists people (name text not null);")
    assert database.rows("select * from people") == []
    assert not database.path.exists(), "a question makes no file"
    database.change("insert into people values (?)", "Ada")
    assert [row["name"] for row in database.rows("select * from people where name = ?", "Ada")] == ["Ada"]
    assert database.path.stat().st_mode & 0o077 == 0
    with pytest.raises(BrokenDatabaseError), database.opened() as opened:
        opened.execute("delete from people")
        opened.execute("insert into people values (null)")
    assert len(database.rows("select * from people")) == 1
    database.change("delete from people")
    assert b"Ada" not in database.path.read_bytes(), "what is deleted is overwritten"
