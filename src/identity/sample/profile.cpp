// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "identity/sample/records_internal.hpp"

namespace scrm::identity::sample {
namespace {

enum class IdKind { number, digits_of_phone, opaque, channel };

/// How often an account of a network shows what. Shares, not certainties.
struct Network {
    std::string_view name;
    double share;  ///< of all accounts that meet a bank
    IdKind id;
    bool structured;  ///< given and family name are fields of their own
    double full_name, handle, city, birth, birth_year, phone, email, bio, link, gender;
    double followers;  ///< median; 0: not shown
    std::string_view url;
    std::string_view scope;
};

constexpr std::array<Network, 13> kNetworks = {{
    {"vk", .26, IdKind::number, true, .93, .65, .58, .45, .42, .02, .01, .30, .12, .95, 160,
     "https://vk.com/", ""},
    {"ok", .10, IdKind::number, true, .95, .05, .70, .45, .85, .00, .00, .10, .03, .97, 70,
     "https://ok.ru/profile/", ""},
    {"telegram", .20, IdKind::number, false, .55, .74, .02, .00, .00, .07, .00, .35, .06, .00, 0,
     "https://t.me/", ""},
    {"max", .06, IdKind::number, false, .72, .08, .00, .00, .00, .35, .00, .08, .01, .00, 0, "", "bank_bot"},
    {"viber", .04, IdKind::opaque, false, .50, .00, .00, .00, .00, .60, .00, .00, .00, .00, 0, "",
     "bank_bot"},
    {"whatsapp", .06, IdKind::digits_of_phone, false, .50, .00, .00, .00, .00, 1.0, .00, .10, .00, .00, 0, "",
     ""},
    {"facebook", .05, IdKind::number, true, .90, .55, .38, .20, .30, .02, .02, .25, .10, .80, 210,
     "https://www.facebook.com/", ""},
    {"instagram", .07, IdKind::number, false, .55, 1.0, .00, .00, .00, .01, .02, .62, .18, .00, 330,
     "https://www.instagram.com/", ""},
    {"x", .02, IdKind::number, false, .55, 1.0, .40, .00, .00, .00, .01, .55, .15, .00, 90, "https://x.com/",
     ""},
    {"youtube", .04, IdKind::channel, false, .52, .80, .00, .00, .00, .00, .01, .12, .08, .00, 12,
     "https://www.youtube.com/@", ""},
    {"mastodon", .01, IdKind::number, false, .40, 1.0, .10, .00, .00, .00, .02, .60, .35, .00, 40, "",
     "mastodon.example"},
    {"google_play", .05, IdKind::opaque, false, .62, .00, .00, .00, .00, .00, .00, .00, .00, .00, 0, "",
     "bank.app"},
    {"app_store", .02, IdKind::opaque, false, .05, .00, .00, .00, .00, .00, .00, .00, .00, .00, 0, "",
     "bank.app"},
}};
constexpr Network kForum = {
    "forum", .02, IdKind::number,     false, .18, 1.0, .35, .05, .60, .01, .14, .25, .06, .30,
    0,       "",  "bankforum.example"};

const Network& some_network(Random& random) {
    double all = kForum.share;
    for (const Network& one : kNetworks) all += one.share;
    double at = random.uniform() * all;
    for (const Network& one : kNetworks) {
        if (at < one.share) return one;
        at -= one.share;
    }
    return kForum;
}

template <class T>
const T& pick(std::span<const T> from, Random& random) {
    return from[random.below(from.size())];
}

std::string network_id(const Network& network, const std::string& phone, Random& random) {
    switch (network.id) {
        case IdKind::digits_of_phone:
            return phone.substr(1);
        case IdKind::opaque:
        case IdKind::channel: {
            static constexpr std::string_view kAlphabet =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
            std::string out = network.id == IdKind::channel ? "UC" : "";
            for (int i = 0; i < 22; ++i) out += kAlphabet[random.below(kAlphabet.size())];
            return out;
        }
        case IdKind::number:
            break;
    }
    return std::to_string(1'000'000 + random.below(9'000'000'000ULL));
}

std::string short_form(const Person& person, Random& random) {
    if (person.shorts.empty()) return person.given;
    // The first short forms are the usual ones.
    std::string_view rest = person.shorts;
    while (rest.find(',') != std::string_view::npos && random.chance(0.45))
        rest.remove_prefix(rest.find(',') + 1);
    return std::string{rest.substr(0, rest.find(','))};
}

struct Shown {
    std::string display, given, family;
    bool family_shown = false;
};

Shown shown_name(const Population& population, const Person& person, const Network& network, Random& random) {
    const Habits& habits = population.habits();
    Shown out;
    if (person.company) {
        out.display = person.given.substr(person.given.find(' ') + 1);
        out.family_shown = true;
        return out;
    }
    std::string given = random.chance(habits.diminutive) ? short_form(person, random) : person.given;
    std::string family = person.family;
    std::string tail;
    if (!person.maiden.empty()) {
        const double which = random.uniform();
        if (which < 0.22)
            family = person.maiden;
        else if (which < 0.34)
            tail = " (" + person.maiden + ")";
    }
    if (random.chance(0.01)) family = with_typo(family, random);
    const bool in_latin = random.chance(person.writes_latin ? 0.85 : 0.08) && network.name != "ok";
    if (in_latin) {
        given = latin(given, person.scheme, person.nation);
        family = latin(family, person.scheme, person.nation);
        if (!tail.empty()) tail = " (" + latin(person.maiden, person.scheme, person.nation) + ")";
    }
    const bool full = random.chance(network.full_name) && !random.chance(habits.hidden);
    if (network.structured) {
        out.given = given;
        out.family_shown = full;
        if (full) out.family = family + tail;
        if (!full)
            out.family = random.chance(0.5) ? initial(family) : std::string{pick(cyrillic_nicks(), random)};
        out.display = out.given + " " + out.family;
        if (network.name == "facebook" && random.chance(0.4)) out.given.clear(), out.family.clear();
        return out;
    }
    out.family_shown = full;
    if (full) {
        const double shape = random.uniform();
        if (shape < 0.78)
            out.display = given + " " + family + tail;
        else if (shape < 0.92)
            out.display = family + " " + given;
        else if (shape < 0.97 && !person.patronymic.empty())
            out.display = family + " " + person.given + " " + person.patronymic;
        else
            out.display = initial(given) + ". " + family;
    } else {
        const double shape = random.uniform();
        if (shape < 0.42)
            out.display = given;
        else if (shape < 0.58)
            out.display = given + " " + initial(family) + (random.chance(0.5) ? "." : "");
        else if (shape < 0.80)
            out.display = pick(cyrillic_nicks(), random);
        else
            out.display =
                std::string{pick(nick_adjectives(), random)} + " " + std::string{pick(nick_nouns(), random)};
    }
    if (random.chance(habits.decorated)) {
        const std::string sign{pick(decorations(), random)};
        out.display = random.chance(0.5) ? sign + " " + out.display + " " + sign : out.display + sign;
    }
    return out;
}

bool contains_family(const Person& person, const std::string& handle) {
    for (const Latin scheme : {Latin::passport, Latin::everyday, Latin::old_standard})
        for (const std::string* name : {&person.family, &person.maiden}) {
            const std::string in_latin = slug(*name, scheme, person.nation);
            if (in_latin.size() > 3 && handle.find(in_latin) != std::string::npos) return true;
        }
    return false;
}

// What a network allows in a handle.
std::string fit_handle(std::string handle, std::string_view network) {
    for (char& c : handle)
        if (c == '-' || (c == '.' && network != "vk" && network != "instagram" && network != "facebook"))
            c = '_';
    while (handle.size() < 5) handle += '7';
    if (handle.size() > 30) handle.resize(30);
    return handle;
}

void add_bio(SocialIdentity& out, const Person& person, Random& random) {
    const auto say = [&](std::string_view text) {
        out.bio += (out.bio.empty() ? "" : random.chance(0.6) ? " | " : "\n") + std::string{text};
    };
    if (random.chance(0.6)) say(pick(hobbies(person.nation), random));
    if (random.chance(0.18) && !person.employer.empty()) say(person.employer);
    if (random.chance(0.22))
        say((random.chance(0.5) ? "📍 " : "") +
            std::string{random.chance(0.7) ? person.lives->name : person.lives->latin});
    if (random.chance(0.06)) say(std::to_string(person.year));
    if (random.chance(0.05))
        say("🎂 " + std::to_string(person.day) + "." + (person.month < 10 ? "0" : "") +
            std::to_string(person.month));
    if (random.chance(0.03) && !person.emails.empty()) say("почта: " + person.emails.front());
    if (random.chance(0.02)) say("WhatsApp " + person.phone);
}

std::optional<UtcTime> observed(Random& random) {
    // Within the two years before 2026.
    return from_unix_micros(1'704'067'200'000'000 +
                            static_cast<std::int64_t>(random.below(63'072'000)) * 1'000'000);
}

std::int64_t followers(double median, Random& random) {
    const double normal = random.uniform() + random.uniform() + random.uniform() + random.uniform() - 2;
    return static_cast<std::int64_t>(median * std::exp(normal * 1.9));
}

std::string url_of(const Network& network, const SocialIdentity& identity) {
    if (network.url.empty()) return {};
    const std::string& tail = identity.handle;
    if (network.name == "vk" && tail.empty())
        return std::string{network.url} + "id" + identity.account.network_user_id;
    if (network.name == "ok" || tail.empty())
        return network.name == "ok" ? std::string{network.url} + identity.account.network_user_id : "";
    return std::string{network.url} + tail;
}

const Network& network_of(const SocialIdentity& identity) {
    const auto* found = std::find_if(kNetworks.begin(), kNetworks.end(),
                                     [&](const Network& n) { return n.name == identity.account.network; });
    return found == kNetworks.end() ? kForum : *found;
}

struct Made {
    SocialIdentity identity;
    bool findable = false;
};

Made make_account(const Population& population, const Person& person, const Network& network,
                  Random& random) {
    const Habits& habits = population.habits();
    Made made;
    SocialIdentity& out = made.identity;
    const std::string phone =
        !person.household_phone.empty() && random.chance(0.15) ? person.household_phone : person.phone;
    out.account = {std::string{network.name}, std::string{network.scope}, network_id(network, phone, random)};
    out.kind = person.company ? "page" : network.name == "app_store" ? "anonymous" : "person";
    out.observed_at = observed(random);
    out.state = random.chance(0.93) ? "active" : "private";
    if (random.chance(habits.deleted)) {
        out.state = random.chance(0.85) ? "deleted" : "banned";
        if (out.state == "deleted") {
            out.display_name = network.name == "vk" ? "DELETED" : "Deleted Account";
            if (network.id != IdKind::digits_of_phone) return made;
        }
    }
    const Shown name = shown_name(population, person, network, random);
    if (out.display_name.empty()) out.display_name = name.display;
    out.given_name = name.given;
    out.family_name = name.family;
    made.findable = name.family_shown;
    if (random.chance(network.handle)) {
        bool named = person.login_named;
        const std::string login =
            random.chance(habits.login_reuse) ? person.login : population.new_login(person, random, named);
        out.handle = fit_handle(login, network.name);
        const bool same_as_mail =
            std::any_of(person.emails.begin(), person.emails.end(),
                        [&](const std::string& mail) { return mail.starts_with(login + "@"); });
        made.findable = made.findable || same_as_mail || (named && contains_family(person, login));
    }
    const bool open = out.state == "active";
    if (random.chance(open ? network.city : network.city * 0.6)) {
        const City& city = *person.lives;
        const double form = random.uniform();
        out.city = form < 0.90          ? city.name
                   : form < 0.97        ? city.latin
                   : city.other.empty() ? city.name
                                        : city.other;
        if (random.chance(0.5)) out.country = city.country;
        if (random.chance(0.15)) out.region = city.region;
    }
    if (!person.company && random.chance(network.birth)) {
        unsigned month = person.month;
        unsigned day = person.day;
        int year = person.year;
        if (random.chance(habits.wrong_birth))
            month = 1 + static_cast<unsigned>(random.below(12)),
            day = 1 + static_cast<unsigned>(random.below(28));
        if (random.chance(habits.wrong_birth)) year += static_cast<int>(random.below(21)) - 10;
        out.birth_date = random.chance(network.birth_year)
                             ? iso_date(year, month, month == 2 ? std::min(day, 28U) : day)
                             : month_day(month, day);
    }
    if (random.chance(network.phone))
        out.phones.push_back(network.id == IdKind::digits_of_phone ? "+" + out.account.network_user_id
                                                                   : phone);
    if (!person.emails.empty() && random.chance(network.email))
        out.emails.push_back(person.emails[random.below(person.emails.size())]);
    if (open && random.chance(network.bio)) add_bio(out, person, random);
    if (random.chance(network.gender) && !person.company) out.gender = person.female ? "f" : "m";
    if (network.followers > 0 && random.chance(0.9))
        out.followers = followers(network.followers * (person.company ? 5 : 1), random);
    if (network.followers > 0 && random.chance(0.5)) out.verified = random.chance(0.004);
    out.url = url_of(network, out);
    made.findable = made.findable || !out.phones.empty() || !out.emails.empty() ||
                    out.bio.find('@') != std::string::npos || out.bio.find("WhatsApp") != std::string::npos;
    return made;
}

void point_at(SocialIdentity& from, const SocialIdentity& to, Random& random) {
    const Network& network = network_of(to);
    const bool handle = !to.handle.empty();
    if (handle && random.chance(0.45)) {
        const std::string_view name = network.name == "telegram" ? (random.chance(0.5) ? "tg" : "телега")
                                      : network.name == "instagram" ? (random.chance(0.5) ? "inst" : "инста")
                                      : network.name == "vk"        ? "vk"
                                      : network.name == "x"         ? "twitter"
                                                                    : network.name;
        from.bio += (from.bio.empty() ? "" : " | ") + std::string{name} +
                    (random.chance(0.7) ? ": @" : " @") + to.handle;
    } else if (!to.url.empty()) {
        if (random.chance(0.7))
            from.links.push_back(to.url);
        else
            from.bio += (from.bio.empty() ? "" : " ") + to.url.substr(to.url.find("//") + 2);
    }
}

}  // namespace

std::vector<Profile> profiles_of(const Population& population, const Person& person,
                                 std::string_view stranger_role) {
    Random random{mix64(person.key ^ 0x9F0F11EULL)};
    std::size_t count = 1;
    while (!person.company && count < 4 && random.chance(0.39)) ++count;
    std::vector<Made> made;
    for (std::size_t i = 0; i < count; ++i) {
        const Network& network = some_network(random);
        const bool repeated = std::any_of(made.begin(), made.end(), [&](const Made& m) {
            return m.identity.account.network == network.name;
        });
        // A second account in one network is rare.
        if (repeated && (network.id == IdKind::digits_of_phone || !random.chance(0.08))) continue;
        made.push_back(make_account(population, person, network, random));
    }
    for (Made& from : made)
        for (Made& to : made) {
            if (&from == &to || from.identity.state != "active" || from.identity.account.network == "viber")
                continue;
            const Network& network = network_of(from.identity);
            if (network.bio + network.link == 0 || !random.chance(population.habits().cross_link)) continue;
            point_at(from.identity, to.identity, random);
            from.findable = from.findable || to.findable;
        }
    std::vector<Profile> out;
    for (Made& one : made) {
        Profile profile;
        profile.identity = std::move(one.identity);
        profile.order = random.next();
        profile.person = person.key;
        profile.of_customer = person.customer;
        profile.role = !person.customer ? stranger_role
                       : person.company ? "company"
                       : one.findable   ? "customer"
                                        : "anonymous";
        out.push_back(std::move(profile));
    }
    return out;
}

Profile impostor_of(const Population& population, const Person& target, std::uint64_t key) {
    Random random{mix64(key ^ 0x1A9057ULL)};
    const std::vector<Profile> own = profiles_of(population, target, "stranger");
    Profile out;
    out.identity = own[random.below(own.size())].identity;
    // Only where a profile can be copied at all: a name and a picture to steal.
    if (out.identity.state != "active" || out.identity.account.network == "whatsapp" ||
        out.identity.account.network == "app_store") {
        const Network& network = kNetworks[random.below(3)];
        out.identity = make_account(population, target, network, random).identity;
        out.identity.state = "active";
        if (out.identity.given_name.empty()) out.identity.display_name = target.given + " " + target.family;
    }
    SocialIdentity& copy = out.identity;
    const Network& network = network_of(copy);
    copy.account.network_user_id = network_id(network, "+70000000000", random);
    copy.phones.clear();
    copy.emails.clear();
    if (!copy.handle.empty()) {
        std::string& h = copy.handle;
        switch (random.below(6)) {
            case 0:
                h += "_";
                break;
            case 1:
                h += std::to_string(random.below(10));
                break;
            case 2:
                h.insert(h.size() / 2, 1, h[h.size() / 2]);
                break;
            case 3:
                std::replace(h.begin(), h.end(), 'l', '1');
                h += h.find('1') == std::string::npos ? "1" : "";
                break;
            case 4:
                std::replace(h.begin(), h.end(), 'o', '0');
                h += h.find('0') == std::string::npos ? "_" : "";
                break;
            default:
                h = "real_" + h;
                break;
        }
    }
    if (random.chance(0.3)) copy.bio.clear();
    copy.links.clear();
    if (network.followers > 0) copy.followers = static_cast<std::int64_t>(random.below(25));
    copy.verified.reset();
    copy.url = url_of(network, copy);
    copy.observed_at = observed(random);
    out.order = random.next();
    out.person = mix64(key);
    out.role = "impostor";
    return out;
}

Profile recycled_phone(const Population& population, Person owner, const Person& former_owner) {
    Random random{mix64(owner.key ^ 0x4EC7ULL)};
    owner.phone = former_owner.former_phone.empty() ? former_owner.phone : former_owner.former_phone;
    owner.household_phone.clear();
    static constexpr std::array<std::size_t, 3> kMessengers = {3, 4, 5};
    Profile out;
    out.identity = make_account(population, owner, kNetworks[kMessengers[random.below(3)]], random).identity;
    out.order = random.next();
    out.person = owner.key;
    out.role = "recycled";
    return out;
}

Profile bank_fake(std::uint64_t key) {
    Random random{mix64(key ^ 0xFA4EULL)};
    const Network& network = kNetworks[std::array<std::size_t, 4>{0, 2, 7, 6}[random.below(4)]];
    static constexpr std::array<std::string_view, 6> kNames = {
        "Банк Надежда | поддержка", "Служба безопасности банка", "Банк Надежда Официальный",
        "Bank Support 24",          "Выплаты и компенсации",     "Кредит всем без отказа"};
    Profile out;
    SocialIdentity& fake = out.identity;
    fake.account = {std::string{network.name}, "", network_id(network, "", random)};
    fake.display_name = kNames[random.below(kNames.size())];
    fake.handle = "bank_nadezhda_" + std::to_string(random.below(1000));
    fake.kind = random.chance(0.5) ? "page" : "bot";
    fake.state = "active";
    fake.bio = "Официальная поддержка, пишите в личные сообщения";
    fake.followers = static_cast<std::int64_t>(random.below(400));
    fake.url = url_of(network, fake);
    fake.observed_at = observed(random);
    out.order = random.next();
    out.person = mix64(key);
    out.role = "bank_fake";
    return out;
}

Profile bot(std::uint64_t key) {
    Random random{mix64(key ^ 0xB07ULL)};
    const Network& network = kNetworks[std::array<std::size_t, 4>{0, 2, 8, 7}[random.below(4)]];
    Profile out;
    SocialIdentity& one = out.identity;
    one.account = {std::string{network.name}, "", network_id(network, "", random)};
    one.handle = std::string{pick(nick_nouns(), random)} + std::to_string(random.below(100'000'000));
    one.display_name = pick(male_names(Nation::en), random).name;
    one.kind = random.chance(0.4) ? "bot" : "";
    one.state = random.chance(0.8) ? "active" : "banned";
    one.followers = static_cast<std::int64_t>(random.below(5));
    one.links = {"https://promo.example/" + std::to_string(random.below(1000))};
    one.url = url_of(network, one);
    one.observed_at = observed(random);
    out.order = random.next();
    out.person = mix64(key);
    out.role = "bot";
    return out;
}

}  // namespace scrm::identity::sample
