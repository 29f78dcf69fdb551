"""The pictures of the desk tutorial, in both languages: the desk on a new workspace, driven in a real Chromium.

    python docs/desk_pictures.py

makes a workspace by `criticality init` for each language, opens the desk on it, plays what docs/tutorial/desk.md tells,
and writes docs/images/desk/LANGUAGE/N-NAME.png. It needs Chromium, pdftoppm (Debian: poppler-utils) and the development
requirements. The page of the printed list is the short edition's first.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

TARGET = Path(__file__).parent / "images" / "desk"
COMMAND = (sys.executable, "-m", "criticality")
WIDTH, LARGEST, PATIENCE = 1280, 60_000, 300_000
SCRAP = "j.1.supply_risk.recycling_rate~supply_concentration"
COUNTS_MORE = ("supply_risk", "lack_of_substitutes", "supply_concentration")
CLOSES = "2099-12-31"
END = "Math.max(...[...document.querySelectorAll('main > *')].map((e) => e.getBoundingClientRect().bottom)) + 24"


@dataclass(frozen=True)
class Words:
    """What the planner and the experts type."""

    reason: str
    saved: str
    people: str
    answer: str


WORDS = {
    "en": Words(
        "Half of the supply is scrap today.",
        "The panel spoke of it again.",
        "Ann; Office of Mines\nBen; Office of Trade\nCai; Office of Industry",
        "A mine takes ten years to open.",
    ),
    "zh-Hant": Words(
        "目前供應量半數來自回收料。",
        "專家小組再次討論後修改。",
        "陳專家; 礦業主管機關\n林專家; 貿易主管機關\n王專家; 產業主管機關",
        "新礦開採須時十年。",
    ),
}


@dataclass
class Camera:
    """Takes the pictures of one language."""

    page: Page
    folder: Path
    taken: int = 0

    def take(self, name: str, height: int, top: str = "", page: Page | None = None) -> None:
        """Take the page from its head in no more than this height, or what a screen shows from an element on."""
        page = page or self.page
        page.wait_for_load_state("networkidle")
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        if top:
            page.locator(top).first.evaluate("(element) => scrollTo(0, element.getBoundingClientRect().top - 16)")
            bits = page.screenshot()
        else:
            shown = min(height, int(page.evaluate(END)))
            bits = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": shown})
        with Image.open(io.BytesIO(bits)) as picture:
            self.keep(name, picture.convert("RGB"))

    def keep(self, name: str, picture: Image.Image) -> None:
        """Write a picture in as many colours as the limit of its size allows."""
        self.taken += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / f"{self.taken}-{name}.png"
        for colours in (96, 64, 40, 24, 12):
            picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(target, optimize=True)
            if target.stat().st_size <= LARGEST:
                return
        sys.exit(f"{target}: {target.stat().st_size} bytes, more than {LARGEST}")


@contextmanager
def desk(workspace: Path, language: str) -> Iterator[str]:
    """Open the desk on a workspace, and give the link that enters it."""
    environment = {**os.environ, "CRITICALITY_LANG": language}
    subprocess.run([*COMMAND, "init", str(workspace)], check=True, capture_output=True, env=environment)
    command = [*COMMAND, "desk", "--no-browser", "--workspace", str(workspace)]
    server = subprocess.Popen(command, text=True, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with server:
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            server.terminate()


def draft(page: Page, camera: Camera, words: Words) -> None:
    """Look at the list, move one judgement, and keep that as a draft."""
    page.wait_for_function("!document.querySelector('#result').innerText.includes('…')")
    camera.take("list", 860)
    page.locator("#moves details:has(input[type=range][name^='j.1.']) summary").click()
    page.locator(f"[name='{SCRAP}']").fill("-4")
    page.wait_for_selector("#why li")
    page.wait_for_function("!document.querySelector('#result table').innerText.includes('…')")
    camera.take("moved", 1120)
    page.locator("details.keep summary").click()
    page.locator("#draft-name").fill("scrap-first")
    page.locator("#draft-because").fill(words.reason)
    page.locator("details.keep button").click()
    page.wait_for_selector("main code:has-text('scrap-first-draft.yaml')")
    camera.take("draft", 620)


def edit(page: Page, camera: Camera, words: Words) -> None:
    """Change one judgement of the first judge in the form of the file, and save it."""
    page.goto(f"{origin(page)}/files/weights/first-panel.yaml")
    page.locator("select[name*='dimensions']").first.select_option(index=6)
    page.locator("#because").fill(words.saved)
    camera.take("edit", 900, "fieldset:has(> .field select[name*=dimensions])")
    page.locator(".save button[value=save]").click()
    page.wait_for_load_state()


def ask(page: Page, camera: Camera, words: Words, browser: Browser) -> None:
    """Open a round, answer as three experts, and close it; the picture is what an expert sees."""
    page.goto(f"{origin(page)}/ask")
    page.locator("#weights").select_option("weights/first-panel.yaml")
    page.locator("#closes").fill(CLOSES)
    page.locator("#people").fill(words.people)
    page.locator("form[action='/ask'] .actions button").click()
    page.wait_for_selector("section.notice code")
    links = page.locator("section.notice code").all_inner_texts()
    language = page.locator("html").get_attribute("lang")
    for link in links:
        expert = browser.new_context(viewport={"width": WIDTH, "height": 900}).new_page()
        expert.set_default_timeout(PATIENCE)
        expert.goto(f"{link}?lang={language}")
        while expert.locator("#by").count():
            expert.locator(", ".join(f"input[name=side][value={code}]" for code in COUNTS_MORE)).first.check()
            expert.locator("#by").select_option(index=2)
            expert.locator("#because").fill(words.answer)
            if camera.taken == 4:
                camera.take("question", 760, page=expert)
            expert.locator("main form .actions button").first.click()
            expert.wait_for_load_state()
        expert.context.close()
    page.locator("input[name=into][value=this]").check()
    page.locator("button[value=close]").click()
    page.wait_for_load_state()


def run(page: Page, done: int, weights: str, editions: str) -> None:
    """Run the list from the page of runs, and wait until it is done."""
    page.goto(f"{origin(page)}/runs")
    page.locator("#weights").select_option(weights)
    page.locator("#language").select_option(editions)
    page.locator("form[action='/runs/start'] button").click()
    page.wait_for_selector(f".jobs li.done >> nth={done - 1}")


def decide(page: Page, camera: Camera, language: str, workspace: Path) -> None:
    """Run the draft and the panel, compare them, and open the printed list."""
    run(page, 1, "weights/scrap-first-draft.yaml", "none")
    run(page, 2, "weights/first-panel.yaml", language)
    page.goto(f"{origin(page)}/runs")
    for box in page.locator("input[name=run]").all():
        box.check()
    camera.take("runs", 860)
    page.locator("form[action='/compare'] button").click()
    page.wait_for_selector("#ranks")
    camera.take("compare", 900)
    printed = next((workspace / "output" / "runs").glob(f"*/list.short.{language}.pdf"))
    command = ["pdftoppm", "-png", "-r", "84", "-f", "1", "-l", "1", "-singlefile", str(printed)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*command, f"{folder}/page"], check=True)
        with Image.open(f"{folder}/page.png") as picture:
            camera.keep("printed", ImageOps.expand(picture.convert("RGB"), border=1, fill="#b9c0c9"))


def origin(page: Page) -> str:
    """Return where the desk answers."""
    return re.sub(r"(?<=\d)/.*", "", page.url)


def main() -> None:
    """Take the pictures in every language."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in sys.argv[1:] or WORDS:
            words = WORDS[language]
            with tempfile.TemporaryDirectory() as folder, desk(Path(folder) / "my-list", language) as link:
                page = browser.new_context(viewport={"width": WIDTH, "height": 900}, locale=language).new_page()
                page.set_default_timeout(PATIENCE)
                page.goto(link)
                page.goto(f"{origin(page)}/?lang={language}")
                camera = Camera(page, TARGET / language)
                draft(page, camera, words)
                edit(page, camera, words)
                ask(page, camera, words, browser)
                decide(page, camera, language, Path(folder) / "my-list")
        browser.close()


if __name__ == "__main__":
    main()
