"""Record linkage: who is who, on tables and files, with or without a database."""

from scrm._scrm import (
    FrozenModel,
    LiveResolver,
    MatchModel,
    analyze_blocking,
    analyze_blocking_files,
    dedupe,
    dedupe_files,
    evaluate_clusters,
    evaluate_links,
    explain,
    link,
    link_files,
    train,
    train_files,
    write_sample,
)
from scrm.comparisons import Column, Comparison, Level, block_on

__all__ = [
    "Column",
    "Comparison",
    "FrozenModel",
    "Level",
    "LiveResolver",
    "MatchModel",
    "analyze_blocking",
    "analyze_blocking_files",
    "block_on",
    "dedupe",
    "dedupe_files",
    "evaluate_clusters",
    "evaluate_links",
    "explain",
    "link",
    "link_files",
    "train",
    "train_files",
    "write_sample",
]
