"""The picture in the README: page one in Chinese and in English, and who supplies, side by side.

    python docs/pictures.py output/runs/RUN_ID

reads list.short.zh-Hant.pdf and list.short.en.pdf of that run and writes docs/images/list.png. It needs pdftoppm
(Debian: poppler-utils), and Pillow, which WeasyPrint brings.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

TARGET = Path(__file__).parent / "images" / "list.png"
SHORT = "list.short.en.pdf"
RESOLUTION, GAP, COLOURS = 88, 18, 192
LARGEST = 300_000


def main() -> None:
    """Draw the picture of one run."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: python {sys.argv[0]} output/runs/RUN_ID")
    run = Path(sys.argv[1])
    pages = [(run / name, 1) for name in ("list.short.zh-Hant.pdf", SHORT)] + [(run / SHORT, chart_page(run))]
    TARGET.parent.mkdir(exist_ok=True)
    side_by_side([page_image(path, number) for path, number in pages]).save(TARGET, optimize=True)
    if TARGET.stat().st_size > LARGEST:
        sys.exit(f"{TARGET}: {TARGET.stat().st_size} bytes, more than {LARGEST}")


def chart_page(run: Path) -> int:
    """Return the number of the page with the bars of suppliers."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(run / SHORT), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.split("\f")
    return next(number for number, page in enumerate(pages, start=1) if "Largest suppliers of each mineral" in page)


def page_image(path: Path, number: int) -> Image.Image:
    """Return one page as a picture with a thin frame."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "page"
        command = ["pdftoppm", "-png", "-r", str(RESOLUTION), "-f", str(number), "-l", str(number), "-singlefile"]
        subprocess.run([*command, str(path), str(stem)], check=True)
        with Image.open(stem.with_suffix(".png")) as page:
            return ImageOps.expand(page.convert("RGB"), border=1, fill="#b9c0c9")


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Return the pages in one row, in few colours."""
    width = sum(page.width for page in pages) + GAP * (len(pages) - 1)
    row = Image.new("RGB", (width, max(page.height for page in pages)), "#ffffff")
    left = 0
    for page in pages:
        row.paste(page, (left, 0))
        left += page.width + GAP
    return row.quantize(COLOURS)


if __name__ == "__main__":
    main()
