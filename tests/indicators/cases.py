"""Small datasets for the tests of the indicators, written as short rows."""

from datetime import date
from typing import Any

import pandas as pd

from criticality.indicators.table import compute_indicators
from criticality.model.criteria import Criterion
from criticality.model.dataset import TABLES, Dataset
from criticality.text.kept import made

DEFAULTS: dict[str, dict[str, Any]] = {
    "minerals": {"name_en": "A mineral", "candidate": True},
    "mineral_properties": {"year": 2022.0, "source": "s_prop", "grade": "B", "flag": "reported"},
    "production": {
        "mineral": "x",
        "stage": "processing",
        "year": 2023.0,
        "unit": "t",
        "source": "s_prod",
        "grade": "A",
        "flag": "reported",
    },
    "trade": {
        "reporter": "TWN",
        "mineral": "x",
        "stage": "processing",
        "code_system": "HS6",
        "code": "281820",
        "flow": "import",
        "year": 2024.0,
        "source": "s_trade",
        "grade": "B",
        "flag": "reported",
    },
    "governance": {"indicator": "mean", "year": 2023.0, "source": "s_gov"},
    "end_uses": {"mineral": "x", "source": "s_use", "grade": "B"},
    "sectors": {"title_en": "A sector", "year": 2023.0, "source": "s_va", "strategic": False},
    "export_restrictions": {
        "mineral": "x",
        "measure": "ban",
        "severity": 1.0,
        "in_force_from": date(2024, 1, 1),
        "in_force_until": None,
        "act": "an act",
        "source": "s_act",
        "grade": "A",
    },
    "events": {
        "mineral": "x",
        "stage": "processing",
        "country": "AAA",
        "from": date(2026, 3, 2),
        "until": None,
        "share_lost": 1.0,
        "what": "Shut.",
        "source": "s_event",
        "grade": "C",
        "flag": "estimated",
    },
    "judgements": {"judge": "A", "by": 2.0, "because": "Said.", "status": "adopted", "source": "s_said"},
    "countries": {"name_en": "A country", "transit_hub": False},
}
NUMBERS = {"number", "share", "year"}


def table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Return a frame of one table as the loader makes it."""
    full = [
        {
            column.name: row.get(column.name, DEFAULTS[name].get(column.name, _empty(column.kind)))
            for column in TABLES[name].columns
        }
        | {"line": number}
        for number, row in enumerate(rows, start=2)
    ]
    return pd.DataFrame(full, columns=[*(column.name for column in TABLES[name].columns), "line"])


def _empty(kind: str) -> Any:
    if kind in NUMBERS:
        return float("nan")
    return None if kind == "date" else ""


def dataset(**tables: list[dict[str, Any]]) -> Dataset:
    """Return a dataset; the mineral x is there unless others are named."""
    tables.setdefault("minerals", [{"mineral": "x"}])
    return Dataset({name: table(name, *rows) for name, rows in tables.items() if rows})


def production(amounts: dict[str, float], **common: Any) -> list[dict[str, Any]]:
    """Return production rows by country."""
    return [{"country": country, "value": value, **common} for country, value in amounts.items()]


def imports(tonnes: dict[str, float], **common: Any) -> list[dict[str, Any]]:
    """Return import rows by partner, 1000 USD a tonne."""
    return [
        {"partner": partner, "quantity_t": value, "value_usd": 1000 * value, **common}
        for partner, value in tonnes.items()
    ]


def governance(means: dict[str, float]) -> list[dict[str, Any]]:
    """Return governance rows with one indicator."""
    return [{"country": country, "value": value} for country, value in means.items()]


def criterion(indicator: str, **parameters: Any) -> Criterion:
    """Return a criterion that measures one indicator."""
    return Criterion.model_validate(
        {
            "code": "c",
            "title": "A criterion",
            "dimension": "d",
            "direction": "raises_criticality",
            "indicator": indicator,
            "parameters": parameters,
            "missing": "interval",
        }
    )


def cell(
    data: Dataset, indicator: str, *, mineral: str = "x", as_of: date = date(2024, 12, 31), **parameters: Any
) -> Any:
    """Return the cell of one mineral under one criterion, as a row of the table with its note in words."""
    found = compute_indicators(
        data, [criterion(indicator, **parameters)], country="TWN", reference_year=2024, as_of=as_of
    ).cells
    row = found[found["mineral"] == mineral].iloc[0].copy()
    row["note"] = made(row["note"])
    return row


def flags(row: Any) -> set[str]:
    """Return the flags of a cell."""
    return set(row["flag"].split(";"))
