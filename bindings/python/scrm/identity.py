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

__all__ = [
    "FrozenModel",
    "LiveResolver",
    "MatchModel",
    "analyze_blocking",
    "analyze_blocking_files",
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
