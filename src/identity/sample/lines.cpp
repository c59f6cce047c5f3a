// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "identity/sample/bank_internal.hpp"
#include "scrm/table/json.hpp"

namespace scrm::identity::sample {
namespace {

constexpr std::int64_t kFrom = 1'719'792'000;  // 2024-07-01
constexpr std::int64_t kSpan = 45'000'000;     // seconds, about 17 months

template <class T>
const T& pick(std::span<const T> from, Random& random) {
    return from[random.below(from.size())];
}

// A number with the shape of a card's and a valid check digit in ranges that no bank issues cards from.
std::string card_number(Random& random) {
    static constexpr std::array<std::string_view, 3> kRanges = {"400000", "510000", "220000"};
    std::string out{kRanges[random.below(3)]};
    while (out.size() < 15) out += static_cast<char>('0' + random.below(10));
    unsigned sum = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        unsigned digit = static_cast<unsigned>(out[i] - '0') * (i % 2 == 0 ? 2U : 1U);
        sum += digit > 9 ? digit - 9 : digit;
    }
    out += static_cast<char>('0' + (10 - sum % 10) % 10);
    const std::string_view joint = std::array<std::string_view, 3>{"", " ", "-"}[random.below(3)];
    for (std::size_t at : {12U, 8U, 4U}) out.insert(at, joint);
    return out;
}

std::string fill(std::string_view form, Nation nation, Random& random) {
    std::string out{form};
    const auto replace = [&](std::string_view what, const auto& with) {
        const std::size_t at = out.find(what);
        if (at != std::string::npos) out.replace(at, what.size(), with());
    };
    replace("{street}", [&] { return "улице " + std::string{pick(streets(nation), random)}; });
    // Most people leave the number out or hide it; a few print it in full.
    replace("{card}", [&] {
        if (random.chance(0.2)) return card_number(random);
        return random.chance(0.5) ? "*" + std::to_string(1000 + random.below(9000))
                                  : std::string{"номер не пишу"};
    });
    return out;
}

Nation language_of(const SocialIdentity& author, Random& random) {
    if (author.country == "Україна" || author.country == "Украина") return Nation::uk;
    if (author.country == "USA" || author.country == "United Kingdom") return Nation::en;
    const double draw = random.uniform();
    return draw < 0.88 ? Nation::ru : draw < 0.96 ? Nation::uk : Nation::en;
}

struct Line {
    const SocialIdentity* author = nullptr;  // null: the bank
    const AccountId* place = nullptr;
    std::string id, thread, parent, text;
    std::string_view kind, lang;
    std::int64_t at = 0;
    std::int64_t views = 0;
    int rating = 0;
    std::uint64_t likes = 0;
};

void append(std::string& out, const Line& line) {
    table::JsonWriter json{out};
    json.begin_object().member("record", "interaction").member("network", line.place->network);
    if (line.place->scope.empty())
        json.key("scope").null();
    else
        json.member("scope", line.place->scope);
    json.member("external_id", line.id).member("thread_id", line.thread);
    if (!line.parent.empty()) json.member("parent_id", line.parent);
    json.key("author").begin_object();
    if (line.author != nullptr) {
        json.member("network_user_id", line.author->account.network_user_id);
        if (!line.author->handle.empty()) json.member("handle", line.author->handle);
        if (!line.author->display_name.empty()) json.member("display_name", line.author->display_name);
    } else {
        json.member("network_user_id", "bank").member("display_name", "Банк Надежда").member("kind", "page");
    }
    json.end_object();
    json.member("kind", line.kind)
        .member("direction", line.author != nullptr ? "in" : "out")
        .member("op", "create");
    json.member("text", line.text).member("lang", line.lang);
    if (line.rating > 0) json.member("rating", line.rating);
    json.member("created_at", format_time(from_unix_micros(line.at * 1'000'000)));
    json.member("received_at", format_time(from_unix_micros((line.at + 2) * 1'000'000)));
    if (line.views > 0)
        json.member("views", line.views).member("likes", static_cast<std::int64_t>(line.likes));
    json.member("source", line.place->network).end_object();
    out += '\n';
}

std::string_view code(Nation nation) {
    return nation == Nation::uk ? "uk" : nation == Nation::en ? "en" : "ru";
}

}  // namespace

void append_identity_line(std::string& out, const SocialIdentity& identity) {
    table::JsonWriter json{out};
    json.begin_object().member("network", identity.account.network);
    if (identity.account.scope.empty())
        json.key("scope").null();
    else
        json.member("scope", identity.account.scope);
    json.member("network_user_id", identity.account.network_user_id);
    const auto text = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) json.member(name, value);
    };
    const auto list = [&](std::string_view name, const std::vector<std::string>& values) {
        if (values.empty()) return;
        json.key(name).begin_array();
        for (const std::string& value : values) json.value(value);
        json.end_array();
    };
    text("handle", identity.handle);
    text("display_name", identity.display_name);
    text("given_name", identity.given_name);
    text("family_name", identity.family_name);
    text("url", identity.url);
    text("bio", identity.bio);
    list("emails", identity.emails);
    list("phones", identity.phones);
    text("city", identity.city);
    text("region", identity.region);
    text("country", identity.country);
    text("birth_date", identity.birth_date);
    text("gender", identity.gender);
    list("links", identity.links);
    if (identity.followers) json.member("followers", *identity.followers);
    if (identity.verified) json.member("verified", *identity.verified);
    text("kind", identity.kind);
    text("state", identity.state);
    if (identity.observed_at) json.member("observed_at", format_time(*identity.observed_at));
    json.end_object();
    out += '\n';
}

std::string interaction_lines(const Habits& habits, const std::vector<Profile>& profiles, std::uint64_t first,
                              std::uint64_t last) {
    std::string out;
    Random random{mix64(habits.seed ^ mix64(first + 0x17E4ULL))};
    for (std::uint64_t i = first; i < last;) {
        // A few authors write much: the product of two draws leans to the low ranks.
        const double low = random.uniform() * random.uniform();
        const auto at = static_cast<std::size_t>(low * static_cast<double>(profiles.size()));
        const SocialIdentity& author = profiles[std::min(at, profiles.size() - 1)].identity;
        const Nation nation = language_of(author, random);
        const bool store = author.account.network == "app_store" || author.account.network == "google_play";
        const bool messenger = author.account.scope == "bank_bot" || author.account.network == "whatsapp";
        const std::string thread = "t" + std::to_string(i);
        std::int64_t time = kFrom + static_cast<std::int64_t>(random.below(kSpan));
        Line line;
        line.place = &author.account;
        line.author = &author;
        line.thread = thread;
        line.id = "m" + std::to_string(i);
        line.lang = code(nation);
        line.text = fill(pick(posts(nation), random), nation, random);
        line.kind = store                 ? "review"
                    : messenger           ? "message"
                    : random.chance(0.3)  ? "post"
                    : random.chance(0.15) ? "mention"
                                          : "comment";
        line.rating = store ? 1 + static_cast<int>(random.below(5)) : 0;
        line.at = time;
        if (!store && !messenger && random.chance(0.6)) {
            line.views = static_cast<std::int64_t>(random.below(4000));
            line.likes = random.below(40);
        }
        append(out, line);
        ++i;
        if (i < last && random.chance(0.35)) {
            Line reply;
            reply.place = line.place;
            reply.thread = thread;
            reply.parent = line.id;
            reply.id = "m" + std::to_string(i);
            reply.lang = line.lang;
            reply.kind = messenger ? "message" : "comment";
            reply.text = pick(replies(nation), random);
            time += 60 + static_cast<std::int64_t>(random.below(86'400));
            reply.at = time;
            append(out, reply);
            ++i;
            if (i < last && random.chance(0.4)) {
                line.parent = reply.id;
                line.id = "m" + std::to_string(i);
                line.kind = reply.kind;
                line.rating = 0;
                line.views = 0;
                line.text = pick(thanks(nation), random);
                line.at = time + 30 + static_cast<std::int64_t>(random.below(86'400));
                append(out, line);
                ++i;
            }
        }
    }
    return out;
}

}  // namespace scrm::identity::sample
