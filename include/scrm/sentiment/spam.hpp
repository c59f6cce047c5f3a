// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/sentiment/rules.hpp"

namespace scrm::sentiment {

/// One thing that makes a post or an author look like spam, or, with a weight below 0, unlike it.
struct SpamReason {
    std::string_view code;  ///< stable, for example "links"; static storage
    double value = 0;       ///< what was counted; its unit is in the list of codes
    double weight = 0;      ///< -1 … 1
};

/// 1 − Π (1 − weight) over the reasons for, times Π (1 + weight) over those against: each reason counts on
/// its own, and many weak ones add up (noisy or, Pearl 1988, §4.3.2). A ranking from 0 to 1, no probability.
/// The weights are authored; tests/sentiment/spam_test.cpp measures how well they tell adverts from
/// customers, and simulated robots from people.
struct SpamScore {
    double score = 0;
    std::vector<SpamReason> reasons;  ///< the heaviest first, then by code
};

/// From this score on a post or author is worth a second look.
inline constexpr double kSpamThreshold = 0.5;

/// What is known of a post besides its text.
struct PostContext {
    std::int64_t by_same_author = 0;  ///< other posts of its group (find_near_duplicates) by its author
    std::int64_t other_authors = 0;   ///< authors besides its own with posts in its group
    /// A classifier's probability that it is an advert, 0 … 1.
    std::optional<double> p_promo = std::nullopt;
};

/// Codes, with the unit of their values: links (addresses a ten words), mentions, hashtags, offers (weight of
/// advertising phrases), contacts (phones, e-mails), capitals (share of words), emoji (of the post), terms
/// (interest rates and sums, 0–2), advert (p_promo), repeats (posts of the same author), many_voices (other
/// authors); and against: questions (marks), first_person, blame (weight of complaint). Linear in the post;
/// pure, thread-safe. Throws Error{invalid_argument} for a context with a count below 0 or with a probability
/// that is none.
SpamScore score_post(std::string_view post, const PostContext& context = {},
                     const RuleBook& rules = default_rules());

struct AuthorPost {
    UtcTime time;
    std::uint32_t original = 0;  ///< as find_near_duplicates says: equal for posts of one group
    double spam = 0;             ///< SpamScore::score of the post, 0 … 1
    bool link = false;
};

/// What is known of an author's page besides its posts.
struct AuthorPage {
    std::optional<std::int64_t> followers = std::nullopt;
    std::optional<std::int64_t> following = std::nullopt;
    bool verified = false;
};

/// Codes, with the unit of their values: repeats (share of posts that repeat another of the same author),
/// links (share of posts), offers (mean score of the posts), burst (most posts in ten minutes), clockwork
/// (standard deviation over mean of the pauses between posts; people post in bursts, about 1 or more),
/// sleepless (longest pause of the day that holds over all days, hours), few_followers (followers a followed
/// page), verified (against). Shares need 5 posts, clockwork 12, sleepless 60 on 7 days or more. `posts` in
/// any order. Time n log n; pure, thread-safe. Throws Error{invalid_argument} for a score that is none or a
/// count below 0.
SpamScore score_author(std::span<const AuthorPost> posts, const AuthorPage& page = {});

}  // namespace scrm::sentiment
