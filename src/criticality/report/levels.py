"""The levels of the dimensions in a record: what holds what, and what is printed of those below the first level."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from criticality.model.record import RankingRow, Record
from criticality.text.numbers import fixed, percent

COLUMNS = 8
"""Dimensions that one table of ratings has room for."""


class Levels:
    """The tree of the dimensions and criteria of one record, by code."""

    def __init__(self, record: Record) -> None:
        inputs, result = record["inputs"], record["result"]
        known = [entry["code"] for entry in inputs["dimensions"]]
        self.parents: dict[str, str] = {
            entry["code"]: entry["parent"] for entry in inputs["dimensions"] if entry.get("parent") in known
        }
        self._of_criterion = {entry["code"]: entry["dimension"] for entry in inputs["criteria"]}
        self._dimensions, self._weights = known, result["weights"]
        self.inside: Mapping[str, float] = {row["dimension"]: row["local_weight"] for row in result.get("levels", [])}
        self.overall: Mapping[str, float] = {row["dimension"]: row["global_weight"] for row in result.get("levels", [])}

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The dimensions that hold a criterion, each after the one that holds it."""
        holding = {code for own in self._of_criterion.values() for code in self.path(own)}
        return tuple(code for code in self._dimensions if code in holding)

    @property
    def roots(self) -> tuple[str, ...]:
        """The dimensions of the first level that hold a criterion."""
        return tuple(code for code in self.used if code not in self.parents)

    @cached_property
    def inner(self) -> tuple[str, ...]:
        """The dimensions below the first level, branch by branch."""
        return tuple(code for root in self.roots for code in self._below(root))

    def _below(self, dimension: str) -> Iterator[str]:
        for code in self.used:
            if self.parents.get(code) == dimension:
                yield code
                yield from self._below(code)

    def path(self, dimension: str) -> list[str]:
        """The dimensions from the first level down to one, itself included."""
        found = [dimension]
        while found[0] in self.parents and self.parents[found[0]] not in found:
            found.insert(0, self.parents[found[0]])
        return found

    def root_of(self, code: str) -> str:
        """The dimension of the first level above a criterion or a dimension."""
        return self.path(self._of_criterion.get(code, code))[0]

    def depth(self, code: str) -> int:
        """How many levels a criterion or a dimension stands below the first."""
        own = self._of_criterion.get(code)
        return len(self.path(code)) - 1 if own is None else len(self.path(own))

    def shares(self, of: str) -> dict[str, float]:
        """Weighted criterion → its share in the rating of a dimension; of a criterion, its weight in its dimension."""
        found: dict[str, float] = {}
        for row in self._weights:
            path = self.path(row["dimension"])
            if row["criterion"] == of:
                return {of: row["local_weight"]}
            if of in path:
                found[row["criterion"]] = row["local_weight"]
                for code in path[path.index(of) + 1 :]:
                    found[row["criterion"]] *= self.inside.get(code, 1.0)
        return found

    def weight_rows(
        self, root: str, title: Callable[[str], str], alone: Callable[[str, str], list[str]]
    ) -> list[dict[str, object]]:
        """The rows of the table of weights below a dimension of the first level: further dimensions and criteria."""
        return [*self._weight_rows(root, title, alone)]

    def _weight_rows(
        self, held_by: str, title: Callable[[str], str], alone: Callable[[str, str], list[str]]
    ) -> Iterator[dict[str, object]]:
        for code in self.used:
            if self.parents.get(code) == held_by and code in self.inside:
                yield self._row(title(code), self.inside[code], self.overall[code], alone(held_by, code), code)
                yield from self._weight_rows(code, title, alone)
        for row in self._weights:
            if row["dimension"] == held_by:
                code = row["criterion"]
                yield self._row(title(code), row["local_weight"], row["global_weight"], alone(held_by, code), code)

    def _row(self, title: str, local: float, overall: float, alone: list[str], code: str) -> dict[str, object]:
        return {
            "title": title,
            "local": percent(local, 1),
            "global": percent(overall, 1),
            "alone": alone,
            "depth": min(self.depth(code), 4),
            "dimension": code not in self._of_criterion,
        }

    def strip(self, row: RankingRow, title: Callable[[str], str]) -> list[dict[str, str]]:
        """The ratings of one mineral in the dimensions below the first level."""
        rated = {code: row["dimensions"].get(code) for code in self.inner}
        return [{"title": title(code), "text": fixed(value, 2)} for code, value in rated.items() if value is not None]

    def rating_tables(
        self, record: Record, title: Callable[[str], str], name: Callable[[str], Mapping[str, str]]
    ) -> list[dict[str, object]]:
        """Tables of the ratings of every scored mineral in the dimensions below the first level, so many at a time."""
        scored = [row for row in record["result"]["ranking"] if row["score"] is not None]
        tables = (self.inner[start : start + COLUMNS] for start in range(0, len(self.inner), COLUMNS))
        return [
            {
                "titles": [{"title": title(code), "of": title(self.parents[code])} for code in codes],
                "rows": [
                    {**name(row["mineral"]), "ratings": [fixed(row["dimensions"].get(code)) for code in codes]}
                    for row in scored
                ],
            }
            for codes in tables
            if any(row["dimensions"].get(code) is not None for row in scored for code in codes)
        ]
