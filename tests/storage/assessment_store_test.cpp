// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/assessment_store.hpp"

#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/backup.hpp"
#include "scrm/storage/state_hash.hpp"
#include "scrm/storage/text_model_store.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;

class AssessmentStoreTest : public test::OnBothDatabases {
  protected:
    /// Stores versions of posts as an import does; what is said of one is in its text: its first word is the
    /// sentiment.
    static void import(const Database& database, const std::vector<Interaction>& posts,
                       const std::string& model = "m1") {
        run_transaction(database, [&](UnitOfWork& unit) {
            std::vector<InteractionWrite> writes;
            std::vector<PostVersion> versions;
            std::vector<std::optional<Assessment>> said;
            for (const Interaction& post : posts) {
                writes.push_back(make_write(post));
                versions.push_back(version_of(writes.back()));
                said.push_back(answer(versions.back(), model));
            }
            InteractionStore{unit}.upsert(writes);
            AssessmentStore{unit}.put(versions, said);
        });
    }
    static std::optional<Assessment> answer(const PostVersion& version, const std::string& model) {
        if (version.text.empty()) return std::nullopt;
        const auto word = version.text.substr(0, version.text.find(' '));
        Assessment said =
            test::assessment(version.id.external_id, model, parse_polarity(word).value_or(Polarity::neutral));
        said.posted_at = version.posted_at;
        return said;
    }
    static Interaction post(const std::string& id, const std::string& text, std::int64_t at = 0,
                            const std::string& op = "create") {
        return test::interaction(id, from_unix_micros(at), op, text);
    }
    static std::string sentiment_of(const Database& database, const std::string& id) {
        UnitOfWork unit{database, Access::read};
        const auto found = AssessmentStore{unit}.find({"vk", "", id});
        return found ? std::string{to_string(found->sentiment)} : "none";
    }
    static void expect_healthy(const Database& database) {
        for (const InvariantCheck& check : verify(database))
            EXPECT_TRUE(check.ok) << check.code << check.detail;
    }
    static Digest hash_of(const Database& database) {
        UnitOfWork unit{database, Access::read};
        return state_hash(unit);
    }
};
SCRM_ON_BOTH_DATABASES(AssessmentStoreTest);

TEST_P(AssessmentStoreTest, keeps_everything_that_was_said) {
    const Database database = database_.open();
    import(database, {post("1", "negative раз", 5)});
    Assessment wanted = test::assessment("1", "m1", Polarity::negative);
    wanted.posted_at = from_unix_micros(5);
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(AssessmentStore{unit}.find({"vk", "", "1"}), wanted);
    EXPECT_EQ(AssessmentStore{unit}.count(), 1);
    EXPECT_FALSE(AssessmentStore{unit}.find({"vk", "s", "1"}));
}

TEST_P(AssessmentStoreTest, an_answer_is_of_the_version_that_stays_in_any_order_of_arrival) {
    const std::vector<Interaction> versions{post("1", "negative раньше", 1),
                                            post("1", "positive позже", 2, "edit"),
                                            post("2", "positive", 1),
                                            post("2", "positive", 3, "delete"),
                                            post("3", "negative", 3),
                                            post("3", "neutral", 1, "delete"),
                                            post("4", "positive", 1),
                                            post("4", "  ", 2, "edit"),
                                            post("5", "  ", 1),
                                            post("5", "negative", 2, "edit"),
                                            post("1", "positive позже", 2, "edit")};
    Random random{3};
    for (int round = 0; round < 6; ++round) {
        const test::TestDatabase fresh{GetParam()};
        const Database database = fresh.open();
        std::vector<Interaction> arriving = versions;
        for (std::size_t i = arriving.size(); i > 1; --i)
            std::swap(arriving[i - 1], arriving[random.below(i)]);
        const std::size_t piece = round == 0 ? arriving.size() : 1 + random.below(4);
        for (std::size_t at = 0; at < arriving.size(); at += piece) {
            import(database,
                   {arriving.begin() + static_cast<std::ptrdiff_t>(at),
                    arriving.begin() + static_cast<std::ptrdiff_t>(std::min(at + piece, arriving.size()))});
        }
        EXPECT_EQ(sentiment_of(database, "1"), "positive");
        EXPECT_EQ(sentiment_of(database, "2"), "none") << "deleted";
        EXPECT_EQ(sentiment_of(database, "3"), "negative") << "edited after it was deleted";
        EXPECT_EQ(sentiment_of(database, "4"), "none") << "edited to nothing";
        EXPECT_EQ(sentiment_of(database, "5"), "negative");
        expect_healthy(database);
    }
}

TEST_P(AssessmentStoreTest, outdated_are_those_of_another_model_in_pages) {
    const Database database = database_.open();
    std::vector<Interaction> posts;
    for (int i = 10; i < 30; ++i) posts.push_back(post(std::to_string(i), "positive", i));
    import(database, posts, "old");
    import(database, {post("12", "positive", 12)}, "new");
    UnitOfWork unit{database};
    AssessmentStore store{unit};
    EXPECT_EQ(store.count_outdated("new"), 19);
    EXPECT_EQ(store.count_outdated("old"), 1);
    std::vector<std::string> seen;
    std::optional<InteractionId> last;
    for (;;) {
        const auto page = store.outdated("new", last, 6);
        if (page.empty()) break;
        std::vector<std::optional<Assessment>> said;
        for (const PostVersion& version : page) {
            seen.push_back(version.id.external_id);
            said.push_back(answer(version, "new"));
        }
        store.put(page, said);
        last = page.back().id;
    }
    EXPECT_EQ(seen.size(), 19U);
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    EXPECT_EQ(store.count_outdated("new"), 0);
    EXPECT_EQ(store.count_by_model(), (std::vector<std::pair<std::string, std::int64_t>>{{"new", 20}}));
}

TEST_P(AssessmentStoreTest, corrections_win_over_every_model_and_the_latest_over_all) {
    const Database database = database_.open();
    import(database, {post("1", "negative", 1), post("2", "negative", 1)});
    EXPECT_TRUE(test::append(database, test::correction("1", "sentiment", "neutral")).changed);
    EXPECT_FALSE(test::append(database, test::correction("1", "sentiment", "neutral")).changed);
    EXPECT_TRUE(test::append(database, test::correction("1", "sentiment", "positive")).changed);
    EXPECT_TRUE(test::append(database, test::correction("1", "urgent", "no")).changed);
    EXPECT_EQ(sentiment_of(database, "1"), "positive");
    EXPECT_EQ(sentiment_of(database, "2"), "negative");
    import(database, {post("1", "neutral", 2, "edit")}, "m2");
    {
        UnitOfWork unit{database, Access::read};
        const auto found = AssessmentStore{unit}.find({"vk", "", "1"});
        ASSERT_TRUE(found);
        EXPECT_EQ(found->sentiment, Polarity::positive);
        EXPECT_FALSE(found->urgent);
        EXPECT_EQ(found->model, "m2");
        EXPECT_EQ(found->provenance(AssessmentField::urgent), Provenance::human);
        EXPECT_EQ(found->provenance(AssessmentField::intent), Provenance::machine);
    }
    expect_healthy(database);
    EXPECT_TRUE(test::append(database, test::correction("1", "sentiment", "machine")).changed);
    EXPECT_EQ(sentiment_of(database, "1"), "neutral");
    expect_healthy(database);
}

TEST_P(AssessmentStoreTest, a_correction_of_what_is_not_there_is_refused_and_changes_nothing) {
    const Database database = database_.open();
    import(database, {post("1", "negative", 1)});
    const Digest before = hash_of(database);
    const auto refusal = [&](const Decision& decision) {
        try {
            test::append(database, decision);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    EXPECT_EQ(refusal(test::correction("ghost", "sentiment", "positive")), ErrorCode::not_found);
    EXPECT_EQ(refusal(test::correction("1", "mood", "positive")), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(test::correction("1", "sentiment", "angry")), ErrorCode::invalid_argument);
    EXPECT_EQ(hash_of(database), before);
    expect_healthy(database);
}

TEST_P(AssessmentStoreTest, corrections_are_part_of_the_state_and_answers_are_not) {
    const Database database = database_.open();
    import(database, {post("1", "negative", 1)});
    const Digest before = hash_of(database);
    run_transaction(database, [](UnitOfWork& unit) { TextModelStore{unit}.put("d", "bytes"); });
    import(database, {post("1", "negative", 1)}, "m2");
    EXPECT_EQ(hash_of(database), before);
    test::append(database, test::correction("1", "intent", "idea"));
    EXPECT_NE(hash_of(database), before);
}

TEST_P(AssessmentStoreTest, an_erased_post_leaves_neither_answer_nor_correction_nor_reason) {
    const Database database = database_.open();
    import(database, {post("1", "negative", 1), post("2", "positive", 1)});
    const Digest before = [&] {
        const test::TestDatabase other{GetParam()};
        const Database alone = other.open();
        import(alone, {post("2", "positive", 1)});
        return hash_of(alone);
    }();
    Decision reasoned = test::correction("1", "intent", "idea");
    reasoned.reason = "звонила клиентке";
    test::append(database, reasoned);
    run_transaction(database, [](UnitOfWork& unit) {
        InteractionStore{unit}.erase(std::vector{InteractionId{"vk", "", "1"}}, "tester");
        AuditLog{unit}.append({"erase_interactions", "tester", {}});
    });
    EXPECT_EQ(sentiment_of(database, "1"), "none");
    EXPECT_EQ(hash_of(database), before);
    {
        UnitOfWork unit{database, Access::read};
        EXPECT_TRUE(DecisionLog{unit}.corrections().empty());
        EXPECT_FALSE(InteractionStore{unit}.contains({"vk", "", "1"}));
    }
    expect_healthy(database);
    EXPECT_THROW(
        run_transaction(database,
                        [](UnitOfWork& unit) {
                            InteractionStore{unit}.erase(std::vector{InteractionId{"vk", "", "1"}}, "tester");
                        }),
        Error);
}

TEST_P(AssessmentStoreTest, are_listed_by_what_they_say_after_corrections) {
    const Database database = database_.open();
    import(database, {post("1", "negative", kDay), post("2", "positive", 2 * kDay),
                      post("3", "positive", 3 * kDay), test::interaction("4")});
    test::append(database, test::correction("2", "sentiment", "negative"));
    const auto listed = [&](const AssessmentFilter& filter) {
        UnitOfWork unit{database, Access::read};
        std::string ids;
        AssessmentStore{unit}.for_each(filter, [&](const Assessment& a) {
            ids += a.interaction.external_id;
            return true;
        });
        return ids;
    };
    EXPECT_EQ(listed({}), "1234");
    EXPECT_EQ(listed({.sentiment = Polarity::negative}), "12");
    EXPECT_EQ(listed({.sentiment = Polarity::positive}), "3");
    EXPECT_EQ(listed({.network = "ok"}), "");
    EXPECT_EQ(listed({.network = "vk", .product = Product::atm}), "1234");
    EXPECT_EQ(listed({.intent = Intent::idea}), "");
    EXPECT_EQ(listed({.since = from_unix_micros(2 * kDay)}), "23");
    EXPECT_EQ(listed({.until = from_unix_micros(2 * kDay)}), "1") << "a post without a time is in no period";
    UnitOfWork unit{database, Access::read};
    int calls = 0;
    AssessmentStore{unit}.for_each({}, [&](const Assessment&) { return ++calls < 2; });
    EXPECT_EQ(calls, 2);
}

TEST_P(AssessmentStoreTest, are_counted_by_day_after_corrections) {
    const Database database = database_.open();
    import(database, {post("1", "negative", 10 * kDay + 5), post("2", "negative", 11 * kDay - 1),
                      post("3", "positive", 11 * kDay), test::interaction("4")});
    test::append(database, test::correction("2", "sentiment", "positive"));
    UnitOfWork unit{database, Access::read};
    std::map<std::pair<std::optional<std::int64_t>, std::string>, std::int64_t> counts;
    for (const AssessmentCount& count : AssessmentStore{unit}.count_by_day()) {
        EXPECT_EQ(count.network, "vk");
        EXPECT_EQ(count.intent, Intent::complaint);
        counts[{count.day, std::string{to_string(count.sentiment)}}] += count.posts;
    }
    const decltype(counts) wanted{
        {{10, "negative"}, 1}, {{10, "positive"}, 1}, {{11, "positive"}, 1}, {{std::nullopt, "neutral"}, 1}};
    EXPECT_EQ(counts, wanted);
}

TEST_P(AssessmentStoreTest, go_along_with_a_backup_to_the_other_database) {
    const Database database = database_.open();
    import(database, {post("1", "negative", 1), post("2", "positive", -5)});
    test::append(database, test::correction("1", "product", "mortgage"));
    const std::string bytes{"\0\xff", 2};
    const std::string digest = sha256(bytes).hex();
    run_transaction(database, [&](UnitOfWork& unit) { TextModelStore{unit}.put(digest, bytes); });
    const auto file = database_.folder() / "copy";
    backup(database, file);
    const test::TestDatabase other{GetParam() == Backend::sqlite ? Backend::postgresql : Backend::sqlite};
    restore(file, other.url());
    const Database restored = other.open();
    EXPECT_EQ(hash_of(restored), hash_of(database));
    const auto said = [](const Database& of) {
        UnitOfWork unit{of, Access::read};
        std::vector<Assessment> all;
        AssessmentStore{unit}.for_each({}, [&](const Assessment& a) {
            all.push_back(a);
            return true;
        });
        return all;
    };
    EXPECT_EQ(said(restored), said(database));
    EXPECT_EQ(said(restored).size(), 2U);
    {
        UnitOfWork unit{restored, Access::read};
        EXPECT_EQ(TextModelStore{unit}.bytes(), bytes);
        EXPECT_EQ(TextModelStore{unit}.digest(), digest);
    }
    expect_healthy(restored);
}

}  // namespace
}  // namespace scrm::storage
