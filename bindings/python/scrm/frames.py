"""Exchange with pandas, polars and Arrow files; imported only when asked for."""

from __future__ import annotations

from typing import Any

from scrm._scrm import InvalidArgument

__all__ = ["csv_to_parquet", "require_parquet"]


def require_parquet() -> Any:
    """Return pyarrow's parquet module; raise InvalidArgument naming the extra when it is not installed."""
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise InvalidArgument("--format parquet needs the extra scrm[parquet] (pyarrow)") from None
    return parquet


# Columns that hold nothing but numbers: a number that could not be read stands in `as_written`.
_WHOLE = {"followers", "reach", "views", "likes", "reposts", "comments", "row", "attempts"}
_REAL = {"probability", "match_weight", "rating"}


def csv_to_parquet(source: str, target: str | int) -> None:
    """Write the rows of an exported CSV file as Parquet, to a path or a file descriptor.

    Ids, dates and all other texts stay texts, so that the columns never depend on the rows.
    """
    import pyarrow

    from scrm._scrm import read_csv, write_file

    parquet = require_parquet()
    rows = pyarrow.table(read_csv(source))
    for place, name in enumerate(rows.column_names):
        if name in _WHOLE or name in _REAL:
            kind = pyarrow.int64() if name in _WHOLE else pyarrow.float64()
            rows = rows.set_column(place, name, rows.column(place).cast(kind))
    # Only a file that is written whole here never replaces a device, a link or a database.
    content = pyarrow.BufferOutputStream()
    parquet.write_table(rows, content)
    write_file(target, content.getvalue())
