// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/search_keys.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "identity/blocking/contact_keys_internal.hpp"
#include "identity/records/names_internal.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/person/name_sound.hpp"
#include "scrm/person/partial_date.hpp"
#include "scrm/person/phone.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kLeastWord = 4;  // letters of a word that is looked up alone
constexpr std::size_t kLeastLogin = 4;
constexpr std::size_t kFewestSounds = 3;
constexpr std::size_t kMostContacts = 12;  // phones, and e-mails, of one record
constexpr int kPhoneTail = 7;
constexpr std::uint64_t kShortestPhone = 10'000'000;  // eight digits

/// The kinds of keys, so that equal texts of two kinds do not meet. The numbers go into the hashes.
enum class Kind : std::uint64_t {
    phone_tail = 1,
    mailbox = 2,
    login = 3,
    birth_date = 4,
    given_and_family = 5,
    family = 6,
    rough_sounds = 7,
    family_start = 8,
    company = 9,
};

std::uint64_t joined(Kind kind, std::uint64_t first, std::uint64_t second) {
    return mix64(first + mix64(second + static_cast<std::uint64_t>(kind)));
}

class KeyList {
  public:
    KeyList() { keys_.reserve(kUsual); }

    void add(Kind kind, std::string_view text) {
        if (!text.empty()) add(hash64(text, static_cast<std::uint64_t>(kind)));
    }
    void add(Kind kind, std::uint64_t number) { add(joined(kind, number, 0)); }
    void add(Kind kind, std::uint64_t first, std::uint64_t second) { add(joined(kind, first, second)); }
    /// The first ones are kept, so the surest ones come first.
    std::vector<std::int64_t> take() {
        if (keys_.size() > SearchKeys::kMost) keys_.resize(SearchKeys::kMost);
        std::sort(keys_.begin(), keys_.end());
        keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
        return std::move(keys_);
    }

  private:
    static constexpr std::size_t kUsual = 8;

    void add(std::uint64_t hash) { keys_.push_back(static_cast<std::int64_t>(hash)); }

    std::vector<std::int64_t> keys_;
};

/// A login without what people leave out: ivan.petrov is ivanpetrov.
std::string compact(std::string_view local_part) {
    std::string out;
    for (const char c : local_part) {
        if (c != '.' && c != '_' && c != '-') out.push_back(c);
    }
    return out;
}

void add_contacts(KeyList& keys, const Customer& customer) {
    std::size_t phones = 0;
    for (const std::string& raw : customer.phones) {
        if (++phones > kMostContacts) break;
        const auto phone = person::parse_phone_in(raw, customer.country);
        if (!phone || phone->is_placeholder() || phone->is_service() || phone->e164() < kShortestPhone)
            continue;
        keys.add(Kind::phone_tail, phone->last_digits(kPhoneTail));
    }
    std::size_t emails = 0;
    for (const std::string& raw : customer.emails) {
        if (++emails > kMostContacts) break;
        const auto email = evident_email(raw);
        if (!email) continue;
        const std::string login = compact(email->local_part());
        if (login.size() < kLeastLogin)
            keys.add(Kind::mailbox, email->canonical());
        else
            keys.add(Kind::login, login);
    }
    if (customer.birth_date.empty()) return;
    const auto date = person::PartialDate::parse(customer.birth_date);
    if (date && date->is_full()) keys.add(Kind::birth_date, date->packed());
}

/// What a word says when it is a given name or a family name, hashed; 0: nothing.
struct Word {
    std::vector<std::uint64_t> groups;
    std::uint64_t initial;
    std::uint64_t rough_given;
    std::uint64_t sound;
    std::uint64_t start;
    std::uint64_t rough_family;
    std::size_t given_sounds;
    std::size_t family_sounds;

    explicit Word(std::string_view word) : initial(hashed(word.substr(0, 1))) {
        const std::string root = family_name_root(word);
        const std::string given_rough = person::rough_sound_outline(word);
        const std::string family_rough = person::rough_sound_outline(root);
        rough_given = hashed(given_rough);
        rough_family = hashed(family_rough);
        given_sounds = given_rough.size();
        family_sounds = family_rough.size();
        sound = hashed(sound_of(root));
        start = hashed(std::string_view{root}.substr(0, 4));
        std::vector<std::string> names;
        given_name_groups(word, names);
        for (const std::string& name : names) groups.push_back(hashed(name));
    }

  private:
    static std::uint64_t hashed(std::string_view text) { return text.empty() ? 0 : hash64(text); }
};

/// A question need not say that it asks for a company: each word may be what it takes for a family name.
void add_company(KeyList& keys, std::string_view name) {
    keys.add(Kind::company, name);
    while (!name.empty()) {
        const std::size_t end = std::min(name.find(' '), name.size());
        if (end >= kLeastWord) keys.add(Kind::family, Word{name.substr(0, end)}.sound);
        name.remove_prefix(std::min(end + 1, name.size()));
    }
}

struct WordHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const noexcept { return hash64(word); }
};

}  // namespace

struct SearchKeys::Memo {
    static constexpr std::size_t kMostWords = 100'000;

    person::NameWordMemo names;
    std::unordered_map<std::string, Word, WordHash, std::equal_to<>> words;

    const Word& word(std::string_view text) {
        if (const auto known = words.find(text); known != words.end()) return known->second;
        return words.emplace(std::string{text}, Word{text}).first->second;
    }
    /// The keys of one reading of a name: this word is the given name, that one the family name.
    void add_name(KeyList& keys, std::string_view given, std::string_view family) {
        if (family.empty()) return;
        const Word& family_word = word(family);
        if (family_word.sound == 0) return;
        keys.add(Kind::family, family_word.sound);
        if (given.empty()) return;
        const Word& given_word = word(given);
        keys.add(Kind::family_start, family_word.start, given_word.initial);
        if (given.size() < 2) return;
        for (const std::uint64_t group : given_word.groups)
            keys.add(Kind::given_and_family, group, family_word.sound);
        const std::uint64_t first = given_word.rough_given;
        const std::uint64_t second = family_word.rough_family;
        if (given_word.given_sounds + family_word.family_sounds < kFewestSounds) return;
        keys.add(Kind::rough_sounds, std::min(first, second), std::max(first, second));
    }
};

SearchKeys::SearchKeys() : memo_(std::make_unique<Memo>()) {}
SearchKeys::~SearchKeys() = default;
SearchKeys::SearchKeys(SearchKeys&&) noexcept = default;
SearchKeys& SearchKeys::operator=(SearchKeys&&) noexcept = default;

std::vector<std::int64_t> SearchKeys::of(const Customer& customer) {
    if (memo_->words.size() > Memo::kMostWords) memo_->words.clear();
    KeyList keys;
    add_contacts(keys, customer);
    const bool says_company = customer.kind == "company" && !customer.full_name.empty();
    const ParsedName name = says_company
                                ? parse_company_name(customer.full_name)
                                : parse_name_fields(customer.full_name, customer.given_name,
                                                    customer.family_name, customer.patronymic, &memo_->names);
    if (name.is_company) {
        add_company(keys, name.family);
        return keys.take();
    }
    memo_->add_name(keys, name.given, name.family.empty() ? std::string_view{name.given} : name.family);
    memo_->add_name(keys, name.given, name.other_family);
    if (!name.order_is_sure) memo_->add_name(keys, name.family, name.given);
    return keys.take();
}

}  // namespace scrm::identity
