"""A planner edits a file at the desk: the messages of `check`, one commit a save, nothing lost and nobody out."""

# Holds: desk/editing/editable_files.py, desk/editing/checked.py, desk/editing/document_view.py,
# desk/editing/storing.py, desk/editing/just_saved.py, desk/editing/file_gone.py.

import errno
import html
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from criticality.desk.editing.form_fields import form_of, judgement_word
from criticality.files.yaml import parse_marked
from desk_served import Answer, Served, Visitor, served
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, criticality

FORM = {"what": "fields", "because": "For a test."}
JUDGEMENT = "judges[1].comparisons.dimensions[1]"
HOSTILE = "<script>alert(1)</script>\"'&lt;"


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", root, *words], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    root = atlantis(tmp_path)
    git(root, "init", "-q")
    for key, value in (("user.name", "Ada Planner"), ("user.email", "ada@example.org"), ("commit.gpgsign", "false")):
        git(root, "config", key, value)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "as it was")
    with served(root) as under_way:
        yield under_way


def root_of(desk: Served) -> Path:
    return desk.desk.workspace.root


def text_of(desk: Served, file: str) -> str:
    return (root_of(desk) / file).read_bytes().decode("utf-8")


def sent(desk: Served, visitor: Visitor, file: str, changes: Mapping[str, str], **more: Any) -> Answer:
    """Open the form of a file, change some of its fields, and send it."""
    page = visitor.get(f"/files/{file}")
    assert page.status == 200
    return visitor.post(f"/files/{file}", fields_of(text_of(desk, file), file, page, changes) | more)


def fields_of(text: str, file: str, page: Answer, changes: Mapping[str, str]) -> dict[str, Any]:
    form = form_of(file, parse_marked(text, file)[0].content)
    assert form is not None
    values = {each.name: each.value for each in form.every()}
    named = {each.spelled: each.name for each in form.every()}
    was = re.search(r'name="was" value="(\w+)"', page.text)
    assert was
    return {**values, **{named[key]: value for key, value in changes.items()}, "was": was[1], **FORM}


def stronger(by: object) -> dict[str, str]:
    return {JUDGEMENT: judgement_word("supply_risk", "economic_importance", by)}


def test_every_file_of_the_workspace_is_shown_as_a_form_and_as_text(desk: Served) -> None:
    visitor = desk.enter()
    links = re.findall(r'href="(/files/[^"]+)"', visitor.get("/files").text)
    assert {link.split("/")[2] for link in links} == {"assessments", "criteria", "weights", "data"}
    for link in links:
        for language in ("en", "zh-Hant"):
            page = visitor.get(f"{link}?lang={language}")
            assert page.status == 200, link
            assert 'name="text"' in page.text


def test_a_judgement_is_saved_as_one_commit_with_its_sentence_and_reason(desk: Served) -> None:
    before = text_of(desk, WEIGHTS)
    (root_of(desk) / "data/minerals.csv").open("a").write("\n")
    answer = sent(desk, desk.enter(), WEIGHTS, stronger(3), because="Meeting of 3 March")
    assert answer.status == 200
    assert "Harbourmaster: supply_risk over economic_importance 2 → 3" in answer.text
    assert text_of(desk, WEIGHTS) == before.replace("economic_importance, by: 2,", "economic_importance, by: 3,", 1)
    said = git(
        root_of(desk), "log", "-1", "--format=%an|%s|%(trailers:key=Desk-User,valueonly)|%(trailers:key=Because)"
    )
    assert said.split("|")[:2] == ["Ada Planner", "Harbourmaster: supply_risk over economic_importance 2 → 3"]
    assert "Ada Planner <ada@example.org>" in said
    assert "Because: Meeting of 3 March" in said
    assert git(root_of(desk), "show", "--format=", "--name-only", "HEAD").split() == [WEIGHTS]
    assert "data/minerals.csv" in git(root_of(desk), "status", "--short")


def test_a_slip_is_answered_as_check_does_at_the_field_and_nothing_is_written(desk: Served) -> None:
    file, before = "criteria/recycling_rate.yaml", text_of(desk, "criteria/recycling_rate.yaml")
    answer = sent(desk, desk.enter(), file, {"scale.one_at": "0,5", "title.en": HOSTILE})
    assert answer.status == 422
    assert text_of(desk, file) == before
    (root_of(desk) / file).write_text(before.replace("one_at: 0.5", 'one_at: "0,5"'), "utf-8")
    told = criticality("check", "--workspace", root_of(desk)).said.split(f"{file}:")[1]
    place, _, rest = told.partition(": scale.one_at: ")
    message = rest.split("\n")[0]
    shown = html.unescape(answer.text)
    assert message in shown
    assert f"{file}:{place.split(':')[0]} scale.one_at" in shown
    assert 'aria-invalid="true"' in answer.text
    assert "<script>alert" not in answer.text
    assert html.escape(HOSTILE) in answer.text.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


def test_lines_that_are_in_no_commit_are_shown_before_a_save_and_named_after_it(desk: Served) -> None:
    visitor, path = desk.enter(), root_of(desk) / WEIGHTS
    assert "in no commit yet" not in visitor.get(f"/files/{WEIGHTS}").text
    path.write_text(path.read_text("utf-8") + "# Mine, from an editor.\n", "utf-8")
    for address in (f"/files/{WEIGHTS}", f"/files/{WEIGHTS}?lang=zh-Hant"):
        page = visitor.get(address).text
        assert "<ins>+ # Mine, from an editor.</ins>" in page
    answer = sent(desk, desk.enter(), WEIGHTS, stronger(3))
    assert f"The commit also holds what stood in {WEIGHTS} before" in answer.text
    assert "The file still says that it is adopted" in answer.text
    assert "earlier changes" in git(root_of(desk), "log", "-1", "--format=%b")


def test_checking_alone_writes_nothing(desk: Served) -> None:
    before = text_of(desk, WEIGHTS)
    answer = sent(desk, desk.enter(), WEIGHTS, stronger(4), do="check")
    assert (answer.status, text_of(desk, WEIGHTS)) == (200, before)
    assert "Nothing was saved yet" in answer.text


def test_a_file_that_changed_meanwhile_is_not_overwritten_and_what_was_typed_is_kept(desk: Served) -> None:
    visitor, other = desk.enter(), desk.enter(name="Bo <bo@example.org>")
    page, text = visitor.get(f"/files/{WEIGHTS}"), text_of(desk, WEIGHTS)
    reason = {f"{JUDGEMENT}.because": "Kept while typing."}
    mine = fields_of(text, WEIGHTS, page, {**stronger(3), **reason})
    assert sent(desk, other, WEIGHTS, {"judges[2].weight": "2"}).status == 200
    answer = visitor.post(f"/files/{WEIGHTS}", mine)
    assert answer.status == 409
    assert "<ins>+     weight: 2" in answer.text
    assert "Kept while typing." in answer.text
    assert "by: 2, because" in text_of(desk, WEIGHTS)
    assert re.search(r'<option value="\[&#34;supply_risk[^"]*, 3\]" selected>', answer.text)
    again = fields_of(text_of(desk, WEIGHTS), WEIGHTS, answer, {**stronger(3), **reason})
    assert visitor.post(f"/files/{WEIGHTS}", again).status == 200
    assert "Kept while typing." in text_of(desk, WEIGHTS)
    assert parse_marked(text_of(desk, WEIGHTS), WEIGHTS)[0].content["judges"][1]["weight"] == 2


def test_what_is_sent_twice_is_saved_once_and_no_difference_is_told(desk: Served) -> None:
    visitor = desk.enter()
    form = fields_of(text_of(desk, WEIGHTS), WEIGHTS, visitor.get(f"/files/{WEIGHTS}"), stronger(3))
    whole = {"what": "text", "was": form["was"], "text": text_of(desk, WEIGHTS).replace("by: 2,", "by: 3,", 1)}
    for sends in (form, form, whole):
        answer = visitor.post(f"/files/{WEIGHTS}", sends)
        assert answer.status == 200
        assert ("says this already" in answer.text) == (sends is whole)
        assert ("Saved." in answer.text) == (sends is form), "a second click is told what the first has saved"
        assert sends is whole or git(root_of(desk), "log", "-1", "--format=%h").strip() in answer.text
    assert len(git(root_of(desk), "log", "--format=%h").split()) == 2
    file = "data/production.csv"
    cells = {
        "what": "row",
        "row": "2",
        "was": sha256((root_of(desk) / file).read_bytes()).hexdigest(),
        "cell:value": "7",
    }
    visitor.get(f"/files/{file}?row=2")
    told = [visitor.post(f"/files/{file}", {**cells, "anyway": "yes"}) for _ in range(2)]
    assert [answer.status for answer in told] == [200, 200]
    assert all(git(root_of(desk), "log", "-1", "--format=%h").strip() in answer.text for answer in told)


def test_of_two_planners_who_save_at_once_one_is_told(desk: Served) -> None:
    visitors = [desk.enter(), desk.enter()]
    forms = [
        fields_of(text_of(desk, WEIGHTS), WEIGHTS, visitor.get(f"/files/{WEIGHTS}"), stronger(by))
        for visitor, by in zip(visitors, (5, 6), strict=True)
    ]
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda v=visitor, f=form: answers.append(v.post(f"/files/{WEIGHTS}", f).status))
        for visitor, form in zip(visitors, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert len(git(root_of(desk), "log", "--format=%h").split()) == 2


def test_a_whole_text_keeps_its_line_ends_and_its_mark(desk: Served) -> None:
    path = root_of(desk) / "data/sectors.csv"
    text = path.read_text("utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    visitor = desk.enter()
    was = re.search(r'name="was" value="(\w+)"', visitor.get("/files/data/sectors.csv").text)
    assert was
    new = text.rstrip("\n").replace("\n", "\r\n") + "\r\n"
    fields = {"what": "text", "was": was[1], "text": new}
    assert "says this already" in visitor.post("/files/data/sectors.csv", fields).text
    last = new.rstrip().rpartition("\n")[2]
    fields["text"] = new.replace(last, last + " ", 1)
    answer = visitor.post("/files/data/sectors.csv", fields)
    assert answer.status == 200, answer.text
    assert path.read_bytes() == b"\xef\xbb\xbf" + fields["text"].encode("utf-8")


def test_a_text_that_is_no_yaml_is_refused_at_its_line(desk: Served) -> None:
    visitor = desk.enter()
    was = re.search(r'name="was" value="(\w+)"', visitor.get(f"/files/{WEIGHTS}").text)
    assert was
    before = text_of(desk, WEIGHTS)
    broken = before.replace("weight: 1\n", "weight: [1\n", 1) + f"# {HOSTILE}\n"
    answer = visitor.post(f"/files/{WEIGHTS}", {"what": "text", "was": was[1], "text": broken})
    assert answer.status == 422
    assert f"{WEIGHTS}:" in answer.text
    assert html.escape(HOSTILE, quote=False).split('"')[0] in answer.text
    assert text_of(desk, WEIGHTS) == before


def test_a_change_that_breaks_other_files_is_told_and_may_be_agreed_to(desk: Served) -> None:
    file = "criteria/dimensions.yaml"
    visitor, before = desk.enter(), text_of(desk, file)
    change = {"[1].code": "economy"}
    answer = sent(desk, visitor, file, change)
    assert answer.status == 422
    assert "criteria/" in answer.text
    assert text_of(desk, file) == before
    assert sent(desk, visitor, file, change, anyway="yes").status == 200
    assert "economy" in text_of(desk, file)


@pytest.mark.parametrize(
    "path",
    [
        "../pyproject.toml",
        "data/../../x.yaml",
        "weights/../data/production.csv",
        "%2e%2e/x.yaml",
        "/etc/passwd",
        "output/runs/x.yaml",
        "templates/x.yaml",
        "data/.git.csv",
        "data/x.py",
        "data\\production.csv",
        "data/production.csv%00",
        "weights",
        "weights/",
        "data//production.csv",
        "data/./production.csv",
        "weights/鎵.yaml",
        f"data/{'x' * 300}.csv",
        f"weights/{'鎵' * 90}.yaml",
    ],
)
def test_nothing_but_the_files_of_a_planner_is_read_or_written(desk: Served, path: str) -> None:
    visitor = desk.enter()
    from urllib.parse import quote

    address = f"/files/{quote(path, safe='/%')}"
    assert visitor.get(address).status == 404
    assert visitor.post(address, {"what": "text", "text": "x", "was": "x"}).status == 404


def test_a_link_that_leads_out_is_neither_shown_nor_written(desk: Served, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: secret\n", "utf-8")
    (root_of(desk) / "weights/link.yaml").symlink_to(secret)
    visitor = desk.enter()
    assert "link.yaml" not in visitor.get("/files").text
    answer = visitor.get("/files/weights/link.yaml")
    assert answer.status == 422
    assert "title: secret" not in answer.text
    assert visitor.post("/files/weights/link.yaml", {"what": "text", "text": "x", "was": "x"}).status == 422
    assert secret.read_text("utf-8") == "title: secret\n"


def test_a_full_disk_leaves_the_file_and_what_was_typed(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "weights")

    before = text_of(desk, WEIGHTS)
    monkeypatch.setattr(sys.modules["criticality.desk.saving"], "_put", full)
    answer = sent(desk, desk.enter(), WEIGHTS, {**stronger(3), f"{JUDGEMENT}.because": "Typed at length."})
    assert answer.status == 507
    assert "Typed at length." in answer.text
    assert "no space is left on the disk" in answer.text
    assert text_of(desk, WEIGHTS) == before
    assert sorted(path.name for path in (root_of(desk) / "weights").iterdir()) == ["equal.yaml", "two-offices.yaml"]


def test_without_a_repository_a_journal_keeps_who_and_why(tmp_path: Path) -> None:
    with served(atlantis(tmp_path)) as desk:
        answer = sent(desk, desk.enter(), WEIGHTS, stronger(3), because="An open door")
        assert "output/desk/journal.jsonl" in answer.text
        entry = json.loads((root_of(desk) / "output/desk/journal.jsonl").read_text("utf-8"))
    assert (entry["by"], entry["because"]) == ("Ada Planner <ada@example.org>", "An open door")
    assert entry["says"] == "Harbourmaster: supply_risk over economic_importance 2 → 3"


def test_a_designation_is_added_in_the_form(desk: Served) -> None:
    new = {"mineral": "austrium", "tier": "watch", "by": "Council", "on": "2025-03-01", "because.en": "A; b: c"}
    changes = {f"rule.designations[2].{key}": value for key, value in new.items()}
    answer = sent(desk, desk.enter(), ASSESSMENT, changes)
    assert answer.status == 200, answer.text
    assert "rule.designations + austrium" in git(root_of(desk), "log", "-1", "--format=%s")
    assert criticality("check", "--workspace", root_of(desk)).code == 0


@pytest.mark.parametrize("before", ["adopted", "illustrative"])
def test_what_is_adopted_is_changed_and_adopted_by_a_lead_alone(desk: Served, before: str) -> None:
    path = root_of(desk) / WEIGHTS
    path.write_text(path.read_text("utf-8").replace("status: adopted", f"status: {before}"), "utf-8")
    after = "illustrative" if before == "adopted" else "adopted"
    refused = sent(desk, desk.enter("planner"), WEIGHTS, {"status": after})
    assert refused.status == 422
    assert "changed by a lead alone" in refused.text
    assert f"status: {before}" in text_of(desk, WEIGHTS)
    assert sent(desk, desk.enter("lead"), WEIGHTS, {"status": after}).status == 200
    assert f"status: {after}" in text_of(desk, WEIGHTS)


def test_criteria_are_listed_by_code_title_or_in_full_width(desk: Served) -> None:
    answer = sent(desk, desk.enter(), ASSESSMENT, {"candidates": "奧銨，Coronium、decipium"}, anyway="yes")
    assert answer.status == 200, answer.text
    assert "candidates: [austrium, coronium, decipium]" in text_of(desk, ASSESSMENT)


def test_a_whole_number_in_full_width_is_told_with_the_number_meant(desk: Served) -> None:
    answer = sent(desk, desk.enter(), ASSESSMENT, {"reference_year": "２０２４"})
    assert answer.status == 422
    assert "write 2024" in answer.text


def test_a_judgement_does_not_change_under_the_reason_of_another(desk: Served) -> None:
    visitor, before = desk.enter(), text_of(desk, WEIGHTS)
    refused = sent(desk, visitor, WEIGHTS, stronger(3), because=" ")
    assert refused.status == 422
    assert "no reason is given for it" in refused.text
    assert text_of(desk, WEIGHTS) == before
    assert sent(desk, visitor, WEIGHTS, stronger(3), because="", do="check").status == 200
    explained = {**stronger(3), f"{JUDGEMENT}.because": "Two ships did not come."}
    assert sent(desk, visitor, WEIGHTS, explained, because="").status == 200


def test_a_file_that_was_taken_away_meanwhile_leaves_what_was_typed(desk: Served) -> None:
    visitor = desk.enter()
    page, text = visitor.get(f"/files/{WEIGHTS}"), text_of(desk, WEIGHTS)
    mine = fields_of(text, WEIGHTS, page, {f"{JUDGEMENT}.because": f"Typed at length {HOSTILE}"})
    (root_of(desk) / WEIGHTS).unlink()
    answer = visitor.post(f"/files/{WEIGHTS}", mine)
    assert answer.status == 404
    assert "not there any more" in answer.text
    assert "Typed at length &lt;script&gt;" in answer.text
    assert answer.text.count("<textarea") == 2, "what was typed, and the reason of the change"
