"""How good a linkage is: precision and recall, samples to judge, unlinkables, shapes of clusters."""

from scrm._scrm import evaluation as _evaluation

Accuracy = _evaluation.Accuracy
ClusterReport = _evaluation.ClusterReport
accuracy = _evaluation.accuracy
accuracy_from_labels = _evaluation.accuracy_from_labels
cluster_report = _evaluation.cluster_report
comparison_patterns = _evaluation.comparison_patterns
estimate_cluster_accuracy = _evaluation.estimate_cluster_accuracy
review_sample = _evaluation.review_sample
term_frequencies = _evaluation.term_frequencies
unlinkables = _evaluation.unlinkables
unlinkables_of_files = _evaluation.unlinkables_of_files

__all__ = [
    "Accuracy",
    "ClusterReport",
    "accuracy",
    "accuracy_from_labels",
    "cluster_report",
    "comparison_patterns",
    "estimate_cluster_accuracy",
    "review_sample",
    "term_frequencies",
    "unlinkables",
    "unlinkables_of_files",
]
