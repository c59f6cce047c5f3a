"""scrm: which social profile belongs to which customer of a bank, why, and how to undo it.

>>> import scrm
>>> scrm.identity.MatchModel.person().name
'person'

The compiled part is loaded when a name of it is first used, so that ``scrm --version`` starts at once.
"""

from __future__ import annotations

from importlib import import_module

from scrm._version import __version__

TYPE_CHECKING = False  # typing itself takes longer to import than all the rest; mypy knows this name
if TYPE_CHECKING:
    from typing import Any

    from scrm import charts, identity, sentiment
    from scrm._scrm import (
        AlreadyExists,
        Assessments,
        Audit,
        AuditVerification,
        Cancelled,
        Conflict,
        Constraint,
        CorruptData,
        Crm,
        CustomerHistory,
        Customers,
        Error,
        FileNotFound,
        Identities,
        IdentityLink,
        ImportReport,
        Interactions,
        Internal,
        InvalidArgument,
        InvariantCheck,
        MergeResult,
        NotFound,
        PairEvidence,
        RecordFile,
        Resolution,
        ResolveReport,
        SchemaMismatch,
        SearchHit,
        Summary,
        Table,
        Unavailable,
        UnreadableInput,
        features,
        read_csv,
    )
    from scrm.report import render as render_report

__all__ = [
    "AlreadyExists",
    "Assessments",
    "Audit",
    "AuditVerification",
    "Cancelled",
    "Conflict",
    "Constraint",
    "CorruptData",
    "Crm",
    "CustomerHistory",
    "Customers",
    "Error",
    "FileNotFound",
    "Identities",
    "IdentityLink",
    "ImportReport",
    "Interactions",
    "Internal",
    "InvalidArgument",
    "InvariantCheck",
    "MergeResult",
    "NotFound",
    "PairEvidence",
    "RecordFile",
    "Resolution",
    "ResolveReport",
    "SchemaMismatch",
    "SearchHit",
    "Summary",
    "Table",
    "Unavailable",
    "UnreadableInput",
    "__version__",
    "charts",
    "features",
    "identity",
    "open",
    "read_csv",
    "render_report",
    "sentiment",
]


def open(url: Any, **options: Any) -> Crm:
    """Open a database and return its Crm.

    Parameters
    ----------
    url : str or path
        A path, ``sqlite:///path`` or ``postgresql://…``. It is made when absent.
    **options
        As for :meth:`Crm.open`.
    """
    from os import fspath

    from scrm._scrm import Crm

    return Crm.open(fspath(url), **options)


def __getattr__(name: str) -> Any:
    value: Any
    if name in ("charts", "identity", "sentiment"):
        value = import_module(f"scrm.{name}")
    elif name == "render_report":
        value = import_module("scrm.report").render
    elif name in __all__:
        value = getattr(import_module("scrm._scrm"), name)
    else:
        raise AttributeError(f"module 'scrm' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
