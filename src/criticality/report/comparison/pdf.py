"""The comparison in print, set in the style of the list, with room for signatures: one archive PDF a language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from criticality.model.comparison_record import ComparisonRecord
from criticality.model.document import LANGUAGES, Language
from criticality.report.comparison.page import templates
from criticality.report.comparison_reader import View
from criticality.report.html.rendering import render
from criticality.report.html.spacing import spaced
from criticality.report.pdf.processes import Job, print_files

_CHILD = "criticality.report.comparison.child"
MOST_INPUTS = 200
WORDS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "title": "Two runs compared",
        "same": "Nothing differs between the two runs.",
        "listed": "Minerals listed:",
        "merged": "cannot be told apart and act as one:",
        "noise": "inside the Monte-Carlo noise",
        "signed": "Seen and approved",
        "signers": ("Prepared by, date", "Reviewed by, date", "Approved by, date"),
        "ranks": "Ranks, scores and tiers that changed",
        "shares": "The columns on the right share out the change of rank (positive: places up), exactly",
        "mineral": "Mineral",
        "rank": "Rank",
        "score": "Score",
        "tier": "Tier",
        "inputs": "Inputs that differ",
        "group": "Group",
        "file": "File",
        "place": "Place",
        "before": "Before",
        "after": "After",
        "all": "{n} in all; long values are shortened, and stand whole in comparison.json",
        "some": "The first {most} of {n}, long values shortened; all of them stand whole in comparison.json",
    },
    "zh-Hant": {
        "title": "兩次評估之比較",
        "same": "兩次評估並無差異。",
        "listed": "列入清單之礦產數：",
        "merged": "無法分別評估，合併為一項：",
        "noise": "落於蒙地卡羅誤差之內",
        "signed": "簽核",
        "signers": ("承辦、日期", "複核、日期", "核定、日期"),
        "ranks": "排名、分數與類別之變動",
        "shares": "右側各欄為排名變動之歸因（正值為排名上升），相加恰等於變動",
        "mineral": "礦產",
        "rank": "排名",
        "score": "總分",
        "tier": "類別",
        "inputs": "輸入之差異",
        "group": "組別",
        "file": "檔案",
        "place": "位置",
        "before": "先前",
        "after": "現在",
        "all": "共 {n} 項；較長之值已縮略，全文見 comparison.json",
        "some": "以下為 {n} 項中之前 {most} 項，較長之值已縮略；全部全文見 comparison.json",
    },
}


def signed_page(content: ComparisonRecord, language: Language) -> str:
    """Return the page to be printed, before typesetting."""
    view, words = View(content), dict(WORDS[language])
    count = len(content["inputs"])
    caption = words["all"] if count <= MOST_INPUTS else words["some"]
    words["inputs_caption"] = caption.format(n=count, most=MOST_INPUTS)
    html = render(
        "signed_page.html",
        templates(),
        {
            "lang": language,
            "t": words,
            "content": content,
            "runs": content["runs"],
            "software": content["runs"]["b"]["software"],
            "mark": view.mark,
            "movers": view.movers(),
            "players": [view.player(name) for name in view.players],
            "ranks": view.ranks(),
            "inputs": view.printed_inputs(language, MOST_INPUTS),
            "merged": view.merged,
            "reasons": view.reasons,
        },
    )
    return spaced(html, language)


def write_comparison(content: ComparisonRecord, folder: Path) -> list[Path]:
    """Write ``comparison.<language>.pdf`` in both languages into a folder, both or none.

    Raises
    ------
    MachineError
        Pango or the font is missing, or the pages cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return print_files(
        [
            Job(_CHILD, {"content": content, "language": language}, (folder / f"comparison.{language}.pdf",))
            for language in LANGUAGES
        ]
    )
