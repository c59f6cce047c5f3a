// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Docstrings of what posts say; as docstrings.hpp.
namespace scrm::python::doc {

inline constexpr const char* kAssessments = R"(What customers' posts say, and what people set right.

A model answers when an interaction is imported; where a person says otherwise, the person wins, also after a change of the model
or of the text. ``model`` is the digest of the model in force.
)";

inline constexpr const char* kReassess = R"(Assess again every post that has no answer of the model.

One resumable job: stopped or killed at any time and run again, it ends where an undisturbed run ends.

Parameters
----------
model : scrm.sentiment.Classifier, optional
    With the heads of the built-in one. From now on the model of this database, also for later imports; default: the one in force.
own : scrm.sentiment.OutsideClassifier, optional
    The same with a heavier model of your own. The database keeps its name, not the model; where it does not answer
    the built-in one does, and the next run asks again.
name : str, optional
    Of your own model, as the rows carry it after ``own:``. Another version needs another name.
threads : int
    0: as many as the process may use.
progress : callable or bool, optional
    Called with done, total and stage, at most ten times a second; True shows a bar on a terminal.

Returns
-------
dict
    model (digest, or ``own:`` and a name), assessed, current (posts that needed nothing), fallbacks (posts by reason that
    the built-in model answered in place of your own), own_seconds (spent waiting for your own), seconds.

Raises
------
InvalidArgument
    The model has other heads, rules of its own, or no name.
Unavailable
    The model in force is your own, and was not given.
Conflict
    Another model was put in force meanwhile.

Examples
--------
>>> crm.assessments.reassess()["assessed"]
0
)";

inline constexpr const char* kUseOwnModel = R"(Put a model of your own in force without assessing anew.

For a service that has just started: what this ``crm`` imports from now on is assessed by it. Processes that were not
given it import by the built-in model, and the next ``reassess`` by your own finds those posts.

Parameters
----------
own : scrm.sentiment.OutsideClassifier
name : str
    As the rows carry it after ``own:``.

Examples
--------
>>> import scrm
>>> def calm(texts):
...     return [{"urgent": 0.0} for _ in texts]
>>> crm.assessments.use(scrm.sentiment.OutsideClassifier(calm), name="calm-1")
>>> crm.assessments.model
'own:calm-1'
>>> crm.assessments.reassess(model=scrm.sentiment.Classifier())["fallbacks"]
{}
)";

inline constexpr const char* kGetAssessment =
    R"(Return what an interaction NETWORK:ID says, with corrections, as a dict.

None for one that is not assessed: what the bank wrote itself, reactions, deleted posts, posts without words.

Raises
------
NotFound
    There is no such interaction.

Examples
--------
>>> post = crm.assessments.list(limit=1)[0]
>>> crm.assessments.get(f"{post['network']}:{post['external_id']}", scope=post["scope"]) == post
True
)";

inline constexpr const char* kListAssessments =
    R"(Return assessments by network, scope and external_id, as dicts.

Parameters
----------
network, sentiment, intent, product : str, optional
    Only posts that say so, after corrections.
since, until : str, optional
    Posted at this date or time or later, and before that one.
limit : int
    At most so many; 0 returns all.

Returns
-------
list of dict
    network, scope, external_id, posted_at, language, sentiment, p_negative, p_neutral, p_positive, intent, p_intent, product,
    p_product, urgent, p_urgent, lead, p_lead, churn, p_churn, brands, corrected (fields), model, assessed_at.

Examples
--------
>>> all(post["sentiment"] == "negative" for post in crm.assessments.list(sentiment="negative"))
True
)";

inline constexpr const char* kCorrect =
    R"(Set one field of an assessment right; the person wins over every model.

Parameters
----------
interaction : str
    NETWORK:ID.
field : str
    language, sentiment, intent, product, urgent, lead or churn.
value : str
    As ``scrm classify`` prints it; ``machine`` gives the field back to the model.
scope : str, optional
    Needed only where several scopes hold the id.
actor, reason : str
    Who decides and why; kept with the decision and audited.

Raises
------
NotFound
    There is no such interaction.
InvalidArgument
    An unknown field, a value that it cannot have, or an interaction that is not assessed.

Examples
--------
>>> post = crm.assessments.list(limit=1)[0]
>>> name = f"{post['network']}:{post['external_id']}"
>>> crm.assessments.correct(name, "intent", "idea", scope=post["scope"], actor="anna")
>>> crm.assessments.get(name, scope=post["scope"])["corrected"]
['intent']
>>> crm.assessments.correct(name, "intent", "machine", scope=post["scope"])
)";

inline constexpr const char* kWriteCorrections =
    R"(Write the corrections that hold as rows to train with; return their number.

A CSV of text (phones, cards, e-mails masked), weight, time, and one column a field, empty where nobody corrected the machine:
``scrm.sentiment.train_file`` leaves such rows out.

Parameters
----------
target : path or int
    A path or an open file descriptor.
weight : float
    How much each row is to count beside other sources.
)";

}  // namespace scrm::python::doc
