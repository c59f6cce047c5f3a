// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/spam.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <string>
#include <unordered_map>

#include "scrm/core/error.hpp"
#include "scrm/text/mask_policy.hpp"
#include "sentiment/rules/rule_parts_internal.hpp"

namespace scrm::sentiment {
namespace {

/// A NaN is refused too: it would be the weight of a reason and, multiplied, the score.
void require_share(double value, const char* what) {
    if (!(value >= 0) || !(value <= 1))
        throw Error{ErrorCode::invalid_argument, std::string{what} + " is between 0 and 1"};
}

void require_count(std::int64_t value, const char* what) {
    if (value < 0) throw Error{ErrorCode::invalid_argument, std::string{what} + " is 0 or more"};
}

/// Weight of a value: 0 up to `from`, then rising evenly to `most` at `full`.
double ramp(double value, double from, double full, double most) {
    return most * std::clamp((value - from) / (full - from), 0.0, 1.0);
}

class Reasons {
  public:
    void add(std::string_view code, double value, double weight) {
        if (weight != 0) reasons_.push_back({code, value, weight});
    }
    SpamScore score() {
        std::sort(reasons_.begin(), reasons_.end(), [](const SpamReason& a, const SpamReason& b) {
            const double x = std::abs(a.weight);
            const double y = std::abs(b.weight);
            return x != y ? x > y : a.code < b.code;
        });
        double unlike = 1;
        double against = 1;
        for (const SpamReason& reason : reasons_) {
            if (reason.weight > 0) unlike *= 1 - reason.weight;
            if (reason.weight < 0) against *= 1 + reason.weight;
        }
        return {(1 - unlike) * against, std::move(reasons_)};
    }

  private:
    std::vector<SpamReason> reasons_;
};

struct PhraseWeights {
    double offers = 0;
    double blame = 0;
    bool first_person = false;
    double terms = 0;
};

/// A phrase counts once, however often it stands there.
PhraseWeights weigh_phrases(const RuleBook::Parts& rules, const PostReading& reading) {
    PhraseWeights out;
    std::vector<std::uint16_t> met;
    for (const PhraseSet::Match& match : reading.others) met.push_back(match.rule);
    std::sort(met.begin(), met.end());
    met.erase(std::unique(met.begin(), met.end()), met.end());
    for (const std::uint16_t rule : met) {
        const RuleMeaning& meaning = rules.meanings[rule];
        if (meaning.head == RuleHead::shape) {
            const std::string_view id = rules.phrases.rules()[rule].id;
            out.first_person = out.first_person || id == "shape.first_person";
            out.terms += id == "shape.rate" || id == "shape.money" ? 1 : 0;
            continue;
        }
        if (meaning.head != RuleHead::intent) continue;
        if (static_cast<Intent>(meaning.label) == Intent::promo) out.offers += meaning.weight;
        if (static_cast<Intent>(meaning.label) == Intent::complaint) out.blame += meaning.weight;
    }
    for (const PolarityHit& hit : reading.polarity) out.blame -= std::min(0.0F, hit.value);
    return out;
}

constexpr std::size_t kFewPosts = 5;
constexpr std::size_t kPostsForClockwork = 12;
constexpr std::size_t kPostsForSleep = 60;
constexpr std::size_t kDaysForSleep = 7;
constexpr std::size_t kHours = 24;

double share_of(std::size_t part, std::size_t all) {
    return static_cast<double>(part) / static_cast<double>(all);
}

std::size_t repeats_among(std::span<const AuthorPost> posts) {
    std::unordered_map<std::uint32_t, std::size_t> groups;
    for (const AuthorPost& post : posts) ++groups[post.original];
    std::size_t repeats = 0;
    for (const auto& [original, count] : groups) repeats += count > 1 ? count : 0;
    return repeats;
}

std::size_t most_within(const std::vector<UtcTime>& times, std::chrono::minutes window) {
    std::size_t most = 0;
    std::size_t first = 0;
    for (std::size_t last = 0; last < times.size(); ++last) {
        while (times[last] - times[first] >= window) ++first;
        most = std::max(most, last - first + 1);
    }
    return most;
}

/// Standard deviation over mean of the pauses; nothing for posts that all come at once.
std::optional<double> unevenness(const std::vector<UtcTime>& times) {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 1; i < times.size(); ++i) {
        const auto pause = static_cast<double>((times[i] - times[i - 1]).count());
        sum += pause;
        squares += pause * pause;
    }
    const auto n = static_cast<double>(times.size() - 1);
    if (!(sum > 0)) return std::nullopt;
    const double mean = sum / n;
    return std::sqrt(std::max(0.0, squares / n - mean * mean)) / mean;
}

/// Hours of the day in a row in which the author never posted.
std::optional<std::size_t> longest_sleep(const std::vector<UtcTime>& times) {
    using std::chrono::days;
    std::bitset<kHours> awake;
    std::size_t active = 0;
    std::optional<std::chrono::sys_days> last;
    for (const UtcTime time : times) {
        const auto day = std::chrono::floor<days>(time);
        awake.set(static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(time - day).count()));
        if (last != day) ++active;
        last = day;
    }
    if (active < kDaysForSleep) return std::nullopt;
    std::size_t longest = 0;
    std::size_t run = 0;
    for (std::size_t i = 0; i < 2 * kHours; ++i) {
        run = awake.test(i % kHours) ? 0 : run + 1;
        longest = std::max(longest, run);
    }
    return std::min(longest, kHours);
}

}  // namespace

SpamScore score_post(std::string_view post, const PostContext& context, const RuleBook& rules) {
    require_count(context.by_same_author, "the number of posts by the same author");
    require_count(context.other_authors, "the number of other authors");
    if (context.p_promo) require_share(*context.p_promo, "the probability of an advert");
    PostReading& reading = reading_room();
    rules.parts().read(post, reading);
    const PostWords& words = reading.words;
    const auto count = static_cast<double>(std::max<std::size_t>(words.words.size(), 1));
    const PhraseWeights phrases = weigh_phrases(rules.parts(), reading);
    const auto emoji = static_cast<double>(words.moods.size());

    Reasons reasons;
    if (words.urls > 0) {
        const double links = words.urls * 10 / count;
        reasons.add("links", links, 0.15 + ramp(links, 0, 2, 0.25));
    }
    reasons.add("mentions", words.handles, ramp(words.handles, 2, 6, 0.4));
    reasons.add("hashtags", words.hashtags, ramp(words.hashtags, 1, 6, 0.5));
    reasons.add("offers", phrases.offers, ramp(phrases.offers, 0, 4, 0.8));
    const auto contacts = static_cast<double>(text::find_private(post).size());
    reasons.add("contacts", contacts, ramp(contacts, 0, 2, 0.6));
    if (words.words.size() >= 4) {
        const double capitals = words.capitals / count;
        reasons.add("capitals", capitals, ramp(capitals, 0.3, 0.8, 0.2));
    }
    reasons.add("emoji", emoji, ramp(emoji, 3, 10, 0.3));
    reasons.add("repeats", static_cast<double>(context.by_same_author),
                ramp(static_cast<double>(context.by_same_author), 0, 4, 0.8));
    reasons.add("many_voices", static_cast<double>(context.other_authors),
                ramp(std::log2(1 + static_cast<double>(context.other_authors)), 1, 5, 0.7));
    if (!phrases.first_person) reasons.add("terms", phrases.terms, ramp(phrases.terms, 0, 2, 0.3));
    if (context.p_promo) reasons.add("advert", *context.p_promo, ramp(*context.p_promo, 0.2, 1, 0.8));
    reasons.add("questions", words.question_marks, -ramp(words.question_marks, 0, 1, 0.3));
    if (phrases.first_person) reasons.add("first_person", 1, -0.5);
    reasons.add("blame", phrases.blame, -ramp(phrases.blame, 0, 3, 0.5));
    return reasons.score();
}

SpamScore score_author(std::span<const AuthorPost> posts, const AuthorPage& page) {
    require_count(page.followers.value_or(0), "the number of followers");
    require_count(page.following.value_or(0), "the number of followed pages");
    std::vector<UtcTime> times;
    std::size_t links = 0;
    double offers = 0;
    for (const AuthorPost& post : posts) {
        require_share(post.spam, "the score of a post");
        times.push_back(post.time);
        links += post.link ? 1 : 0;
        offers += post.spam;
    }
    std::sort(times.begin(), times.end());
    Reasons reasons;
    if (posts.size() >= kFewPosts) {
        const double repeats = share_of(repeats_among(posts), posts.size());
        reasons.add("repeats", repeats, ramp(repeats, 0.1, 0.7, 0.8));
        const double linked = share_of(links, posts.size());
        reasons.add("links", linked, ramp(linked, 0.5, 1, 0.4));
        const double mean = offers / static_cast<double>(posts.size());
        reasons.add("offers", mean, ramp(mean, 0.3, 0.7, 0.6));
        const auto burst = static_cast<double>(most_within(times, std::chrono::minutes{10}));
        reasons.add("burst", burst, ramp(burst, 6, 20, 0.7));
    }
    if (posts.size() >= kPostsForClockwork) {
        const auto uneven = unevenness(times);
        if (uneven) reasons.add("clockwork", *uneven, ramp(0.6 - *uneven, 0, 0.4, 0.8));
    }
    if (posts.size() >= kPostsForSleep) {
        const auto sleep = longest_sleep(times);
        if (sleep)
            reasons.add("sleepless", static_cast<double>(*sleep),
                        ramp(4 - static_cast<double>(*sleep), 0, 3, 0.6));
    }
    constexpr std::int64_t kManyFollowed = 300;
    if (page.followers && page.following && *page.following >= kManyFollowed) {
        const double ratio = static_cast<double>(*page.followers) / static_cast<double>(*page.following);
        reasons.add("few_followers", ratio, ramp(0.1 - ratio, 0, 0.09, 0.4));
    }
    if (page.verified) reasons.add("verified", 1, -0.7);
    return reasons.score();
}

}  // namespace scrm::sentiment
