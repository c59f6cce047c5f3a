// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Docstrings of scrm.sentiment in NumPy style; their examples run as tests
/// (tests/python/test_docstrings.py).
namespace scrm::python::doc {

inline constexpr const char* kLanguage = R"(Say in which language a post is written.

Parameters
----------
text : str or bytes

Returns
-------
tuple of (str, float)
    ISO 639-1 code, or ``und`` where nothing is certain, and the probability of the answer.

Examples
--------
>>> import scrm
>>> scrm.sentiment.language("Підкажіть, яка ставка за депозитом?")[0]
'uk'
)";

inline constexpr const char* kRefit = R"(Fit the heads of a model further, on what people set right.

The answers of the base are an offset, and what is added to its weights is held back by a normal prior: few texts
move a head a little, many move it far. A head without labels stays as it is, bit for bit, and so does one that
would be no better on the texts held out.

Parameters
----------
texts : iterable of str or bytes
labels : dict of str to iterable of str or None
    By head one label a text; None where nobody said anything.
weights : list of float, optional
times : list of float, optional
    The latest part is then held out, instead of a part by lot.
base : Classifier, optional
    Default: the built-in model.
prior : float
    How strongly the base is believed: one text moves each of its own scores by less than 1 / prior.
fair_sample : bool
    True for texts labelled as they come in. Of corrections, which are what was wrong, only words are learnt; of a
    fair sample also biases and the weights of rules, and its held-out part may calibrate.
hold_out : float
seed, threads : int
progress : callable or bool, optional

Returns
-------
tuple of (Classifier, list of dict)
    A report a head: ``verdict`` (better, untested, refused, untouched), ``labels``, ``base`` and ``refitted`` (as
    ``evaluate``, on the held-out texts), ``base_loss`` and ``refitted_loss`` (mean -ln p of the true label),
    ``silent`` texts without a label and how many of them are now answered otherwise (``changed``), ``calibrated``,
    ``temperature``.

Examples
--------
>>> import scrm
>>> texts = [f"Горит светофор, {what}!" for what in "бонус кешбэк подарок скидка баллы приз".split()] * 5
>>> model, reports = scrm.sentiment.refit(texts, {"sentiment": ["positive"] * 30})
>>> model.classify(["У меня горит светофор!"]).to_dict()["sentiment"]
['positive']
>>> {report["verdict"] for report in reports if report["head"] != "sentiment"}
{'untouched'}
)";

inline constexpr const char* kRefitFile = R"(Refit on a CSV, as ``write_corrections`` writes it.

Takes the options of :func:`refit`, and the columns ``text``, ``weight`` and ``time`` (default: those of that name,
where there are such columns). A column named as a head holds its labels; an empty cell says nothing.

Parameters
----------
file : path
sidecar : path, optional
    Texts labelled as they come in, of the same form: only they judge and calibrate, and they are never fitted.

Returns
-------
tuple of (Classifier, list of dict)
)";

inline constexpr const char* kMask = R"(Replace cards and other private numbers by tokens.

Parameters
----------
text : str or bytes
cards, phones, emails, ibans, accounts, passports : bool
    What is masked; codes of cards go with the cards.
last_digits_of_cards, last_digits_of_others : bool
    Whether a token keeps the last four digits.

Returns
-------
str
    All other words stay. Masking twice changes nothing.

Examples
--------
>>> import scrm
>>> scrm.sentiment.mask("карта 4111 1111 1111 1111, тел. +7 912 345-67-89", phones=False)
'карта [CARD 1111], тел. +7 912 345-67-89'
)";

inline constexpr const char* kRuleBook =
    R"(The authored rules, lexicons and product words with a bank's brands.

Parameters
----------
brands : BrandConfiguration, optional
    Default: the banks that are built in.

Examples
--------
>>> import scrm
>>> rules = scrm.sentiment.RuleBook()
>>> found = rules.evaluate("Закрываю счёт и ухожу в другой банк")
>>> found["verdict"]["churn"]
True
)";

inline constexpr const char* kEvaluate = R"(Say what rules and lexicons find in a post.

Parameters
----------
text : str or bytes

Returns
-------
dict
    ``hits``, a list of dicts with rule, head, label, score and span; ``brands``, with brand, own and span; ``verdict``, the answer
    of the rules alone. Spans are (begin, end) in characters of a str, in bytes of bytes.

Examples
--------
>>> import scrm
>>> text = "Спасибо, Тинькофф!"
>>> begin, end = scrm.sentiment.RuleBook().evaluate(text)["brands"][0]["span"]
>>> text[begin:end]
'Тинькофф'
)";

inline constexpr const char* kBrands =
    R"(Whom a bank is, whom it competes with, how people call them and their products.

An alias is a word or a few; ``*`` at the end of a word stands for any ending, ``~`` for those of nouns. ``ambiguous`` aliases count when
something else in the post speaks of banking, ``capitalised`` ones also need a capital letter inside a sentence or an at sign.

Examples
--------
>>> import scrm
>>> brands = scrm.sentiment.BrandConfiguration.built_in()
>>> brands.add_brand("Ромашка", ["ромашка-банк*", "ромашкабанк*"])
>>> brands.set_own("Ромашка")
>>> rules = scrm.sentiment.RuleBook(brands)
>>> rules.evaluate("Ромашка-банк снова молчит")["brands"][0]["own"]
True
>>> answers = scrm.sentiment.Classifier().with_rules(rules).classify(["Ромашка-банк снова молчит"])
>>> answers.to_dict()["brands"]
['Ромашка-банк']
)";

inline constexpr const char* kAspects = R"(Judge a post clause by clause.

Parameters
----------
text : str or bytes
rules : RuleBook, optional
model : Classifier, optional
    Answers for clauses without a polarity word when it is sure; it needs the built-in heads.

Returns
-------
list of dict
    clause, product, brand, target, inherited, polarity, score, by_model, evidence; spans are (begin, end).

Examples
--------
>>> import scrm
>>> text = "Приложение удобное, но поддержка ужасная"
>>> [(aspect["product"], aspect["polarity"]) for aspect in scrm.sentiment.aspects(text)]
[('online_banking_app', 'positive'), ('call_center', 'negative')]
)";

inline constexpr const char* kNearDuplicates =
    R"(Find reposts and copies with small edits, each against the originals before it.

Parameters
----------
texts : iterable of str or bytes
    In the order in which they were posted.
similarity : float
    Jaccard similarity of the runs of five letters from which a post counts as a copy.
threads : int
progress : callable or bool, optional

Returns
-------
Table
    One row a text: original (number of the first post of its group, its own where it is new), similarity, copy (1: word for word).

Examples
--------
>>> import scrm
>>> post = "Банк снова поднял комиссию за переводы, клиенты уходят"
>>> scrm.sentiment.near_duplicates([post, "спасибо!", "RT @news: " + post + " https://t.co/x"]).to_dict()["original"]
[0, 1, 0]
)";

inline constexpr const char* kDuplicateIndex = R"(The same for a live stream: one post after another.

Parameters
----------
similarity : float

Examples
--------
>>> import scrm
>>> index = scrm.sentiment.DuplicateIndex()
>>> index.add("Ночью приложение не пускало никого, поддержка молчала")
(0, 1.0, True)
>>> index.add("Ночью приложение не пускало никого, поддержка молчала!!!")
(0, 1.0, True)
)";

inline constexpr const char* kSemanticCore =
    R"(Find the words and phrases that a period speaks of more than its reference did.

Parameters
----------
period, reference : iterable of str or bytes
longest : int
    Words of a term, 1–4.
min_posts : int
    Posts of the period that have the term.
min_g2 : float
    Dunning's log-likelihood ratio; 15.13 is exceeded by chance once in 10,000 terms.
limit, examples : int
    Terms, and posts a term.
threads : int
progress : callable or bool, optional

Returns
-------
list of dict
    The strongest first: text, forms, posts, reference_posts, g2, lift, examples (numbers of posts of the period).

Examples
--------
>>> import scrm
>>> before = ["погода на даче", "курс доллара растёт"] * 50
>>> now = before[:80] + ["терминалы не принимают карты", "терминал опять не работает"] * 10
>>> scrm.sentiment.semantic_core(now, before)[0]["forms"]
['терминал', 'терминалы']
)";

inline constexpr const char* kFindSpikes = R"(Find hours that have more posts than chance explains.

Parameters
----------
times : iterable of datetime or str
    When the posts were written, in any order; naive times are UTC.
until : datetime or str, optional
    Default: the end of the hour of the last post.
zone : str
    Whose hours of the week repeat.
false_alarm_rate : float
    Probability that an hour raises an alarm though nothing happened.
weeks, min_weeks, min_posts : int
    Weeks that the baseline of an hour is learnt from, and the least of them; posts that an alarm needs.

Returns
-------
dict
    ``spikes``, a list of dicts with from, to, peak (RFC 3339), posts, expected, p_value; ``hours`` tested; ``overdispersion``.

Examples
--------
>>> import scrm
>>> from datetime import datetime, timedelta
>>> start = datetime(2026, 3, 2)
>>> times = [start + timedelta(hours=hour) for hour in range(6 * 168) for _ in range(3)]
>>> times += [start + timedelta(hours=5 * 168 + 15, minutes=minute) for minute in range(40)]
>>> [(spike["from"], spike["posts"]) for spike in scrm.sentiment.find_spikes(times)["spikes"]]
[('2026-04-06T15:00:00Z', 43)]
)";

inline constexpr const char* kReportTopics = R"(Say what the last period of a stream was about.

Parameters
----------
texts : iterable of str or bytes
times : iterable of datetime or str
topics : iterable of str, optional
    What each post is about: a product, a campaign.
hours : int
    Length of the period; what is before is its reference.
limit : int
    Terms of the core.
zone, false_alarm_rate
    As in find_spikes.
threads : int
progress : callable or bool, optional

Returns
-------
dict
    reference_from, from, to, posts, originals, reference_posts, terms (as semantic_core), topics (topic, posts, before, ratio,
    p_value, spikes), spikes, stories (the spikes of the period with the terms of their posts and the earliest of these), groups
    (original, posts, copies).
)";

inline constexpr const char* kScorePost = R"(Score how much a post looks like spam, with reasons.

Parameters
----------
text : str or bytes
by_same_author, other_authors : int
    Other posts of its group by its author; other authors with posts in its group (see near_duplicates).
p_promo : float, optional
    A classifier's probability that it is an advert.
rules : RuleBook, optional

Returns
-------
dict
    ``score`` from 0 to 1, a ranking and no probability, and ``reasons``: code, value, weight.

Examples
--------
>>> import scrm
>>> spam = scrm.sentiment.score_post("Кредит без отказа! Пишите https://x.ru/1 #кредит #займ #деньги", other_authors=12)
>>> spam["score"] > 0.8, spam["reasons"][0]["code"]
(True, 'many_voices')
)";

inline constexpr const char* kScoreAuthor =
    R"(Score how much an author looks like a robot or a spammer, with reasons.

Parameters
----------
times : iterable of datetime or str
    When the author's posts were written.
originals : iterable of int, optional
    As near_duplicates gives them: equal for posts of one group. Default: all different.
scores : iterable of float, optional
    What score_post says of each.
links : iterable of bool, optional
    Whether each holds a web address.
followers, following : int, optional
verified : bool

Returns
-------
dict
    As score_post.

Examples
--------
>>> import scrm
>>> every_hour = [f"2026-03-{day:02}T{hour:02}:00:00Z" for day in range(2, 12) for hour in range(24)]
>>> [reason["code"] for reason in scrm.sentiment.score_author(every_hour)["reasons"]]
['clockwork', 'sleepless']
)";

}  // namespace scrm::python::doc
