"""The fictional country with confidential figures: distinctive numbers, and the forms they might be printed in."""

import csv
import re
from pathlib import Path

from workspace_builder import atlantis

FOLDER = "data/confidential"
PRODUCTION = (
    "mineral,stage,country,year,value,unit,source,grade,flag\n"
    "austrium,processing,ATL,2024,73419.2187,t,harbour_returns_2024,A,reported\n"
    "austrium,processing,LEM,2024,11843.5519,t,harbour_returns_2024,A,reported\n"
)
TRADE = (
    "reporter,partner,mineral,stage,code_system,code,flow,year,value_usd,quantity_t,source,grade,flag\n"
    "ATL,LEM,austrium,processing,HS,811292,import,2024,918273.6451,4417.3391,harbour_returns_2024,A,reported\n"
)
PROPERTIES = (
    "mineral,property,stage,value,low,high,unit,year,source,grade,flag,note\n"
    "norwegium,gwp100,,31.57924,30.11357,33.90246,kg CO2-eq/kg,2024,harbour_returns_2024,A,reported,\n"
)
SOURCES = "harbour_returns_2024:\n  title: Returns of two works to the Harbour Office\n  publisher: Harbour Office\n"
SALT = "5a17" * 16
FIGURES = (73419.2187, 11843.5519, 918273.6451, 4417.3391, 31.57924, 30.11357, 33.90246)
FOLLOWING = (73419.2187 / (73419.2187 + 11843.5519), 73419.2187 + 11843.5519, 918273.6451 / 4417.3391)
"""What is computed from the figures: the share of the largest producer, the total, the price of the import."""
CELLS = {
    ("austrium", "largest_supplier_share"),
    ("austrium", "supply_concentration"),
    ("norwegium", "climate_burden"),
}
"""The cells that rest on these figures: by production those of two criteria, by the stated property one."""


def confidential(folder: Path, *, salt: str = SALT) -> Path:
    """The fictional country with a confidential folder; returns the workspace."""
    root = atlantis(folder)
    place = root / FOLDER
    place.mkdir()
    files = {"production.csv": PRODUCTION, "trade.csv": TRADE, "mineral_properties.csv": PROPERTIES}
    for name, text in {**files, "sources.yaml": SOURCES, **({"salt": salt} if salt else {})}.items():
        (place / name).write_text(text, "utf-8")
    return root


def forms(figure: float) -> set[str]:
    """How a figure may be written: in full, with separators of thousands, in per cent, rounded to 4 digits or more."""
    found = {repr(figure)}
    for scaled in (figure, 100 * figure if figure < 1 else figure):
        whole = len(str(int(scaled))) if scaled >= 1 else 0
        for digits in range(4, 9):
            text = f"{scaled:.{max(0, digits - whole)}f}"
            found |= {text, f"{float(text):,.{max(0, digits - whole)}f}", text.replace(".", ",")}
    return {text for text in found if len(re.sub(r"\D", "", text).lstrip("0")) >= 4}


WRITTEN = sorted({form for figure in (*FIGURES, *FOLLOWING) for form in forms(figure)})
_ANY = re.compile("|".join(rf"(?<![\d.,])0*{re.escape(form)}" for form in sorted(WRITTEN, key=len, reverse=True)))


def found_in(text: str) -> list[str]:
    """The confidential figures that a text holds, as they stand there; ends of longer numbers do not count."""
    return sorted(set(_ANY.findall(text)))


def rows(root: Path, name: str) -> list[dict[str, str]]:
    with (root / FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
