"""The log: a day of it says who changed what, from which bytes to which, and shows where somebody touched it."""

# Holds: desk/entering/log_page.py.

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from criticality.desk import audit
from criticality.desk.audit import FIRST, Audit, Happened, days_of, first_broken, folder_of, lines_of
from criticality.desk.sessions import Sessions
from criticality.desk.sign_on import Entry
from criticality.desk.visits import Desk
from criticality.files.workspace import Workspace
from desk_served import Served, Visitor, served
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis

PROXY = Entry("proxy", "http://localhost:1", (ip_network("127.0.0.1"),))
CRITERION = "criteria/dimensions.yaml"


class Person:
    """Somebody whom the proxy names, from their own address."""

    def __init__(self, desk: Served, name: str, groups: str) -> None:
        self.visitor = Visitor(desk)
        self.name = f"{name} <{name}@example.org>"
        self.headers = {
            "Host": "localhost:1",
            "X-Forwarded-User": name,
            "X-Forwarded-Email": f"{name}@example.org",
            "X-Forwarded-Groups": groups,
            "X-Forwarded-For": "203.0.113.9",
        }

    def get(self, path: str) -> str:
        return self.visitor.get(path, **self.headers).text

    def post(self, path: str, **fields: str) -> int:
        token = self.get("/nothing").partition('name="form_token" value="')[2].partition('"')[0]
        return self.visitor.bare_post(path, {"form_token": token, **fields}, **self.headers).status


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(atlantis(tmp_path_factory.mktemp("audit")), entry=PROXY) as under_way:
        yield under_way


def root_of(desk: Served) -> Path:
    return desk.desk.workspace.root


def saved(desk: Served, person: Person, file: str, more: str) -> int:
    """Put a comment at the end of a file, as its text."""
    content = (root_of(desk) / file).read_bytes()
    text, was = content.decode("utf-8") + more, hashlib.sha256(content).hexdigest()
    return person.post(f"/files/{file}", what="text", do="save", text=text, was=was, because="The meeting said so.")


def log(desk: Served) -> list[Mapping[str, Any]]:
    return [dict(line) for day in days_of(folder_of(desk.desk)) for line in lines_of(day)]


def digest(desk: Served, file: str) -> str:
    return hashlib.sha256((root_of(desk) / file).read_bytes()).hexdigest()


def test_a_day_of_the_log_says_who_changed_what_from_which_bytes_to_which(desk: Served) -> None:
    ada, eve = Person(desk, "ada", "planner"), Person(desk, "eve", "planner,lead")
    files = (WEIGHTS, ASSESSMENT, CRITERION)
    first = {file: digest(desk, file) for file in files}
    seen: dict[str, list[tuple[str, str]]] = {file: [] for file in files}
    turns = [(eve, WEIGHTS), (ada, CRITERION), (eve, CRITERION), (ada, ASSESSMENT)]
    for number, (person, file) in enumerate(turns * 2):
        assert saved(desk, person, file, f"# {number}\n") == 200
        seen[file].append((person.name, digest(desk, file)))
    told: dict[str, list[tuple[str, str]]] = {file: [] for file in files}
    now = dict(first)
    for line in log(desk):
        for change in line.get("written", ()):
            assert change["before"] == now[change["file"]], "each change begins where the one before it ended"
            now[change["file"]] = change["after"]
            told[change["file"]].append((line["who"], change["after"]))
            assert (line["method"], line["route"], line["outcome"]) == ("POST", "/files/{path:path}", 200)
            assert (line["path"], line["address"], line["did"]) == (f"/files/{change['file']}", "203.0.113.9", "save")
            assert change["because"] == "The meeting said so."
            assert datetime.fromisoformat(line["at"]).date() == datetime.now(UTC).date()
    assert told == seen
    assert now == {file: digest(desk, file) for file in files}, "the log ends with what stands there"


def test_what_was_refused_stands_there_too_and_what_is_looked_at_does_not(desk: Served) -> None:
    reader = Person(desk, "rob", "reader")
    reader.get("/runs")
    before = len(log(desk))
    reader.get("/runs")
    reader.get("/scenarios")
    assert reader.post("/", **{"t.score@0.5": "0.6"}) == 303, "what is tried changes nothing"
    assert len(log(desk)) == before
    reader.get("/files")
    reader.post(f"/files/{WEIGHTS}", what="text", text="x", was="y")
    told = [(line["who"], line["method"], line["path"], line["outcome"]) for line in log(desk)[before:]]
    path = f"/files/{WEIGHTS}"
    assert told == [(reader.name, "GET", "/files", 403), (reader.name, "POST", path, 403)]
    assert "written" not in log(desk)[-1]


def test_of_a_personal_link_neither_token_nor_person_nor_address_is_written(desk: Served) -> None:
    visitor = Visitor(desk)
    visitor.bare_post("/q/a-personal-token", {"because": "A secret reason."}, Host="localhost:1")
    line = log(desk)[-1]
    assert line["route"] == "/q/{token}"
    assert {"who", "path", "address"} & set(line) == set()
    text = "".join(path.read_text("utf-8") for path in days_of(folder_of(desk.desk)))
    assert "a-personal-token" not in text
    assert "secret" not in text


def test_only_the_owner_of_the_desk_reads_the_log(desk: Served) -> None:
    folder = folder_of(desk.desk)
    assert folder.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in days_of(folder)} == {0}


def test_an_admin_reads_a_day_of_it_and_is_told_where_a_line_was_touched(desk: Served) -> None:
    admin = Person(desk, "root", "admin")
    page = admin.get("/log")
    assert "ada@example.org" in page
    assert "The meeting said so." in page
    assert 'role="alert"' not in page
    (day,) = days_of(folder_of(desk.desk))
    content = day.read_bytes()
    day.write_bytes(content.replace(b"meeting", b"minister"))
    assert "does not follow from the line before it" in admin.get(f"/log?day={day.stem}")
    day.write_bytes(content)


# ── the lines ────────────────────────────────────────────────────────────────


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def happened(who: str = "Ada", outcome: int = 200) -> Happened:
    return Happened(who, "127.0.0.1", "POST", "/files/{path:path}", "/files/x", "save", outcome)


@pytest.fixture
def quiet(tmp_path: Path) -> Desk:
    (tmp_path / "assessments").mkdir()
    return Desk(Workspace(tmp_path), Sessions())


def test_a_line_follows_from_the_one_before_it_over_midnight_and_a_new_start(quiet: Desk) -> None:
    clock = Clock()
    Audit(quiet, clock).note(happened())
    Audit(quiet, clock).note(happened("Eve"))
    clock.now = datetime(2026, 12, 2, 0, 0, 1, tzinfo=UTC)
    Audit(quiet, clock).note(happened())
    days = days_of(folder_of(quiet))
    assert [(day.name, len(list(lines_of(day)))) for day in days] == [("2026-12-01.jsonl", 2), ("2026-12-02.jsonl", 1)]
    assert next(iter(lines_of(days[0])))["previous"] == FIRST
    assert first_broken(days) is None
    assert first_broken(days[1:]) is None, "earlier days may be deleted in their time"


@pytest.mark.parametrize("spoil", ["changed", "taken out", "put in", "no JSON"])
def test_a_line_that_was_touched_is_found(quiet: Desk, spoil: str) -> None:
    noting = Audit(quiet)
    for name in ("Ada", "Eve", "Rob", "Una"):
        noting.note(happened(name))
    (day,) = days_of(folder_of(quiet))
    lines = day.read_text("utf-8").splitlines()
    if spoil == "changed":
        lines[1] = lines[1].replace("Eve", "Ada")
    elif spoil == "taken out":
        del lines[1]
    elif spoil == "put in":
        lines.insert(1, json.dumps({**json.loads(lines[0]), "who": "Zoe"}))
    else:
        lines[1] = "nothing"
    day.write_text("\n".join(lines) + "\n", "utf-8")
    found = first_broken([day])
    assert found is not None
    assert found[1] in (2, 3)


def test_a_line_that_was_cut_off_stays_and_the_next_one_follows_it(quiet: Desk) -> None:
    noting = Audit(quiet)
    noting.note(happened())
    (day,) = days_of(folder_of(quiet))
    with day.open("ab") as file:
        file.write(b'{"at": "2026-')
    noting.note(happened("Eve"))
    lines = list(lines_of(day))
    assert [line.get("who") for line in lines] == ["Ada", None, "Eve"]
    assert first_broken([day]) == (day.stem, 2)


def test_a_long_line_has_its_digest_whole(quiet: Desk) -> None:
    noting = Audit(quiet)
    noting.note(happened("A" * 100_000))
    noting.note(happened())
    assert first_broken(days_of(folder_of(quiet))) is None


def test_requests_of_nobody_cannot_fill_the_disk(quiet: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MOST_REFUSED", 3)
    noting = Audit(quiet)
    for _ in range(10):
        noting.note(happened("", 401))
    noting.note(happened())
    (day,) = days_of(folder_of(quiet))
    assert [line.get("who") for line in lines_of(day)] == [None, None, None, "Ada"]
