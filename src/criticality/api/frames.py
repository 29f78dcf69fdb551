"""Tables of a record and of a comparison as pandas DataFrames."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from criticality.model.record import Record
from criticality.records.csv_tables import csv_tables

_TEXT: Mapping[str, tuple[str, ...]] = {
    "ranking": ("mineral", "tier", "confidence", "hangs_on", "standing"),
    "weights": ("criterion", "dimension"),
    "consistency": ("judge", "group", "random_index"),
    "indicators": ("mineral", "criterion", "unit", "grade", "flag", "sources"),
    "methods": ("mineral", "method"),
    "acceptability": ("mineral",),
    "choices": ("mineral", "choice", "option", "tier"),
}
_WHOLE: Mapping[str, tuple[str, ...]] = {
    "ranking": ("rank", "rank_low", "rank_high"),
    "consistency": ("n",),
    "methods": ("rank",),
    "acceptability": ("rank",),
}
_TRUTH: Mapping[str, tuple[str, ...]] = {"ranking": ("listed", "designated")}


def table_frame(record: Record, name: str) -> pd.DataFrame:
    """Return one table of a record, with the columns and the figures of its CSV file.

    Indexed by ``mineral`` where the table has that column. A missing number is NaN or ``<NA>``, a missing text empty.
    """
    text = csv_tables(record)[f"{name}.csv"]
    columns = next(csv.reader([text.partition("\n")[0]]))
    kinds = {
        **dict.fromkeys(columns, "float64"),
        **dict.fromkeys(_TEXT[name], "object"),
        **dict.fromkeys(_WHOLE.get(name, ()), "Int64"),
        **dict.fromkeys(_TRUTH.get(name, ()), "bool"),
    }
    frame: pd.DataFrame = pd.read_csv(
        io.StringIO(text),
        dtype=kinds,
        keep_default_na=False,
        na_values={column: [""] for column, kind in kinds.items() if kind in ("float64", "Int64")},
        float_precision="round_trip",
    )
    return frame.set_index("mineral") if "mineral" in columns else frame


def rows_frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], numbers: Sequence[str] = ()) -> pd.DataFrame:
    """Return plain rows as a DataFrame with these columns, indexed by ``mineral`` where it is one of them.

    In the columns `numbers`, None becomes NaN. A bilingual ``because`` becomes ``because_en`` and ``because_zh``.
    """
    frame = pd.DataFrame([_split(row) for row in rows], columns=list(columns))
    frame = frame.astype(dict.fromkeys(numbers, "float64"))
    return frame.set_index("mineral") if "mineral" in columns else frame


def _split(row: Mapping[str, Any]) -> dict[str, Any]:
    because = row.get("because") or {}
    return {**row, "because_en": because.get("en", ""), "because_zh": because.get("zh-Hant", "")}
