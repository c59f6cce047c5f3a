"""What comes through a pipe, taken into memory before the work begins, so that Ctrl-C ends the wait for it."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False  # typing takes as long to import as all of this
if TYPE_CHECKING:
    import argparse

_CHUNK = 1 << 20

# Small files that are read whole, in one call that does not listen.
_SMALL = ("brands", "clusters", "labels", "links", "model", "pairs", "policy", "sidecar", "truth")
# Commands that read their files so, too; the others stream them, interruptibly.
_READ_WHOLE = {"sentiment", "threshold"}
_MODEL_FILES = {"show", "import-splink", "export-splink"}


def _is_piped(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False  # who opens it says why
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _held(path: str) -> str:
    with open(path, "rb", buffering=0) as source:
        held = os.memfd_create(os.path.basename(path))
        while chunk := source.read(_CHUNK):
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(held, rest) :]
    # Each one who opens it reads from the beginning.
    return f"/dev/fd/{held}"


def hold_piped_inputs(arguments: argparse.Namespace) -> None:
    """Replace pipes among the small inputs of a command by their contents."""
    if not hasattr(os, "memfd_create"):
        return
    given = vars(arguments)
    names = [name for name in _SMALL if name in given]
    reads_model = given.get("command") == "model" and given.get("action") in _MODEL_FILES
    if reads_model or given.get("command") in _READ_WHOLE:
        names.append("file")
    for name in names:
        path = given.get(name)
        if isinstance(path, str) and path and _is_piped(path):
            setattr(arguments, name, _held(path))
