// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Docstrings of the calls that judge a linkage and choose its threshold; as in docstrings.hpp.
namespace scrm::python::doc {

inline constexpr const char* kAccuracy = R"(Return precision, recall and F1 by threshold.

Parameters
----------
pairs : Dedupe, Link or table
    A table needs left_id, right_id and match_weight. Ask the linkage for pairs down to a low probability: recall is counted over
    them.
truth : path or table, optional
    record_id and cluster_id, or left_id and right_id. Without it the model's own probabilities stand for the labels, and the curve is
    as right as they are.
missed : float
    Without a truth: true pairs that were never compared.

Returns
-------
Accuracy
    A table of points; ``best`` is the one of the best F1.

Examples
--------
>>> import scrm
>>> customers = scrm.read_csv("customers.csv")
>>> groups = scrm.identity.dedupe(customers, id="customer_id", min_probability=0.001)
>>> expected = scrm.identity.accuracy(groups)
>>> expected.basis, expected.best["f1"] > 0.8
('model', True)
)";

inline constexpr const char* kReviewSample = R"(Draw pairs for people to judge.

Stratified by match weight, so that the doubtful are looked at most and the sure ones still a little. Fill the column ``is_match``
with yes or no and hand the table to ``accuracy_from_labels``.

Parameters
----------
pairs : Dedupe, Link or table
    left_id, right_id, match_weight and perhaps probability.
size : int
    Pairs to draw.
strata : int
    Ranges of weight, at most.
seed : int
    The same seed draws the same pairs.

Returns
-------
Table
    The pairs in random order with stratum, stratum_pairs, sampling_weight and an empty is_match.

Examples
--------
>>> import scrm
>>> customers = scrm.read_csv("customers.csv")
>>> groups = scrm.identity.dedupe(customers, id="customer_id", min_probability=0.001)
>>> len(scrm.identity.review_sample(groups, size=20))
20
)";

inline constexpr const char* kAccuracyFromLabels =
    R"(Estimate precision and recall of the whole linkage from judged pairs.

Parameters
----------
labels : table
    What ``review_sample`` returned, with is_match filled (1, true, yes, да or 0, false, no, нет; empty: not looked at). A table
    without stratum is taken as pairs that were all judged.
missed : float
    True pairs that were never compared.

Returns
-------
Accuracy
    With intervals of 95% where the labels are a sample.

Examples
--------
>>> import scrm
>>> labels = {"match_weight": [9.0, 4.0, -2.0], "is_match": ["yes", "yes", "no"]}
>>> scrm.identity.accuracy_from_labels(labels).best["match_weight"]
4.0
)";

inline constexpr const char* kUnlinkables = R"(Return how many records cannot be linked at each threshold.

A record is compared with itself: if even full agreement on what it says stays below the threshold, nothing can link it.

Parameters
----------
records : Dedupe or table
    Of a Dedupe, its records by its model.
model : MatchModel, optional
    One that is not trained is trained on the records first.

Returns
-------
Table
    match_weight, probability, unlinkable (records below it) and share.

Examples
--------
>>> import scrm
>>> groups = scrm.identity.dedupe(scrm.read_csv("customers.csv"), id="customer_id")
>>> scrm.identity.unlinkables(groups).to_dict()["share"][-1]
1.0
)";

inline constexpr const char* kClusterReport =
    R"(Return the shape of each cluster: density, bridges, weakest pair.

Parameters
----------
result : Dedupe
min_probability : float, optional
    Pairs from it on are edges; default: the threshold that the dedupe joined records by.

Returns
-------
ClusterReport
    As a table its clusters of at least two records; ``bridges`` are the pairs without which a cluster falls in two.

Examples
--------
>>> import scrm
>>> groups = scrm.identity.dedupe(scrm.read_csv("customers.csv"), id="customer_id")
>>> shapes = scrm.identity.cluster_report(groups).to_dict()
>>> all(0 <= density <= 1 for density in shapes["density"])
True
)";

inline constexpr const char* kTermFrequencies =
    R"(Return what agreement on each value of a comparison is worth.

Parameters
----------
records : Dedupe or table
comparison : str
    A comparison with term frequencies, such as family_name.
model : MatchModel, optional
    One that is not trained is trained on the records first.

Returns
-------
Table
    value (as it is compared), records, share, match_weight and the part of it that the value's rarity brings,
    term_frequency_weight; the most frequent first.

Examples
--------
>>> import scrm
>>> groups = scrm.identity.dedupe(scrm.read_csv("customers.csv"), id="customer_id")
>>> names = scrm.identity.term_frequencies(groups, "family_name").to_dict()
>>> names["term_frequency_weight"][0] < names["term_frequency_weight"][-1]
True
)";

inline constexpr const char* kPatterns =
    R"(Return the patterns of levels among the pairs of a linkage, strongest first.

Parameters
----------
result : Dedupe or Link
examples : int
    Pairs shown of each pattern.
values : bool
    Whether the examples show the values compared.

Returns
-------
list of dict
    levels by comparison (None: no evidence), pairs, least_weight, mean_weight, most_weight, expected_matches and examples.

Examples
--------
>>> import scrm
>>> groups = scrm.identity.dedupe(scrm.read_csv("customers.csv"), id="customer_id")
>>> patterns = scrm.identity.comparison_patterns(groups, examples=1)
>>> sum(pattern["pairs"] for pattern in patterns) == len(groups.pairs)
True
)";

inline constexpr const char* kSurvivorshipPolicy =
    R"(Which value of several records survives in the golden record.

Read from JSON that a bank edits: ``rules`` (fields that move together and their strategy: source_priority, most_recent,
most_complete, longest, majority, every_value, trust, minimum, maximum), ``source_priority``, ``trust`` (highest, lowest,
half_life_days by source) and ``pinned`` values.

Examples
--------
>>> import scrm
>>> policy = scrm.identity.SurvivorshipPolicy.from_json('{"rules": [{"fields": ["city"], "strategy": "majority"}]}')
>>> policy == scrm.identity.SurvivorshipPolicy.standard()
False
)";

inline constexpr const char* kGoldenRecord = R"(Return the golden record of records that are one person.

Parameters
----------
records : list of dict
    ``source``, ``record_id``, ``as_of`` (a time or None) and ``fields``: values, or lists of them, by column of customers.csv.
policy : SurvivorshipPolicy, optional
    Default: the standard one.
id : str
    Of the person; pins on it come first.
now : str, optional
    When trust is asked for, RFC 3339; default: the time of the latest record.

Returns
-------
list of dict
    attribute, value, source, as_of, strategy, and survives: False for the losing values, which are kept.

Examples
--------
>>> import scrm
>>> old = {"source": "crm", "record_id": "C1", "as_of": "2015-01-01", "fields": {"city": "Tula"}}
>>> new = {"source": "vk", "record_id": "vk:7", "as_of": "2026-01-01", "fields": {"city": "Omsk"}}
>>> policy = scrm.identity.SurvivorshipPolicy.from_json('{"rules": [{"fields": ["city"], "strategy": "most_recent"}]}')
>>> [field["value"] for field in scrm.identity.golden_record([old, new], policy) if field["survives"]]
['Omsk']
)";

inline constexpr const char* kClusterAccuracy =
    R"(Estimate pairwise precision and recall of a result from people whose records were all found by hand.

Parameters
----------
people : table
    record_id and cluster_id of the people of a sample, each with all records.
found : Dedupe or table
    The whole result: record_id and cluster_id.
sampling : str
    "by_record" when records were drawn and completed to people, "by_cluster" when people were drawn.

Returns
-------
dict
    people, records, precision, recall, f1, precision_interval and recall_interval.

Examples
--------
>>> import scrm
>>> found = {"record_id": ["a", "b", "c"], "cluster_id": ["1", "1", "1"]}
>>> people = {"record_id": ["a", "b"], "cluster_id": ["x", "x"]}
>>> scrm.identity.estimate_cluster_accuracy(people, found)["precision"]
0.5
)";

}  // namespace scrm::python::doc
