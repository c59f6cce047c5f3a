// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/verify.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>

#include "corrections_internal.hpp"
#include "database_impl_internal.hpp"
#include "decisions_internal.hpp"
#include "document_table_internal.hpp"
#include "link_sum_internal.hpp"
#include "quarantine_internal.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/assessment_store.hpp"
#include "scrm/storage/audit_log.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/quarantine.hpp"
#include "scrm/storage/text_model_store.hpp"
#include "scrm/storage/unit_of_work.hpp"
#include "scrm/text/mask.hpp"
#include "search_blocks_internal.hpp"
#include "search_index_internal.hpp"

namespace scrm::storage {
namespace {

using detail::DocumentKey;
using detail::Row;
using detail::Session;

/// How many checks verify makes, for its progress.
constexpr std::int64_t kChecks = 15;

/// What a check found: nothing, or how many rows break it.
class Findings {
  public:
    void add(std::string_view what, std::int64_t count = 1) {
        if (count != 0) counts_[std::string{what}] += count;
    }
    std::string text() const {
        std::string out;
        for (const auto& [what, count] : counts_) {
            if (!out.empty()) out += "; ";
            out += std::to_string(count) + " " + what;
        }
        return out;
    }
    bool empty() const { return counts_.empty(); }

  private:
    std::map<std::string, std::int64_t> counts_;
};

void check_file(Session& session, Findings& findings) {
    if (!session.is_sqlite()) return;
    session.query("select * from pragma_integrity_check(20)", "t", {}, [&](const Row& row) {
        if (row.text(0) != "ok") findings.add("findings of the integrity check");
    });
}

/// Free text as it was to be stored: without a card number.
void look(std::string_view text, std::string_view what, Findings& findings) {
    if (text::contains_card(text)) findings.add(what);
}

/// Every document fits its checksum and names the key that it is stored under. `cards` takes what else is
/// seen on the one way through them.
void check_documents(Session& session, Findings& findings, Findings& cards) {
    detail::for_each_document(session, detail::customer_table(),
                              [&](const DocumentKey& key, std::string_view document) {
                                  const Customer customer = connect::parse_customer_json(document);
                                  if (customer.id.str() != key[0])
                                      findings.add("customers under another key");
                                  for (const auto& [name, value] : customer.attributes) {
                                      look(name, "card numbers in customers", cards);
                                      look(value, "card numbers in customers", cards);
                                  }
                                  look(customer.address, "card numbers in customers", cards);
                                  look(customer.employer, "card numbers in customers", cards);
                              });
    detail::for_each_row(
        session, detail::identity_table(),
        [&](const DocumentKey& key, const detail::DocumentOrder& order, std::string_view document) {
            const SocialIdentity identity = connect::parse_identity_json(document);
            if (order != detail::DocumentOrder{detail::order_key(identity.observed_at)})
                findings.add("identities of another time than theirs");
            const AccountId& account = identity.account;
            if (DocumentKey{account.network, account.scope, account.network_user_id} != key) {
                findings.add("identities under another key");
            }
            look(identity.bio, "card numbers in identities", cards);
            look(identity.display_name, "card numbers in identities", cards);
        });
    detail::for_each_row(
        session, detail::interaction_table(),
        [&](const DocumentKey& key, const detail::DocumentOrder& order, std::string_view document) {
            const Interaction interaction = connect::parse_interaction_json(document);
            const InteractionWrite write = make_write(interaction, std::string{document});
            if (order != detail::DocumentOrder{detail::order_key(write.version_at), write.deleted ? 1 : 0})
                findings.add("interactions of another version than theirs");
            const InteractionId& id = interaction.id;
            if (DocumentKey{id.network, id.scope, id.external_id} != key) {
                findings.add("interactions under another key");
            }
            look(interaction.text, "card numbers in interactions", cards);
        });
}

/// No key stands twice, also when an index is damaged: the sum over the table is the sum over its keys.
void check_unique(Session& session, Findings& findings) {
    for (const detail::DocumentTable* table :
         {&detail::customer_table(), &detail::identity_table(), &detail::interaction_table()}) {
        std::int64_t seen = 0;
        std::optional<DocumentKey> last;
        detail::for_each_document(session, *table, [&](const DocumentKey& key, std::string_view) {
            if (last && !(*last < key)) findings.add("records out of order or twice");
            last = key;
            ++seen;
        });
        if (seen != detail::count_documents(session, *table))
            findings.add("tables whose index misses records");
    }
    findings.add("deliveries twice in the inbox",
                 session.integer("select count(*) - count(distinct idempotency_key) from scrm_inbox"));
}

/// What is live, from the events alone.
struct Replayed {
    std::map<std::pair<AccountId, CustomerId>, std::pair<std::string, std::int64_t>> pairs;
    std::map<std::pair<CustomerId, CustomerId>, std::int64_t> apart;
    std::map<std::pair<CustomerId, CustomerId>, std::pair<MergeId, std::int64_t>> merges;
    std::map<std::pair<InteractionId, std::string>, std::int64_t> corrections;
    std::int64_t reused_merge_ids = 0;
};

template <class Map, class Predicate>
void erase_where(Map& map, Predicate predicate) {
    std::erase_if(map, [&](const auto& entry) { return predicate(entry.first); });
}

Replayed replay(Session& session) {
    Replayed state;
    std::set<MergeId> undone;
    session.query("select d.sequence, " + std::string{detail::kEventColumns} +
                      " from scrm_decision d order by d.sequence",
                  "ittttttttt", {}, [&](const Row& row) {
                      const std::int64_t sequence = row.integer(0);
                      const std::string& kind = row.text(1);
                      const auto event = detail::event_of(row, 1);
                      if (!event) return;
                      const AccountId& account = event->account;
                      const CustomerId& customer = event->customer;
                      const CustomerId& other = event->other;
                      const MergeId& merge_id = event->merge_id;
                      const InteractionId& post = event->interaction;
                      if (kind == "confirm" || kind == "reject" || kind == "unlink") {
                          state.pairs[{account, customer}] = {kind, sequence};
                      } else if (kind == "keep_apart") {
                          state.apart[{customer, other}] = sequence;
                      } else if (kind == "lift_keep_apart") {
                          state.apart.erase({customer, other});
                      } else if (kind == "merge") {
                          if (undone.contains(merge_id)) ++state.reused_merge_ids;
                          state.merges[{customer, other}] = {merge_id, sequence};
                      } else if (kind == "unmerge") {
                          undone.insert(merge_id);
                          std::erase_if(state.merges,
                                        [&](const auto& entry) { return entry.second.first == merge_id; });
                      } else if (kind == "correct") {
                          state.corrections[{post, event->field}] = sequence;
                      } else if (kind == "erase" && !post.external_id.empty()) {
                          erase_where(state.corrections, [&](const auto& key) { return key.first == post; });
                      } else if (kind == "erase" && !customer.empty()) {
                          erase_where(state.pairs, [&](const auto& key) { return key.second == customer; });
                          const auto names = [&](const auto& key) {
                              return key.first == customer || key.second == customer;
                          };
                          erase_where(state.apart, names);
                          erase_where(state.merges, names);
                      } else if (kind == "erase") {
                          erase_where(state.pairs, [&](const auto& key) { return key.first == account; });
                      }
                  });
    return state;
}

/// The live state is exactly what the events say.
void check_replay(Session& session, const Replayed& wanted, Findings& findings) {
    Replayed stored;
    session.query(
        "select network, scope, network_user_id, customer_id, kind, sequence from scrm_pair_decision",
        "ttttti", {}, [&](const Row& row) {
            stored.pairs[{{row.text(0), row.text(1), row.text(2)}, CustomerId{row.text(3)}}] = {
                row.text(4), row.integer(5)};
        });
    session.query("select customer_id, other_id, sequence from scrm_keep_apart", "tti", {},
                  [&](const Row& row) {
                      stored.apart[{CustomerId{row.text(0)}, CustomerId{row.text(1)}}] = row.integer(2);
                  });
    session.query("select survivor_id, other_id, merge_id, sequence from scrm_merge", "ttti", {},
                  [&](const Row& row) {
                      stored.merges[{CustomerId{row.text(0)}, CustomerId{row.text(1)}}] = {
                          MergeId{row.text(2)}, row.integer(3)};
                  });
    detail::for_each_correction(session, [&](const detail::LiveCorrection& live) {
        stored.corrections[{live.interaction, std::string{to_string(live.correction.field)}}] = live.sequence;
    });
    if (stored.corrections != wanted.corrections)
        findings.add("difference between corrections and their events");
    if (stored.pairs != wanted.pairs) findings.add("difference between pair decisions and their events");
    if (stored.apart != wanted.apart) findings.add("difference between records kept apart and their events");
    if (stored.merges != wanted.merges) findings.add("difference between live merges and their events");
}

void check_merge_graph(const Replayed& state, const MergeForest& forest, Findings& findings) {
    findings.add("merge ids used again", state.reused_merge_ids);
    for (const auto& [record, root] : forest.roots()) {
        if (forest.root(root) != root) findings.add("records whose survivor is no survivor");
    }
}

/// An interaction has the owner of its author's account: so no account has two.
void check_owners(Session& session, const MergeForest& forest, Findings& findings) {
    std::map<AccountId, std::set<CustomerId>> confirmed;
    std::map<AccountId, std::set<CustomerId>> linked;
    session.query(
        "select network, scope, network_user_id, customer_id, status from scrm_link "
        "where status in ('confirmed', 'linked')",
        "ttttt", {}, [&](const Row& row) {
            const AccountId account{row.text(0), row.text(1), row.text(2)};
            auto& owners = row.text(4) == "confirmed" ? confirmed : linked;
            owners[account].insert(forest.root(CustomerId{row.text(3)}));
        });
    for (const auto& [account, owners] : confirmed) {
        if (owners.size() > 1) findings.add("accounts confirmed for two customers");
        linked.erase(account);
    }
    for (const auto& entry : linked) {
        if (entry.second.size() > 1) findings.add("accounts linked to two customers");
    }
}

void check_masking(Session& session, const Findings& cards, Findings& findings) {
    findings = cards;
    session.query("select reason from scrm_decision_reason", "t", {},
                  [&](const Row& row) { look(row.text(0), "card numbers in reasons", findings); });
    session.query("select raw_hex from scrm_quarantine", "t", {}, [&](const Row& row) {
        look(detail::from_hex(row.text(0)), "card numbers in refused rows", findings);
    });
}

/// Rows of `child` without their parent.
std::int64_t orphans(Session& session, std::string_view child, std::string_view join) {
    return session.integer("select count(*) from " + std::string{child} +
                           " x where not exists (select 1 from " + std::string{join} + ")");
}

void check_orphans(Session& session, Findings& findings) {
    constexpr std::string_view kAccount =
        "scrm_identity i where i.network = x.network and i.scope = x.scope and i.network_user_id = "
        "x.network_user_id";
    const auto customer = [](std::string_view column) {
        return "scrm_customer c where c.customer_id = x." + std::string{column};
    };
    for (const char* table : {"scrm_link", "scrm_pair_decision"}) {
        findings.add("links or decisions without identity", orphans(session, table, kAccount));
        findings.add("links or decisions without customer", orphans(session, table, customer("customer_id")));
    }
    findings.add("clusters of unknown customers", orphans(session, "scrm_cluster", customer("customer_id")));
    findings.add("clusters of unknown customers", orphans(session, "scrm_cluster", customer("cluster_id")));
    findings.add("merges of unknown customers", orphans(session, "scrm_merge", customer("survivor_id")));
    findings.add("merges of unknown customers", orphans(session, "scrm_merge", customer("other_id")));
    findings.add("unknown customers kept apart",
                 orphans(session, "scrm_keep_apart", customer("customer_id")));
    findings.add("unknown customers kept apart", orphans(session, "scrm_keep_apart", customer("other_id")));
    constexpr std::string_view kPost =
        "scrm_interaction i where i.network = x.network and i.scope = x.scope and i.external_id = "
        "x.external_id";
    findings.add("assessments without interaction", orphans(session, "scrm_assessment", kPost));
    findings.add("corrections without interaction", orphans(session, "scrm_correction", kPost));
    findings.add("reasons without a decision",
                 orphans(session, "scrm_decision_reason", "scrm_decision d where d.sequence = x.sequence"));
    findings.add("value statistics without their run",
                 orphans(session, "scrm_run_values", "scrm_run r where r.sequence = x.sequence"));
    findings.add("gaps in the decisions",
                 session.integer("select coalesce(max(sequence), 0) - count(*) from scrm_decision"));
}

/// What people forbade does not hold.
void check_bans(Session& session, const Replayed& state, const MergeForest& forest, Findings& findings) {
    findings.add(
        "links against a decision",
        session.integer("select count(*) from scrm_pair_decision d left join scrm_link l on "
                        "l.network = d.network and l.scope = d.scope and "
                        "l.network_user_id = d.network_user_id and l.customer_id = d.customer_id "
                        "where coalesce(l.status, '') <> case d.kind when 'confirm' then 'confirmed' "
                        "when 'reject' then 'rejected' else 'revoked' end"));
    findings.add("rejected or revoked links with a tier",
                 session.integer("select count(*) from scrm_link where status in ('rejected', 'revoked') and "
                                 "tier <> 'none'"));
    findings.add(
        "records kept apart in one cluster",
        session.integer("select count(*) from scrm_keep_apart k join scrm_cluster a on "
                        "a.customer_id = k.customer_id join scrm_cluster b on b.customer_id = k.other_id "
                        "where a.cluster_id = b.cluster_id"));
    for (const auto& entry : state.apart) {
        if (forest.root(entry.first.first) == forest.root(entry.first.second)) {
            findings.add("records kept apart that are merged");
        }
    }
}

/// A machine infers; only a person's confirmation asserts; nothing here proves.
void check_assurance(Session& session, Findings& findings) {
    findings.add("links with more assurance than a decision gives",
                 session.integer("select count(*) from scrm_link where assurance <> 'inferred' and "
                                 "(status <> 'confirmed' or assurance <> 'asserted')"));
    findings.add(
        "confirmed links without a decision",
        session.integer("select count(*) from scrm_link l where l.status not in ('proposed', 'linked') and "
                        "not exists (select 1 from scrm_pair_decision d where d.network = l.network and "
                        "d.scope = l.scope and d.network_user_id = l.network_user_id and "
                        "d.customer_id = l.customer_id)"));
}

void check_quarantine(Session& session, UnitOfWork& unit, Findings& findings) {
    Quarantine{unit}.for_each([&](const QuarantinedRow& row) {
        if (row.reason.empty() || row.attempts < 1) findings.add("refused rows without reason or attempts");
    });
    std::int64_t damaged = 0;
    session.query("select digest, kind, occurrence, raw_hex from scrm_quarantine", "ttit", {},
                  [&](const Row& row) {
                      QuarantinedRow refused;
                      refused.kind = row.text(1);
                      refused.occurrence = row.integer(2);
                      refused.raw_masked = detail::from_hex(row.text(3));
                      if (detail::quarantine_digest(refused) != row.text(0)) ++damaged;
                  });
    findings.add("refused rows whose bytes changed", damaged);
}

void check_inbox(Session& session, Findings& findings) {
    findings.add(
        "deliveries in an unknown state",
        session.integer("select count(*) from scrm_inbox where state not in ('pending', 'done', 'dead')"));
    findings.add("pending deliveries without their bytes",
                 session.integer("select count(*) from scrm_inbox where state <> 'done' and body_hex = ''"));
}

/// An answer is of the stored version of its post, and a value is the one that its event committed to.
void check_assessments(Session& session, UnitOfWork& unit, Findings& findings) {
    findings.add("assessments of another version of their post",
                 session.integer("select count(*) from scrm_assessment a join scrm_interaction i on "
                                 "i.network = a.network and i.scope = a.scope and "
                                 "i.external_id = a.external_id where i.checksum <> a.checksum"));
    findings.add("assessments whose probabilities do not add up",
                 session.integer("select count(*) from scrm_assessment where "
                                 "abs(p_negative + p_neutral + p_positive - 1) > 0.001"));
    // Reading them all finds a label that is none.
    AssessmentStore{unit}.for_each({}, [](const Assessment&) { return true; });
    std::map<std::int64_t, std::string> committed;
    session.query("select sequence, value_commitment from scrm_decision where kind = 'correct'", "it", {},
                  [&](const Row& row) { committed[row.integer(0)] = row.text(1); });
    const AuditLog audit{unit};
    std::vector<detail::LiveCorrection> corrections;
    detail::for_each_correction(session,
                                [&](const detail::LiveCorrection& live) { corrections.push_back(live); });
    for (const detail::LiveCorrection& live : corrections) {
        const auto bytes = detail::correction_bytes(live.sequence, live.interaction,
                                                    to_string(live.correction.field), live.correction.value);
        if (committed[live.sequence] != audit.commitment(bytes).hex())
            findings.add("corrections whose value was changed");
    }
    session.query("select digest, model_hex from scrm_text_model", "tt", {}, [&](const Row& row) {
        // Of a bank's own model the database keeps the name alone.
        const bool own = row.text(0).starts_with(kOwnModelPrefix);
        if (own ? !row.text(1).empty() : row.text(0).size() != 64 || row.text(1).empty())
            findings.add("text models without content");
    });
}

/// An unordered set of search keys, told by its size and the sum of what its members are hashed to.
struct KeySum {
    std::int64_t keys = 0;
    std::uint64_t sum = 0;

    void add(std::int64_t segment, std::int64_t hash, std::string_view customer_id) {
        ++keys;
        sum += hash64(customer_id,
                      mix64(static_cast<std::uint64_t>(hash)) + static_cast<std::uint64_t>(segment));
    }
    friend bool operator==(const KeySum&, const KeySum&) = default;
};

/// The keys of each customer are those that the index holds, and those that follow from the record.
void check_search_keys(Session& session, const SearchKeyRecipe& recipe, Findings& findings) {
    findings.add(
        "search keys of unknown customers",
        orphans(session, "scrm_search_record", "scrm_customer c where c.customer_id = x.customer_id"));
    KeySum stored;
    session.query("select hash, customer_id from scrm_search_key", "it", {},
                  [&](const Row& row) { stored.add(0, row.integer(0), row.text(1)); });
    session.query("select segment, first_hash, entries from scrm_search_block", "iit", {},
                  [&](const Row& row) {
                      const std::int64_t segment = row.integer(0);
                      std::optional<std::int64_t> last;
                      detail::for_each_posting(row.text(2), [&](const detail::Posting& posting) {
                          if (!last && posting.hash != row.integer(1))
                              findings.add("blocks of search keys that begin with another one");
                          if (posting.hash < last.value_or(posting.hash))
                              findings.add("search keys out of order");
                          last = posting.hash;
                          stored.add(segment, posting.hash, posting.customer_id);
                      });
                  });
    KeySum wanted;
    session.query("select customer_id, segment, hashes from scrm_search_record", "tit", {},
                  [&](const Row& row) {
                      for (const std::int64_t hash : detail::decode_hashes(row.text(2)))
                          wanted.add(row.integer(1), hash, row.text(0));
                  });
    if (stored != wanted) findings.add("difference between search keys and their index");

    const auto made_by = session.text("select value from scrm_meta where name = 'search_keys'");
    // Those of another recipe find nothing and hurt nothing.
    if (!recipe.keys || made_by != recipe.name) return;
    constexpr std::size_t kPage = 2000;
    std::map<std::string, std::string, std::less<>> expected;
    const auto compare = [&] {
        std::vector<std::string_view> ids;
        for (const auto& entry : expected) ids.emplace_back(entry.first);
        std::int64_t wrong = 0;
        detail::for_each_search_record(session, ids, [&](const detail::SearchRecord& record) {
            const auto entry = expected.find(record.customer_id);
            wrong += entry->second == record.hashes ? 0 : 1;
            expected.erase(entry);
        });
        for (const auto& entry : expected) wrong += entry.second.empty() ? 0 : 1;
        findings.add("customers with other search keys than theirs", wrong);
        expected.clear();
    };
    detail::for_each_document(session, detail::customer_table(),
                              [&](const DocumentKey& key, std::string_view document) {
                                  const auto keys = recipe.keys(connect::parse_customer_json(document));
                                  expected.emplace(key[0], detail::encode_hashes(keys));
                                  if (expected.size() == kPage) compare();
                              });
    compare();
}

InvariantCheck run_check(const char* code, const char* title, const std::function<void(Findings&)>& body) {
    Findings findings;
    try {
        body(findings);
    } catch (const Error& error) {
        if (detail::says_nothing_of_data(error)) throw;
        return {code, title, false, error.what()};
    }
    return {code, title, findings.empty(), findings.text()};
}

}  // namespace

std::vector<InvariantCheck> verify(const Database& database, const Execution& execution) {
    UnitOfWork unit{database, Access::read, execution.stop};
    Session& session = unit.session();
    std::vector<InvariantCheck> checks;
    ProgressMeter meter{execution, "verify", kChecks};
    const auto check = [&](const char* code, const char* title, const std::function<void(Findings&)>& body) {
        checks.push_back(run_check(code, title, body));
        meter.advance();
    };
    check("file", "the database file is sound", [&](Findings& f) { check_file(session, f); });
    Findings cards;
    check("I1", "every record is stored whole", [&](Findings& f) {
        check_documents(session, f, cards);
        check_inbox(session, f);
    });
    check("I2", "every record is stored once", [&](Findings& f) { check_unique(session, f); });
    Replayed state;
    MergeForest forest;
    check("I4", "live decisions are those of the events", [&](Findings& f) {
        state = replay(session);
        forest = DecisionLog{unit}.forest();
        check_replay(session, state, f);
    });
    check("I3", "every account, with its interactions, has one owner",
          [&](Findings& f) { check_owners(session, forest, f); });
    check("I6", "the audit chain is unbroken and covers every decision", [&](Findings& f) {
        const ChainVerification chain = AuditLog{unit}.verify();
        if (!chain.ok) f.add("fault: " + chain.detail);
    });
    check("I7", "merges have one survivor and ids of their own",
          [&](Findings& f) { check_merge_graph(state, forest, f); });
    check("I8", "nothing refers to what is not there", [&](Findings& f) { check_orphans(session, f); });
    check("I9", "what people refused does not hold",
          [&](Findings& f) { check_bans(session, state, forest, f); });
    check("I10", "no link discloses more than its proof", [&](Findings& f) { check_assurance(session, f); });
    check("I11", "no free text holds a card number", [&](Findings& f) { check_masking(session, cards, f); });
    check("I12", "refused rows are kept with bytes and reason",
          [&](Findings& f) { check_quarantine(session, unit, f); });
    check("I13", "assessments are of the posts as they stand",
          [&](Findings& f) { check_assessments(session, unit, f); });
    check("I14", "search keys are those of the customers as they stand",
          [&](Findings& f) { check_search_keys(session, database.impl().options().search_keys, f); });
    check("I15", "links are those of the last run and of the decisions since", [&](Findings& f) {
        const auto kept = detail::kept_link_sum(session);
        if (kept && *kept != detail::sum_of_links(session)) f.add("difference between links and their sum");
    });
    meter.finish();
    return checks;
}

}  // namespace scrm::storage
