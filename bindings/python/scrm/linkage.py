"""Link and deduplicate tables; what these functions return. Used as ``scrm.identity.link`` and so on."""

from scrm._scrm import (
    Dedupe,
    Link,
    analyze_blocking,
    analyze_blocking_files,
    dedupe,
    dedupe_files,
    explain,
    link,
    link_files,
    train,
    train_files,
)

__all__ = [
    "Dedupe",
    "Link",
    "analyze_blocking",
    "analyze_blocking_files",
    "dedupe",
    "dedupe_files",
    "explain",
    "link",
    "link_files",
    "train",
    "train_files",
]
