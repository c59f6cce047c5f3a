"""Posts besides their classification, streams of them, refits; use it as ``scrm.sentiment``."""

from scrm._scrm import posts as _posts

BrandConfiguration = _posts.BrandConfiguration
DuplicateIndex = _posts.DuplicateIndex
RuleBook = _posts.RuleBook
aspects = _posts.aspects
compare_counts = _posts.compare_counts
find_spikes = _posts.find_spikes
language = _posts.language
mask = _posts.mask
near_duplicates = _posts.near_duplicates
refit = _posts.refit
refit_file = _posts.refit_file
report_topics = _posts.report_topics
report_topics_file = _posts.report_topics_file
score_author = _posts.score_author
score_post = _posts.score_post
semantic_core = _posts.semantic_core
write_aspects = _posts.write_aspects
write_reposts = _posts.write_reposts

__all__ = [
    "BrandConfiguration",
    "DuplicateIndex",
    "RuleBook",
    "aspects",
    "compare_counts",
    "find_spikes",
    "language",
    "mask",
    "near_duplicates",
    "refit",
    "refit_file",
    "report_topics",
    "report_topics_file",
    "score_author",
    "score_post",
    "semantic_core",
    "write_aspects",
    "write_reposts",
]
