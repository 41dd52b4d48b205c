"""Small Parquet files as pyarrow 22.0.0 writes them, and their rows as JSON.

Run: pip install pyarrow==22.0.0 && python tools/golden/make_parquet.py
With `--check FILE` it reads a file of ours instead and prints its schema and rows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parents[2] / "packages/retrieval-dataset/test/golden"
CODECS = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]
ROWS = [
    {
        "id": 9007199254740993 if at == 2 else at,
        "title": f"Oak desk {at}" if at % 2 else "Café – 橡木 📦",
        "description": None if at % 3 == 0 else f"line 1\nline 2 of {at}",
        "tags": None if at == 1 else ["wood", "office"][: at % 3],
        "price": None if at == 4 else at / 8,
        "in_stock": at % 2 == 0,
    }
    for at in range(7)
]


def main() -> None:
    """Writes the same rows with every codec and in the layouts that differ most."""
    table = pa.Table.from_pylist(ROWS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for codec in CODECS:
        pq.write_table(table, FOLDER / f"{codec}.parquet", compression=codec)
    pq.write_table(table, FOLDER / "pages-v2.parquet", data_page_version="2.0", compression="zstd")
    pq.write_table(table, FOLDER / "plain.parquet", use_dictionary=False, row_group_size=2)
    pq.write_table(table, FOLDER / "page-index.parquet", write_page_index=True, row_group_size=3)
    large = table.set_column(1, "title", table["title"].cast(pa.large_string()))
    pq.write_table(large.set_column(0, "id", large["id"].cast(pa.string())), FOLDER / "large-string.parquet")
    expected = {"oracle": f"pyarrow {pa.__version__}", "rows": [{**row, "id": str(row["id"])} for row in ROWS]}
    (FOLDER / "parquet.json").write_text(json.dumps(expected, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        read = pq.read_table(sys.argv[2])
        print(read.schema, json.dumps(read.to_pylist()[:5], ensure_ascii=False), read.num_rows)
    else:
        main()
