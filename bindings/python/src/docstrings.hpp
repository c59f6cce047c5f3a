// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Docstrings of the calls that users begin with, in NumPy style. Their examples run as tests in a folder
/// that holds the output of `scrm sample`, with `crm` open on it (tests/python/test_docstrings.py).
namespace scrm::python::doc {

inline constexpr const char* kOpen = R"(Open a database and return its Crm.

Parameters
----------
url : str
    A path, ``sqlite:///path`` or a libpq URI ``postgresql://…``.
create : bool
    Make the database when it is absent; a folder is never made.
lock_wait : float
    Seconds to wait for another process (SQLite) or for a free session.
log : callable, optional
    Called with level, code and fields, from any thread, for what happens; never with personal data.

Raises
------
NotFound, SchemaMismatch, CorruptData, Unavailable

Examples
--------
>>> import scrm
>>> with scrm.open("another.db") as another:
...     another.customers.count()
0
)";

inline constexpr const char* kCrm = R"(One database and the services on it. Thread-safe.

A context manager: leaving the block closes it. Long calls take ``progress`` (a callable with done, total and stage, or True for a
bar on a terminal) and end with KeyboardInterrupt on Ctrl-C; then nothing is half-done.
)";

inline constexpr const char* kClose = R"(Close the database and give back its connections or its file.

Another process can open a SQLite file at once. Calls that work on the database are waited for, as long as ``lock_wait`` of open
says; a later call on this object or its services raises InvalidArgument (a ValueError), and so does a call that is between two
units of work, an import for example, as if it was interrupted. Closing twice is fine.

Raises
------
Unavailable
    A call still works on the database; it stays open.
Conflict
    Called from inside a call that works on the database.

Examples
--------
>>> import scrm
>>> another = scrm.open("another.db")
>>> another.close()
>>> another.closed
True
>>> another.customers.count()
Traceback (most recent call last):
...
scrm.InvalidArgument: the database has been closed
)";

inline constexpr const char* kImportCustomers = R"(Read CRM records from a CSV file: upsert by customer_id.

Rows that cannot be read or keyed go to quarantine with a reason; a bad field never costs its row. Running an interrupted import
again ends where an undisturbed one ends.

Parameters
----------
path : path
    A file with a header; ``,`` ``;`` or tab.
progress : callable or bool, optional
    Called with done, total and stage, at most ten times a second; True shows a bar on a terminal.

Returns
-------
ImportReport
    read, accepted, quarantined, inserted, updated, unchanged, warnings, reasons.

Examples
--------
>>> report = crm.customers.import_csv("customers.csv")
>>> report.read == report.accepted == report.unchanged
True
)";

inline constexpr const char* kImportIdentities =
    R"(Read social profiles from JSON lines: upsert by network, scope and network_user_id.

Of two versions of a profile the later ``observed_at`` stays, in any order of arrival.

Parameters
----------
path : path
    One object a line.
progress : callable or bool, optional
    As for Customers.import_csv.

Returns
-------
ImportReport

Examples
--------
>>> crm.identities.import_jsonl("identities.jsonl").quarantined
0
)";

inline constexpr const char* kImportInteractions =
    R"(Read posts, messages and reviews from JSON lines: upsert by network, scope and external_id.

Of two versions the later of ``edited_at`` and ``created_at`` stays, in any order of arrival. What customers wrote is assessed in
the same step (see Assessments).

Parameters
----------
path : path
    One object a line.
mask : str
    What is masked in texts before they are stored. ``cards``: card numbers and their codes. ``all``: also phones, e-mails, IBANs,
    accounts and passports; not by default, since an agent calls back on the number that a post names, and nothing brings it back.
progress : callable or bool, optional
    As for Customers.import_csv.

Returns
-------
ImportReport

Examples
--------
>>> crm.interactions.import_jsonl("interactions.jsonl").quarantined
0
)";

inline constexpr const char* kRecordFile =
    R"(A file of records whose beginning has been read, before there need be any database.

An empty file or a wrong header is found here, so that a first import can fail before ``scrm.open`` makes a database. A pipe works
like a file.

Parameters
----------
path : path
    What ``customers.import_csv``, ``identities.import_jsonl``, ``interactions.import_jsonl`` or ``resolution.import_decisions`` reads.
kind : str
    customers, identities, interactions or decisions.

Examples
--------
>>> import scrm
>>> file = scrm.RecordFile("customers.csv", "customers")
>>> file.import_into(crm).quarantined
0
)";

inline constexpr const char* kRun = R"(Link profiles to customers and find duplicate customers: the main job.

The result depends on records, decisions and model only. What people confirmed, rejected or kept apart holds.

Parameters
----------
threads : int
    0: as many as the process may use. The result is the same for any number.
model : MatchModel, optional
    A frozen model; None trains one on the records, without labels.
progress : callable or bool, optional
    As for Customers.import_csv.

Returns
-------
ResolveReport
    match, review and none add up to all profiles.

Examples
--------
>>> report = crm.resolution.run(threads=1)
>>> report.match + report.review + report.none == crm.identities.count()
True
)";

inline constexpr const char* kLinks = R"(Return the current links, ordered by account, best first.

Returns
-------
list of IdentityLink
    network, scope, network_user_id, customer_id, probability (0 to 1), match_weight (bits), tier, status, assurance.

Examples
--------
>>> best = max(crm.resolution.links(), key=lambda link: link.probability)
>>> best.tier, best.status, best.assurance
('match', 'linked', 'inferred')
)";

inline constexpr const char* kReviewQueue = R"(Return the links that need a person, most probable first.

Parameters
----------
limit : int
    At most so many.

Examples
--------
>>> queue = crm.resolution.review_queue(limit=3)
>>> {link.tier for link in queue}
{'review'}
)";

inline constexpr const char* kConfirm = R"(Decide that an account belongs to a customer.

The decision outlives every run, import and merge; repeating it changes nothing. The link gets assurance ``asserted``.

Parameters
----------
account : str
    ``NETWORK:ID``; the first colon splits. A colon of the network itself is written ``\\:``.
customer_id : str
scope : str, optional
    The page or bot that the id is local to; needed where several hold it.
actor, reason : str
    Kept with the decision and in the audit chain.

Raises
------
NotFound
    An unknown account or customer; nothing changed.

Examples
--------
>>> link = crm.resolution.review_queue(limit=1)[0]
>>> account = f"{link.network}:{link.network_user_id}"
>>> crm.resolution.confirm(account, link.customer_id, scope=link.scope, actor="anna", reason="called")
>>> crm.resolution.why(account, link.customer_id, scope=link.scope).to_dict()["link"]["status"]
'confirmed'
)";

inline constexpr const char* kMerge =
    R"(Decide that records are one customer; the survivor's id stands for all of them.

A merge moves nothing: it is one edge, and unmerge takes it away exactly, in any order of nested merges.

Parameters
----------
survivor : str
others : list of str
actor, reason : str

Returns
-------
MergeResult
    merge_id, survivor, merged.

Examples
--------
>>> before = crm.state_hash()
>>> first, second = sorted(crm.resolution.clusters())[:2]
>>> merged = crm.resolution.merge(first, [second], actor="anna")
>>> crm.resolution.how(second).survivor == first
True
>>> crm.resolution.unmerge(merged.merge_id)
>>> crm.state_hash() == before
True
)";

inline constexpr const char* kWhy = R"(Return the evidence for a pair, comparison by comparison.

Parameters
----------
account : str
    ``NETWORK:ID``.
customer_id : str
scope : str, optional
show_values : bool
    Show names, phones … instead of masked ones.

Returns
-------
PairEvidence
    Each comparison has a level and a weight in bits, log2(m / u), with the part that is term frequency.

Examples
--------
>>> link = crm.resolution.links()[0]
>>> why = crm.resolution.why(f"{link.network}:{link.network_user_id}", link.customer_id, scope=link.scope)
>>> sorted(why.to_dict()["comparisons"][0])[:4]
['attributes', 'comparison', 'left', 'level']
)";

inline constexpr const char* kComparison =
    R"(How one column, or a few, are compared: levels from the strongest down.

The static methods are the comparisons of Splink's library; ``Comparison(name, levels)`` takes levels of your own.

Examples
--------
>>> import scrm
>>> [level.name for level in scrm.identity.Comparison.jaro_winkler("surname", [0.9]).levels][1:3]
['exact match on surname', 'Jaro-Winkler similarity of surname >= 0.9']
)";

inline constexpr const char* kOfColumns = R"(Return a model of comparisons of columns, not trained yet.

Training leaves alone what is given: an ``m`` or ``u`` that is set on a level, and ``prior``.

Parameters
----------
comparisons : list of Comparison
blocking_rules : list of str
    SQL over both records, ``l."city" = r."city"``; ``block_on`` writes the usual ones.
link_type : str
    dedupe_only, link_only or link_and_dedupe.
prior : float, optional
    The probability that two random records are one person. None: it is learnt, and Splink's 0.0001 until then.

Returns
-------
MatchModel

Examples
--------
>>> import scrm
>>> from scrm.identity import Comparison, MatchModel, block_on
>>> model = MatchModel.of_columns(
...     [Comparison.name_of_person("family_name"), Comparison.exact("city"), Comparison.date_of_birth("birth_date")],
...     [block_on("birth_date"), block_on("family_name", "city")])
>>> model.train(scrm.read_csv("customers.csv"), id="customer_id").trained
True
)";

inline constexpr const char* kFromSplink = R"(Read the settings of a Splink 4 or 5 model.

Its comparisons, blocking rules, m, u, prior and term-frequency adjustments are kept: a pair gets the match weight that
Splink gives it.

Parameters
----------
settings : path, str or dict
    A file as ``linker.misc.save_model_to_json`` writes it, its text, or the dict.

Returns
-------
MatchModel

Raises
------
InvalidArgument
    For a condition that is not understood; the message names it.

Examples
--------
>>> import scrm
>>> model = scrm.identity.MatchModel.from_splink({
...     "link_type": "dedupe_only",
...     "comparisons": [{"comparison_levels": [
...         {"sql_condition": '"city_l" IS NULL OR "city_r" IS NULL', "is_null_level": True},
...         {"sql_condition": '"city_l" = "city_r"', "m_probability": 0.9, "u_probability": 0.1},
...         {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.9}]}],
...     "blocking_rules_to_generate_predictions": ['l."city" = r."city"'],
... })
>>> model.columns
['city']
)";

inline constexpr const char* kToSplink =
    R"(Return the settings of Splink for a model whose comparisons are expressions over columns.

Returns
-------
dict
    What ``Linker`` takes, or ``json.dump`` writes for it.
)";

inline constexpr const char* kAnalyzeBlocking =
    R"(Say which pairs the blocking rules would propose, before any is compared.

Parameters
----------
records : table
    Anything with ``__arrow_c_stream__`` (pyarrow, polars, pandas, DuckDB), a pandas DataFrame or a Table; a
    list of tables is one population.
model : MatchModel, optional
    Whose rules; None: those of the built-in recipe for people. It need not be trained.
id : str
    The column of record ids.
columns : mapping or str, optional
    Attribute to column; None recognises the usual headers.
count_new_pairs : bool
    Also count the pairs that no earlier rule finds, which takes a walk through all pairs.
largest_blocks : int
    How many of each rule's largest blocks to list.
threads : int
progress : callable or bool, optional

Returns
-------
dict
    ``all_pairs``, ``compares_all`` (so few that all are compared, whatever the rules say), ``pairs``, and
    ``rules``: for each rule ``rule``, ``pairs``, ``share``, ``cumulative_pairs``, ``new_pairs`` and
    ``cumulative_new_pairs`` (None unless counted), ``blocks``, ``generic_keys`` and ``generic_pairs`` (keys
    that too many records share and that are left out), ``largest``: dicts of ``key``, ``records``,
    ``pairs``, ``generic``.

Examples
--------
>>> import scrm
>>> people = scrm.read_csv("customers.csv")
>>> analysis = scrm.identity.analyze_blocking(people, id="customer_id")
>>> sum(rule["pairs"] for rule in analysis["rules"]) == analysis["pairs"]
True
)";

inline constexpr const char* kEstimateM =
    R"(Learn m of this model from pairs that people know to be one person; return the model.

After ``train``, which learns m without labels. u, the prior and what is fixed stay; the model's own m counts as one
pair a level.

Parameters
----------
records : table
    As for dedupe.
labels : table, optional
    left_id, right_id and is_match (yes or no, as in a judged ``review_sample``); without is_match all are matches.
label_column : str, optional
    Instead: a column of the records that says who each one is.
id : str
    The column of record ids.
columns : mapping or str, optional
threads : int
progress : callable or bool, optional

Returns
-------
MatchModel

Examples
--------
>>> from scrm.identity import Comparison, MatchModel
>>> model = MatchModel.of_columns([Comparison.exact("city")], ["l.city = r.city"])
>>> people = {"id": ["1", "2", "3", "4"], "city": ["Tula", "Tula", "Omsk", "Perm"], "who": ["a", "a", "b", "b"]}
>>> model = model.estimate_m(people, label_column="who")
>>> round(model.to_dict()["comparisons"][0]["levels"][1]["m"], 3)  # one of two pairs, with .95 and .05 before
0.725
)";

inline constexpr const char* kEstimatePrior =
    R"(Set the prior of this model from rules that next to no two people fulfil, and from how many matches they find.

Parameters
----------
records : table
    As for dedupe.
rules : sequence of str
    SQL over both records for a model of columns, otherwise blocking keys: ``"email"``, ``"name_pair+birth_date"``.
recall : float
    The share of all matches that the rules find together: a guess, above 0 and at most 1.
id : str
    The column of record ids.
columns : mapping or str, optional
threads : int
progress : callable or bool, optional

Returns
-------
dict
    ``prior`` = pairs / recall / all_pairs; ``interval`` of 95% that the count of pairs leaves (not the doubt about
    recall); ``pairs``, ``all_pairs``, ``recall``.

Examples
--------
>>> from scrm.identity import Comparison, MatchModel, block_on
>>> model = MatchModel.of_columns([Comparison.exact("city")], ["l.city = r.city"])
>>> people = {"id": ["1", "2", "3", "4"], "city": ["Tula", "Tula", "Omsk", "Perm"]}
>>> found = model.estimate_prior(people, [block_on("city")], recall=0.5)
>>> found["pairs"], round(found["prior"], 3)
(1, 0.333)
)";

inline constexpr const char* kDedupe = R"(Find the records of one person in a table; no database.

Parameters
----------
records : table
    Anything with ``__arrow_c_stream__`` (pyarrow, polars, pandas, DuckDB), a pandas DataFrame or a Table.
model : MatchModel, optional
    None: the built-in recipe for people, trained on the records.
id : str
    The column of record ids.
columns : mapping or str, optional
    Attribute to column; None recognises the usual headers.
threads : int
min_probability : float, optional
    Keep pairs from this probability on; None: from 0 bits on.
method : str
    ``average_linkage``; ``connected_components``: whoever is connected by pairs above the threshold, as Splink does;
    ``single_best_link``: a record joins by its best pair; ``unique_mapping``: a record has one partner at most.
cluster_probability : float, optional
    Of a pair that joins records; None: the model's.
duplicate_free : bool
    Each table holds nobody twice; of use with ``single_best_link`` and ``unique_mapping``.
progress : callable or bool, optional

Returns
-------
Dedupe
    clusters (record_id, cluster_id) and pairs, as tables.

Examples
--------
>>> import scrm
>>> people = scrm.read_csv("customers.csv")
>>> found = scrm.identity.dedupe(people, id="customer_id")
>>> len(found.clusters) == crm.customers.count()
True
)";

inline constexpr const char* kLink =
    R"(Find, for each left record, the right record of the same person; no database.

Parameters
----------
left, right : table
    As for dedupe.
model : MatchModel, optional
id : str
    The column of record ids, in both.
columns : mapping or str, optional
many : bool
    Allow several matches of one left record.
min_probability : float, optional
threads : int
progress : callable or bool, optional

Returns
-------
Link
    As a table: left_id, right_id, probability, match_weight (log2 odds with the prior), tier.

Examples
--------
>>> import scrm
>>> with open("left.csv", "w") as left, open("right.csv", "w") as right:
...     _ = left.write("id,full_name,birth_date\nA,Анна Ковальчук,1990-04-12\n")
...     _ = right.write("id,full_name,birth_date\nB,Ковальчук Анна,12.04.1990\n")
>>> found = scrm.identity.link(scrm.read_csv("left.csv"), scrm.read_csv("right.csv"))
>>> found.to_dict()["right_id"]
['B']
)";

inline constexpr const char* kClassify = R"(Say what each text is about.

Parameters
----------
texts : iterable of str or bytes
    Anything; broken UTF-8 is read as U+FFFD.
explain : bool
    Add a column with the spans of each answer and their contributions (log-odds).
threads : int

Returns
-------
Table
    One row a text: language, sentiment, p_negative, p_neutral, p_positive, intent, p_intent, product, p_product, urgent, p_urgent,
    lead, p_lead, churn, p_churn, brands (the words that name them, as written, with ; between), masked_text. A model of other
    labels gives label and p_label instead.

Examples
--------
>>> import scrm
>>> said = scrm.sentiment.Classifier().classify(["Карту заблокировали, помогите срочно!!!"]).to_dict()
>>> said["language"], said["sentiment"], said["product"]
(['ru'], ['negative'], ['cards'])
)";

inline constexpr const char* kCompare = R"(Compare what classify answers with true labels.

Parameters
----------
texts, labels : iterable of str or bytes
    Labels as classify writes them: promo, news and other are three intents, urgent is 1 from .35 on.
head : str, optional
    Which answer is meant. Default: the one that knows most of the labels; an error where several know equally many.
threads : int

Returns
-------
dict
    macro_f1, accuracy, f1 (by label), n, ece (of the probabilities of the answers), head (that was measured).

Examples
--------
>>> import scrm
>>> texts = ["Закрываю все счета и ухожу в Альфу", "Какая ставка по вкладу?"]
>>> scrm.sentiment.Classifier().evaluate(texts, ["1", "0"], head="churn")["accuracy"]
1.0
)";

}  // namespace scrm::python::doc
