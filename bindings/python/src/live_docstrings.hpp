// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Docstrings of the live resolver, in NumPy style; their examples run as tests.
namespace scrm::python::doc {

inline constexpr const char* kFrozenModel =
    "A trained match model with the population that it was trained on: what a LiveResolver resolves with.";

inline constexpr const char* kFreeze =
    R"(Train a model on the records and freeze what it reads off their population.

Value frequencies, name classes, caps of blocking rules, the number of persons and the share of strangers stay as they are here,
so that a live result depends on the records at hand only.

Parameters
----------
profiles, customers : iterable of dict
    Records: ``id`` and attributes, each a text or a list of texts. ``network`` and ``followers`` of a profile count.
model : MatchModel, optional
    A trained one is taken as it is; ``MatchModel.person()`` by default.
threads : int
    0: as many as the process may use.
progress : callable or bool, optional

Examples
--------
>>> from scrm.identity import FrozenModel
>>> customers = [{"id": "C-1", "full_name": "Olga Vershinina", "phone": "+79160001122"}]
>>> profiles = [{"id": "vk:7", "network": "vk", "full_name": "Olga Vershinina"}]
>>> model = FrozenModel.freeze(profiles, customers)
>>> len(model.digest)
64
)";

inline constexpr const char* kLiveResolver =
    R"(Keeps the resolution of profiles up to date while records come, change and go.

Once the redo queue is empty the result is exactly that of a batch over the records at hand, in whatever order they came. Any number of
threads may read beside one that writes.

Examples
--------
>>> from scrm.identity import FrozenModel, LiveResolver
>>> customers = [{"id": "C-1", "full_name": "Olga Vershinina", "phone": "+79160001122"}]
>>> profile = {"id": "vk:7", "network": "vk", "full_name": "Olga Vershinina", "phone": "+7 916 000-11-22"}
>>> live = LiveResolver(FrozenModel.freeze([profile], customers))
>>> live.add_customer(customers)
>>> live.add_profile(profile)
>>> live.resolve("vk:7")["candidates"][0]["customer"]
'C-1'
)";

inline constexpr const char* kLiveOpen =
    R"(Open a folder that keeps the records on disk, or make it.

Parameters
----------
folder : path
model : FrozenModel, optional
    Needed to make the folder; afterwards the one in the folder counts.
sync_each_write : bool
    A write is on disk when its call returns. Off: when ``sync`` or ``snapshot`` returns.

Raises
------
NotFound, Conflict, CorruptData, Unavailable

Examples
--------
>>> from scrm.identity import FrozenModel, LiveResolver
>>> olga = {"id": "C-1", "full_name": "Olga Vershinina"}
>>> model = FrozenModel.freeze([olga], [olga])
>>> live = LiveResolver.open("live", model)
>>> live.add_customer({"id": "C-2", "full_name": "Boris Lomov"})
>>> live.counts["customers"]
1
)";

inline constexpr const char* kLiveResolve =
    R"(Return the candidates, tier and margin of a profile.

Parameters
----------
profile : str or dict
    The id of a stored profile, or a record that is looked at as if it came now, without being kept.

Raises
------
NotFound
)";

inline constexpr const char* kLiveConfirm =
    R"(Say that a profile belongs to a customer; return False when that holds already.

A profile is confirmed for one customer at a time: an earlier confirmation gives way, and comes back when the later customer is removed.
A decision may come before its records, and ends when one of them is removed.

Parameters
----------
profile : str
customer : str
    Their ids.

Raises
------
InvalidArgument
    For an empty id.

Examples
--------
>>> from scrm.identity import FrozenModel, LiveResolver
>>> profile = {"id": "vk:7", "network": "vk", "full_name": "Olga Vershinina"}
>>> customers = [{"id": "C-1", "full_name": "Olga Petrova"}]
>>> live = LiveResolver(FrozenModel.freeze([profile], customers))
>>> live.add_customer(customers)
>>> live.add_profile(profile)
>>> live.confirm("vk:7", "C-1")
True
>>> live.resolve("vk:7")["tier"]
'match'
)";

inline constexpr const char* kLiveReject =
    R"(Say that a profile does not belong to a customer, nor to whom he is merged with; return False when that holds already.

Parameters
----------
profile : str
customer : str
    Their ids.
)";

inline constexpr const char* kLiveKeepApart =
    R"(Say that two customer records are two people; return False when that holds already.

Parameters
----------
customer : str
other : str
    Their ids.

Raises
------
Conflict
    When they are merged.
)";

inline constexpr const char* kLiveLiftKeepApart =
    R"(Take a ``keep_apart`` back: the records may be one person again.

Parameters
----------
customer : str
other : str
    Their ids, in any order.

Raises
------
NotFound
    When they are not kept apart.
)";

inline constexpr const char* kLiveMerge =
    R"(Say that two customer records are one person; return False when that holds already.

Parameters
----------
survivor : str
other : str
    Their ids.

Raises
------
Conflict
    When they are kept apart, by themselves or by whom they are merged with.
)";

inline constexpr const char* kLiveUnmerge =
    R"(Take back exactly the merge of these two records, in any order of merges.

Parameters
----------
survivor : str
other : str
    As they were merged.

Raises
------
NotFound
    When there is no such merge.
)";

inline constexpr const char* kObserve =
    R"(Call back after every write that changes a decision or a person; return a number for ``forget``.

The callback gets ``{"decisions": [{"before", "after"}], "persons": [{"customer", "before", "after"}]}``, in the thread that writes. What it
raises comes out of the write, which has taken effect by then. It must not write to the resolver itself: that raises ``Conflict``.
)";

}  // namespace scrm::python::doc
