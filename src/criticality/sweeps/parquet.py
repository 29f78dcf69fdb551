"""The table of a sweep as Parquet, by pyarrow of the extra ``parquet``.

``table.parquet`` has the rows and columns of ``table.csv``, with their types. It is made from that file and can be made
again at any time; the sums of the sweep do not hold it, so that they are the same with it and without.
"""

from pathlib import Path

import pyarrow
from pyarrow import csv, parquet

from criticality.records.drafts import draft_folder, put
from criticality.sweeps.running import TABLE

PARQUET = "table.parquet"
_BLOCK = 1 << 26
"""Bytes of CSV in one row group."""
_TYPES = {
    "case": "int64",
    "mineral": "string",
    "tier": "string",
    "listed": "bool",
    "score": "float64",
    "rank": "int32",
    "p_listed": "float64",
}


def write_parquet(folder: Path) -> Path:
    """Write ``table.parquet`` beside the ``table.csv`` of a sweep, all or nothing, and return its path.

    The same table and the same pyarrow give the same bytes.
    """
    types = {name: pyarrow.type_for_alias(alias) for name, alias in _TYPES.items()}
    converted = csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    blocks = csv.ReadOptions(block_size=_BLOCK, use_threads=False)
    target = folder / PARQUET
    with draft_folder(folder, PARQUET) as draft, csv.open_csv(folder / TABLE, blocks, None, converted) as rows:
        with parquet.ParquetWriter(draft / PARQUET, rows.schema, compression="zstd") as writer:
            for batch in rows:
                writer.write_batch(batch)
        put(draft / PARQUET, target)
    return target
