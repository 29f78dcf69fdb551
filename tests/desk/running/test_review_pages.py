"""The review of a record at the desk: who may say what, under which name, and what is written beside the record."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import criticality as crit
from criticality.desk.sign_on import Entry
from desk_served import Served, hashing_quickly, served
from workspace_builder import ASSESSMENT, atlantis, criticality, edit

ADOPTED = "status: adopted\nadopted: {by: Harbour Council, on: 2025-04-01, act: Order 7}\nreview_by: 2027-04-01\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = atlantis(tmp_path_factory.mktemp("review"))
    crit.Workspace(root).assess(draws=0).save()
    return root


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Served]:
    with served(shutil.copytree(made, tmp_path / "atlantis")) as under_way:
        yield under_way


def folder_of(desk: Served) -> Path:
    (folder,) = (path for path in desk.desk.workspace.runs.iterdir() if (path / "record.json").is_file())
    return folder


def entries(desk: Served) -> list[dict[str, object]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((folder_of(desk) / "review").glob("*.json"))]


def test_the_menu_of_minerals_has_the_order_of_the_list_and_symbols(desk: Served) -> None:
    """It stood in the order of code points, without symbols, which nobody can search by eye."""
    minerals = desk.desk.workspace.root / "data/minerals.csv"
    assert minerals.is_file()
    page = desk.enter("planner").get(f"/records/{folder_of(desk).name}/review?lang=en").text
    menu = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', page[page.index('id="about"') :])
    record = json.loads((folder_of(desk) / "record.json").read_text("utf-8"))
    ranked = sorted(
        (row for row in record["result"]["ranking"] if row["rank"]), key=lambda row: (row["rank"], row["mineral"])
    )
    assert [code for code, _ in menu][: len(ranked)] == [row["mineral"] for row in ranked]
    table = record["inputs"]["data"]["minerals"]
    symbols = {row[0]: row[table["columns"].index("symbol")] for row in table["rows"]}
    assert any(symbols.values())
    assert all(name.endswith(symbols[code] or "") for code, name in menu if code in symbols)


def test_an_objection_is_raised_withdrawn_and_the_run_signed_off_as_on_the_command_line(desk: Served) -> None:
    folder, planner = folder_of(desk), desk.enter("planner", name="Ada; Office of Mines")
    address = f"/records/{folder.name}/review"
    before = (folder / "record.json").read_bytes()
    said = {"by": "Ada; Office of Mines", "says": "object", "about": "ilmenium", "text": "<b>Too late</b>, 太遲"}
    page = planner.followed(planner.post(f"{address}/say", said))
    assert "&lt;b&gt;Too late&lt;/b&gt;, 太遲" in page.text
    lead = desk.enter("lead", name="Bo; Council")
    unsure = lead.post(f"{address}/sign-off", {"by": "Bo; Council", "text": "Heard."})
    assert (unsure.status, "cannot be undone" in unsure.text, "Heard." in unsure.text) == (422, True, True)
    refused = lead.post(f"{address}/sign-off", {"by": "Bo; Council", "sure": "yes"})
    assert (refused.status, "objections are open" in refused.text) == (422, True)
    assert (
        planner.post(f"{address}/say", {"by": "Cy", "says": "withdraw", "number": "1", "text": "Mine?"}).status == 422
    )
    withdrawn = {"by": "Ada; Office of Mines", "says": "withdraw", "number": "1", "text": "Answered."}
    planner.followed(planner.post(f"{address}/say", withdrawn))
    lead.followed(lead.post(f"{address}/sign-off", {"by": "Bo; Council", "sure": "yes"}))
    kinds = [(entry["says"], entry["by"], entry.get("about")) for entry in entries(desk)]
    assert kinds == [
        ("object", "Ada; Office of Mines", "ilmenium"),
        ("withdraw", "Ada; Office of Mines", None),
        ("sign_off", "Bo; Council", None),
    ]
    assert planner.post(f"{address}/say", {**said, "says": "comment"}).status == 422
    assert "<textarea" not in planner.get(address).text, "a closed review offers no form"
    shown = criticality("review", folder.name, "--workspace", desk.desk.workspace.root)
    assert (shown.code, "signed off by Bo; Council" in shown.out) == (0, True), shown.said
    assert (folder / "record.json").read_bytes() == before


def test_what_a_form_lacks_is_told_in_its_words_and_what_was_typed_stays(desk: Served) -> None:
    visitor = desk.enter("planner", name="")
    address = f"/records/{folder_of(desk).name}/review"
    answer = visitor.post(f"{address}/say", {"by": " ", "says": "comment", "text": " ", "about": "ilmenium"})
    assert answer.status == 422
    assert "write who says it" in answer.text
    assert "write what is to be said" in answer.text
    assert "--text" not in answer.text, "no words of the command line"
    assert '<option value="ilmenium" selected>' in answer.text
    wrong = {"by": "Ada", "says": "comment", "text": "Well.", "about": "unobtainium"}
    assert visitor.post(f"{address}/say", wrong).status == 422
    assert entries(desk) == []


def test_readers_look_and_planners_do_not_sign_off(desk: Served) -> None:
    address = f"/records/{folder_of(desk).name}/review"
    reader = desk.enter("reader")
    assert "<textarea" not in reader.get(address).text
    assert reader.post(f"{address}/say", {"by": "Ada", "says": "agree"}).status == 403
    assert desk.enter("planner").post(f"{address}/sign-off", {"by": "Ada"}).status == 403
    assert "/review/sign-off" not in desk.enter("planner").get(address).text
    assert entries(desk) == []


def test_with_accounts_nobody_speaks_under_another_name(made: Path, tmp_path: Path) -> None:
    root = shutil.copytree(made, tmp_path / "atlantis")
    with hashing_quickly(), served(root, entry=Entry("accounts")) as office:
        planner = office.as_account(office.account("ada@example.org", "planner"))
        address = f"/records/{folder_of(office).name}/review"
        assert 'name="by"' not in planner.get(address).text
        planner.followed(planner.post(f"{address}/say", {"by": "The Minister", "says": "agree"}))
        (entry,) = entries(office)
        assert "ada" in str(entry["by"])


def test_an_entry_that_was_altered_is_told_and_nothing_is_added(desk: Served) -> None:
    planner, folder = desk.enter("planner"), folder_of(desk)
    address = f"/records/{folder.name}/review"
    planner.followed(planner.post(f"{address}/say", {"by": "Ada", "says": "comment", "text": "One."}))
    file = folder / "review" / "0001.json"
    file.write_text(file.read_text("utf-8").replace("comment", "shout"), "utf-8")
    assert "review/0001.json" in planner.get(address).text
    assert planner.post(f"{address}/say", {"by": "Ada", "says": "comment", "text": "Two."}).status == 422
    assert len(list((folder / "review").iterdir())) == 1


def test_the_page_of_runs_says_where_each_list_stands(desk: Served) -> None:
    root, reader = desk.desk.workspace.root, desk.enter("reader")
    assert "draft" in reader.get("/runs").text
    edit(root, ASSESSMENT, "country: ATL", ADOPTED + "country: ATL")
    crit.Workspace(root).assess(draws=0).save()
    page = reader.get("/runs").text
    assert "adopted on 2025-04-01 by Harbour Council (Order 7)" in page
    assert "於 2025-04-01 核定" in reader.get("/runs?lang=zh-Hant").text
