"""Exchange with pandas, polars and Arrow files; imported only when asked for."""

from __future__ import annotations

from typing import Any

from scrm._scrm import InvalidArgument

__all__ = ["jsonl_to_parquet", "require_parquet"]


def require_parquet() -> Any:
    """Return pyarrow's parquet module; raise InvalidArgument naming the extra when it is not installed."""
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise InvalidArgument("--format parquet needs the extra scrm[parquet] (pyarrow)") from None
    return parquet


def jsonl_to_parquet(source: str, target: str) -> None:
    """Write the rows of a JSON lines file as one Parquet file."""
    import os

    import pyarrow
    from pyarrow import json as arrow_json

    from scrm._scrm import Unavailable

    parquet = require_parquet()
    if os.path.getsize(source) == 0:
        rows = pyarrow.table({})
    else:
        options = arrow_json.ReadOptions(block_size=16 << 20)
        rows = arrow_json.read_json(source, read_options=options)
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        parquet.write_table(rows, temporary)
        os.replace(temporary, target)
    except OSError as failure:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise Unavailable(f"cannot write the output: {failure.strerror or 'failed'}") from None
