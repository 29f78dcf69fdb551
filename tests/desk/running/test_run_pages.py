"""The pages of runs: records and their files, comparisons, scenarios and levers; and no other file of the machine."""

# Holds: desk/running/shelf.py.

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import criticality as crit
from confidential_workspace import confidential
from criticality.desk.running import run_pages
from criticality.desk.running.job_store import Job, JobStore
from criticality.desk.running.jobs import Jobs
from criticality.desk.running.run_pages import _PERCENT, _in_order, _in_three_digits, _kind
from criticality.desk.running.shelf import on_the_clock
from criticality.desk.saving import state_folder
from criticality.errors import MachineError
from criticality.text.message import Message
from desk_served import Served, served
from workspace_builder import ASSESSMENT, atlantis

MOVED = "t.score@0.5=0.7"
MINERALS = ("austrium", "coronium", "decipium", "ilmenium", "victorium")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = atlantis(tmp_path_factory.mktemp("records"))
    workspace = crit.Workspace(root)
    workspace.assess(draws=50).save()
    workspace.assess(weights="equal", draws=0).save()
    workspace.assess(draws=0).save()
    with served(root) as under_way:
        yield under_way


def names(desk: Served) -> list[str]:
    return sorted(path.name for path in desk.desk.workspace.runs.iterdir() if not path.name.startswith("."))


def test_the_records_stand_on_one_page_with_what_they_list(desk: Served) -> None:
    page = desk.enter("reader").get("/runs").text
    assert all(f'href="/records/{name}"' in page for name in names(desk))
    assert 'action="/runs/start"' not in page, "a reader is offered no run"
    assert 'action="/runs/start"' in desk.enter("planner").get("/runs").text


def test_records_of_one_minute_are_told_apart_by_their_draws(desk: Served) -> None:
    """Three records of one title looked the same, and the day in their numbers like that of the run."""
    page = desk.enter("reader").get("/runs?lang=zh-Hant").text
    assert sorted(re.findall(r"模擬 (\d+) 次", page)) == ["0", "0", "50"]
    assert page.count("資料基準日 2025-03-01") == 3
    pages = [desk.enter("reader").get(f"/records/{name}?lang=zh-Hant").text for name in names(desk)]
    assert sorted(re.findall(r"模擬 (\d+) 次", "".join(pages))) == ["0", "0", "50"]


def test_the_records_are_shown_where_the_queue_cannot_be_read(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk hid every record behind «what you sent was not saved», though nothing was sent."""

    def full(_store: JobStore, **_words: int) -> tuple[Job, ...]:
        raise MachineError(Message("errors.disk_full"))

    monkeypatch.setattr(JobStore, "all", full)
    answer = desk.enter("planner").get("/runs?lang=zh-Hant")
    assert answer.status == 200
    assert all(f'href="/records/{name}"' in answer.text for name in names(desk))
    assert "磁碟空間已用盡" in answer.text
    assert 'action="/runs/start"' not in answer.text


def test_a_record_gives_its_files_and_nothing_else(desk: Served) -> None:
    visitor, name = desk.enter("reader"), names(desk)[0]
    page = visitor.get(f"/records/{name}").text
    assert f"/records/{name}/files/record.json" in page
    answer = visitor.get(f"/records/{name}/files/record.json")
    assert answer.content == (desk.desk.workspace.runs / name / "record.json").read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")
    html = visitor.get(f"/records/{name}/files/list.html")
    if html.status == 200:
        assert "sandbox" in html.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/records/..",
            "/records/%2e%2e",
            "/records/..%2f..",
            "/records/nothing",
            "/records/link",
            "/records/{short}",
        ),
        *("/records/{name}/files/..%2frecord.json", "/records/{name}/files/%2e%2e", "/records/{name}/files/SHA256SUMS"),
        *("/records/{name}/files/tables", "/records/{name}/files/link.json", "/records/{name}/files/%2fetc%2fpasswd"),
        "/records/{name}/files/",
    ],
)
def test_no_path_leads_to_another_file(desk: Served, path: str) -> None:
    runs, name = desk.desk.workspace.runs, names(desk)[-1]
    for link, target in ((runs / name / "link.json", Path("/etc/hostname")), (runs / "link", Path("/etc"))):
        if not link.is_symlink():
            link.symlink_to(target)
    try:
        assert desk.enter("reader").get(path.format(name=name, short=name[:-2])).status == 404
    finally:
        (runs / name / "link.json").unlink()
        (runs / "link").unlink()


def test_two_records_are_compared_and_several_stand_in_a_matrix(desk: Served) -> None:
    visitor, (first, second, third) = desk.enter("reader"), names(desk)
    two = visitor.get(f"/compare?run={first}&run={second}")
    assert two.status == 200
    assert "sandbox" in two.headers["content-security-policy"]
    assert 'id="matrix"' in visitor.get(f"/compare?run={first}&run={second}&run={third}").text


def test_a_comparison_opens_in_the_language_of_the_desk_and_leads_back(desk: Served) -> None:
    """It opened in the language of the browser, and had no way back to the records."""
    visitor, runs = desk.enter("reader"), names(desk)
    for count in (2, 3):
        query = "&".join(f"run={name}" for name in runs[:count])
        page = visitor.get(f"/compare?{query}&lang=zh-Hant").text
        assert '<a href="/runs">' in page
        assert "回到評估紀錄" in page
        assert page.index('showLanguage("zh-Hant");') > page.index("startLanguages();")
        assert 'showLanguage("en");' in visitor.get(f"/compare?{query}&lang=en").text


def test_the_page_for_a_browser_opens_in_the_language_of_the_desk(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    name = crit.Workspace(root).assess(draws=0).save("none").name
    (root / "output/runs" / name / "list.html").write_text("<p>", "utf-8")
    with served(root) as under_way:
        for tag in ("en", "zh-Hant"):
            page = under_way.enter("reader").get(f"/records/{name}?lang={tag}").text
            assert f'/files/list.html#l={tag}"' in page


def test_comparison_and_levers_of_confidential_figures_are_marked(tmp_path: Path) -> None:
    root, mark = confidential(tmp_path), "contains confidential figures – not for publication"
    runs = [crit.Workspace(root).assess(draws=0, weights=weights).save("none").name for weights in (None, "equal")]
    with served(root) as under_way:
        visitor = under_way.enter("reader")
        for path in (f"/compare?run={runs[0]}&run={runs[1]}", f"/records/{runs[0]}/levers?mineral=austrium&lang=en"):
            assert visitor.get(path).text.count(mark) == 1, path


@pytest.mark.parametrize("query", ["", "?run={0}", "?run={0}&run={0}", "?run={0}&run=..", "?run={0}&run=nothing"])
def test_a_comparison_needs_two_records(desk: Served, query: str) -> None:
    assert desk.enter("reader").get(f"/compare{query.format(*names(desk))}").status == 422


def test_the_levers_of_a_record_are_said_in_both_languages(desk: Served) -> None:
    visitor, name = desk.enter("reader"), names(desk)[0]
    english, chinese = (visitor.get(f"/records/{name}/levers?lang={tag}").text for tag in ("en", "zh-Hant"))
    assert english.count("<dt>") == chinese.count("<dt>") >= 3
    assert "政策工具" in chinese


def test_levers_name_the_titles_of_their_sources_and_not_their_codes(desk: Served) -> None:
    visitor, name = desk.enter("reader"), names(desk)[0]
    sources = json.loads((desk.desk.workspace.runs / name / "record.json").read_text("utf-8"))["inputs"]["sources"]
    pages = [visitor.get(f"/records/{name}/levers?lang=en&mineral={mineral}").text for mineral in MINERALS]
    told = re.findall(r"<dd>(.*?)</dd>", "".join(pages))
    assert any("published limit" in text for text in told)
    assert not [text for text in told if any(code in text for code in sources)]
    assert not re.findall(r"\d\.\d{3,} ?%|\d{2}\.\d{2,} ?%", "".join(told).replace("99.9", "")), "false precision"


def test_a_percentage_has_three_digits_and_is_never_rounded_to_all() -> None:
    shown = {text: _PERCENT.sub(_in_three_digits, f"{text} %") for text in ("0.3538", "86.06", "30.86", "99.97")}
    assert shown == {"0.3538": "0.354 %", "86.06": "86.1 %", "30.86": "30.9 %", "99.97": "99.97 %"}


def test_the_desk_and_the_pages_have_one_name_for_each_edition(desk: Served) -> None:
    """The desk said 簡版 and 白話版 where the guides say 短版 and 公眾版, and 草案 of two things."""
    assert [_kind(name).said("zh-Hant") for name in ("list.short.en.pdf", "list.public.en.pdf")] == [
        "清單短版（英文）",
        "清單公眾版（英文）",
    ]
    page = desk.enter("planner").get(f"/?lang=zh-Hant&{MOVED}").text
    assert "保留為試算稿" in page
    assert "括號內" in page
    assert "以評估紀錄所載者為準" in page
    assert re.search(r"列入 \d+ 項。", page)
    assert "括號內" not in desk.enter("planner").get("/?lang=zh-Hant").text, "nothing stands in brackets there"


def test_scenarios_are_listed_before_anything_is_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page took seconds to say what the files are called."""
    root = atlantis(tmp_path)
    (root / "scenarios").mkdir(exist_ok=True)
    loss = (
        "{kind: production_loss, country: LEM, minerals: [austrium], stage: extraction, share_lost: 0.5, because: War.}"
    )
    (root / "scenarios/loss.yaml").write_text(f"title: Loss\nshocks:\n  - {loss}\n", "utf-8")

    def not_yet(*_words: object) -> None:
        raise AssertionError("decided before it was asked for")

    with served(root) as under_way:
        visitor = under_way.enter("reader")
        with monkeypatch.context() as patched:
            patched.setattr(run_pages, "read_scenarios", not_yet)
            page = visitor.get("/scenarios?lang=en").text
        assert page.count("<h2>") == 1
        assert "minerals listed" not in page
        assert visitor.get("/scenarios?decided=1&lang=en").text.count("minerals listed") == page.count("<h2>")
        with monkeypatch.context() as patched:
            patched.setattr(run_pages, "read_scenarios", not_yet)
            assert "minerals listed" in visitor.get("/scenarios?decided=1&lang=en").text, "decided once"


def test_a_workspace_without_scenarios_says_so(desk: Served) -> None:
    assert desk.enter("reader").get("/scenarios").status == 200


@pytest.mark.parametrize(
    "fields",
    [{"assessment": "nothing"}, {"assessment": ASSESSMENT, "draws": "many"}, {"weights": "../x"}, {"draws": "9" * 10}],
)
def test_a_run_that_cannot_be_is_refused_before_it_waits(desk: Served, fields: dict[str, str]) -> None:
    answer = desk.enter("planner").post("/runs/start", fields)
    assert answer.status == 422
    assert 'class="problems"' in answer.text


@pytest.mark.parametrize("job", ["1", "x", "99999999999", "-1"])
def test_cancelling_what_is_not_there_does_nothing(desk: Served, job: str) -> None:
    assert desk.enter("planner").post(f"/runs/{job}/cancel").status in (303, 404)


@pytest.mark.parametrize("state", ["waiting", "running", "done", "failed", "cancelled", "interrupted"])
def test_a_job_stands_on_the_page_in_every_state(desk: Served, state: str) -> None:
    store, number = desk.desk.part(Jobs).store, 0
    state_folder(desk.desk.workspace)
    number = store.add({"assessment": ASSESSMENT, "weights": "weights/equal.yaml"}, "Ada")
    store.update(number, state=state, done=5, total=10, says="<b>so</b>", run="" if state != "done" else names(desk)[0])
    try:
        page, part = (desk.enter("planner").get("/runs", **headers) for headers in ({}, {"HX-Request": "true"}))
        assert (page.status, part.status) == (200, 200)
        for text in (page.text, part.text):
            assert "weights/equal.yaml" in text
            assert "<b>so" not in text
            assert ("/cancel" in text) == (state in ("waiting", "running"))
    finally:
        store.update(number, state="cancelled")


def test_what_is_under_way_stands_at_the_head_until_it_is_seen_to_be_over(desk: Served) -> None:
    store, visitor = desk.desk.part(Jobs).store, desk.enter("planner")
    state_folder(desk.desk.workspace)
    before, runs, waits = (store.add({"assessment": ASSESSMENT}, f"job {place}") for place in range(3))
    store.update(before, state="failed", says="it ended before")
    store.update(runs, state="running", done=2, total=10, says="first at the head")
    store.update(waits, says="second at the head")
    asks = f"/runs?since={runs}"
    try:
        page = visitor.get("/runs").text
        places = ["first at the head", "second at the head", 'action="/runs/start"', "it ended before"]
        assert [page.index(said) for said in places] == sorted(page.index(said) for said in places)
        assert "2 of 10 draws" in page
        assert asks in page, "a script asks for the same jobs again"
        for state in ("cancelled", "done"):
            store.update(waits, state="cancelled")
            store.update(runs, state=state)
            part = visitor.get(asks, **{"HX-Request": "true"}).text
            assert "first at the head" in part
            assert "second at the head" in part
            assert "it ended before" not in part
            assert "hx-get" not in part
        assert 'id="jobs"' not in visitor.get("/runs").text
    finally:
        for number in (before, runs, waits):
            store.update(number, state="cancelled")


def test_each_file_of_a_record_is_called_by_what_it_is_and_those_for_reading_come_first() -> None:
    names = ["list.en.pdf", "list.html", "list.ods", "list.public.zh-Hant.pdf", "list.short.en.pdf", "list.xlsx"]
    names += ["list.zh-Hant.pdf", "list.fr.pdf", "policy.json", "printing.json", "record.json", "summary.json"]
    names += ["ro-crate-metadata.json"]
    for language in ("en", "zh-Hant"):
        said = [_kind(name).said(language) for name in names]
        assert len(set(said)) == len(names), said
        assert _kind("else.json").said(language) not in said
    assert _kind("list.short.en.pdf").said("zh-Hant") == "清單短版（英文）"
    assert "Excel" in _kind("list.xlsx")
    assert _in_order(names, "zh-Hant")[:2] == ["list.public.zh-Hant.pdf", "list.zh-Hant.pdf"]
    assert _in_order(names, "en")[0] == "list.en.pdf"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Taipei", "2026-12-01 14:53 UTC+8"),
        ("UTC", "2026-12-01 06:53 UTC"),
        ("America/St_Johns", "2026-12-01 03:23 UTC-3:30"),
    ],
)
def test_the_page_of_runs_has_one_clock_and_names_it(zone: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert on_the_clock(datetime(2026, 12, 1, 6, 53, 12, tzinfo=UTC)) == shown
    finally:
        monkeypatch.undo()
        time.tzset()


def test_pages_of_a_list_with_confidential_figures_say_so_and_that_of_its_public_form_too(tmp_path: Path) -> None:
    """The mark stood on the page of the levers alone."""
    root = confidential(tmp_path)
    run = crit.Workspace(root).assess(draws=0)
    run.save()
    public = run.public()
    public.save()
    with served(root) as desk:
        visitor = desk.enter("reader")
        for address in ("/", f"/records/{run.run_id}", f"/records/{run.run_id}/review"):
            assert "not for publication" in visitor.get(f"{address}?lang=en").text, address
            assert "機密" in visitor.get(f"{address}?lang=zh-Hant").text, address
        assert run.run_id in visitor.get(f"/records/{public.run_id}?lang=en").text, "of which run it is the public form"
