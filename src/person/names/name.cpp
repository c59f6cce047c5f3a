// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/name.hpp"

#include <algorithm>

#include "person/names/name_words_internal.hpp"
#include "scrm/person/surname.hpp"

namespace scrm::person {
namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool has_role(const NameWords& words, NameRole role) {
    for (std::size_t i = 0; i < words.size; ++i) {
        if (words.words[i].role == role) return true;
    }
    return false;
}

bool is_main(NameRole role) {
    return role == NameRole::given || role == NameRole::family || role == NameRole::patronymic ||
           role == NameRole::unknown;
}

std::string_view first_key(const NameWords& words) {
    for (std::size_t i = 0; i < words.size; ++i) {
        if (!words.words[i].initial) return words.words[i].key;
    }
    return {};
}

/// A given name and a family name, neither an initial.
bool has_both_words(const NameWords& words) {
    bool initial = false;
    for (std::size_t i = 0; i < words.size; ++i) initial = initial || words.words[i].initial;
    return !initial && has_role(words, NameRole::given) && has_role(words, NameRole::family);
}

/// The words of one structured field in the role that the field names.
void give_field_roles(NameWords& words, NameRole main, NameReading& reading) {
    take_out_marks(words, reading, main == NameRole::family);
    bool has_main = false;
    for (NameWord& word : words.all()) {
        if (word.kind == WordKind::stop_or_surname) word.kind = WordKind::ordinary;
        if (word.role != NameRole::unknown) continue;
        if (main == NameRole::given && has_main) {
            if (word.is_patronymic()) {
                word.role = NameRole::patronymic;
            } else {
                word.role = word.joined ? NameRole::other_given : NameRole::middle;
            }
            continue;
        }
        word.role = main;
        has_main = true;
    }
}

bool all_stop(const NameWords& words) {
    for (std::size_t i = 0; i < words.size; ++i) {
        const WordKind kind = words.words[i].kind;
        if (kind != WordKind::stop && kind != WordKind::legal_form) return false;
    }
    return true;
}

bool reads_as_given(const NameWord& word) {
    return !word.initial && word.is_full_given() && !word.surname_ending;
}

bool reads_as_family(const NameWord& word) {
    return !word.initial && !word.is_given() && word.surname_ending;
}

bool are_interchanged(const NameWords& given, const NameWords& family) {
    return given.size == 1 && family.size == 1 && reads_as_family(given.words[0]) &&
           reads_as_given(family.words[0]);
}

/// Where a family name is asked for people who hide theirs write what they do (маникюр Казань).
bool tells_a_trade(const NameWords& family) {
    const auto first = family.words.begin();
    return std::any_of(first, first + static_cast<std::ptrdiff_t>(family.size),
                       [](const NameWord& word) { return word.kind == WordKind::stop; });
}

/// Or the name of their father: of a daughter's that is certain (Ивановна), of a son's it is not.
bool is_of_a_daughter(const NameWord& word) {
    return word.is_patronymic() && word.patronymic->gender == Gender::female;
}

}  // namespace

/// Packs words into a PersonName.
class NameReader {
  public:
    explicit NameReader(PersonName& name) : name_(name) {}
    NameReader(PersonName& name, NameWordMemo& memo) : name_(name), table_(memo.words_.get()) {}

    void read(const NameFields& fields) {
        if (!is_blank(fields.given_name) && !is_blank(fields.family_name)) {
            read_fields(fields);
        } else if (!is_blank(fields.full_name)) {
            read_full_with_hints(fields);
            if (!name_.is_usable_) read_single_field(fields);
        } else {
            read_single_field(fields);
        }
    }

  private:
    void read_full_with_hints(const NameFields& fields) {
        if (is_blank(fields.given_name) && is_blank(fields.family_name)) {
            read_full(fields, {});
            return;
        }
        NameWords hint;
        NameHints hints;
        if (!is_blank(fields.given_name)) {
            read_name_words(fields.given_name, hint, table_);
            hints.given = first_key(hint);
        } else {
            read_name_words(fields.family_name, hint, table_);
            hints.family = first_key(hint);
        }
        read_full(fields, hints);
    }

    void read_full(const NameFields& fields, const NameHints& hints) {
        NameWords words;
        read_name_words(fields.full_name, words, table_);
        NameReading reading = assign_roles(words, hints);
        if (!reading.is_usable || words.size == 1) {
            const std::string split = split_camel_case(fields.full_name);
            if (!split.empty()) {
                NameWords parts;
                read_name_words(split, parts, table_);
                const NameReading second = assign_roles(parts, hints);
                if (second.is_usable && has_both_words(parts)) {
                    reading = second;
                    words = std::move(parts);
                }
            }
        }
        add_patronymic(fields, words, reading);
        keep(words, reading);
    }

    void read_fields(const NameFields& fields) {
        NameReading reading;
        NameWords given;
        NameWords family;
        read_name_words(fields.given_name, given, table_, fields.family_name);
        read_name_words(fields.family_name, family, table_, fields.given_name);
        if (all_stop(given) && all_stop(family) && !is_blank(fields.full_name)) {
            read_full(fields, {});
            return;
        }
        if (are_interchanged(given, family)) std::swap(given, family);
        drop_repeats(given, family);
        if (given.size > 0 && given.words[0].is_given()) {
            if (tells_a_trade(family)) family.size = 0;
            if (is_blank(fields.patronymic) && family.size == 1 && is_of_a_daughter(family.words[0]))
                family.words[0].role = NameRole::patronymic;
        }
        give_field_roles(given, NameRole::given, reading);
        give_field_roles(family, NameRole::family, reading);
        NameWords words = std::move(given);
        for (NameWord& word : family.all()) {
            if (words.size < NameWords::kMaxWords) words.words[words.size++] = std::move(word);
        }
        add_patronymic(fields, words, reading);
        reading.order_is_sure = true;
        reading.is_usable = has_role(words, NameRole::given) || has_role(words, NameRole::family);
        if (all_stop(words)) reading.is_usable = false;
        keep(words, reading);
    }

    void read_single_field(const NameFields& fields) {
        const bool has_given = !is_blank(fields.given_name);
        const std::string_view raw = has_given ? fields.given_name : fields.family_name;
        if (is_blank(raw)) return;
        NameWords words;
        read_name_words(raw, words, table_);
        NameReading reading;
        if (words.size > 1) {
            NameWords whole = words;
            const NameReading found = assign_roles(whole, {});
            if (found.is_usable && has_role(whole, NameRole::given) && has_role(whole, NameRole::family)) {
                add_patronymic(fields, whole, reading = found);
                keep(whole, reading);
                return;
            }
        }
        give_field_roles(words, has_given ? NameRole::given : NameRole::family, reading);
        add_patronymic(fields, words, reading);
        reading.order_is_sure = true;
        reading.is_usable = words.size > 0 && !all_stop(words);
        keep(words, reading);
    }

    void add_patronymic(const NameFields& fields, NameWords& words, const NameReading& reading) const {
        if (is_blank(fields.patronymic) || has_role(words, NameRole::patronymic)) return;
        if (words.size == 0 && !reading.is_usable) return;
        NameWords own;
        read_name_words(fields.patronymic, own, table_,
                        is_blank(fields.family_name) ? fields.full_name : fields.family_name);
        NameReading ignored;
        take_out_marks(own, ignored, false);
        if (own.size == 0 || words.size == NameWords::kMaxWords) return;
        own.words[0].role = NameRole::patronymic;
        words.words[words.size++] = own.words[0];
    }

    /// "Иван Петров" in the given-name field and "Петров" in the other.
    static void drop_repeats(NameWords& given, const NameWords& family) {
        if (given.size < 2) return;
        for (std::size_t i = 0; i < family.size; ++i) {
            for (std::size_t k = 1; k < given.size; ++k) {
                if (given.words[k].key != family.words[i].key) continue;
                std::move(given.words.begin() + static_cast<std::ptrdiff_t>(k) + 1,
                          given.words.begin() + static_cast<std::ptrdiff_t>(given.size),
                          given.words.begin() + static_cast<std::ptrdiff_t>(k));
                --given.size;
                break;
            }
        }
    }

    void keep(NameWords& words, const NameReading& reading) {
        name_ = PersonName{};
        name_.suffix_ = reading.suffix;
        name_.order_is_sure_ = reading.order_is_sure;
        std::size_t bytes = 0;
        for (const NameWord& word : words.all()) bytes += word.text.size() + word.key.size();
        name_.bytes_.reserve(bytes);
        // What comparisons need most must not fall out behind a row of middle names.
        std::size_t room = PersonName::kMaxTokens;
        std::array<bool, NameWords::kMaxWords> kept{};
        for (const bool main : {true, false}) {
            for (std::size_t i = 0; i < words.size && room > 0; ++i) {
                if (kept[i] || is_main(words.words[i].role) != main) continue;
                kept[i] = true;
                --room;
            }
        }
        for (std::size_t i = 0; i < words.size; ++i) {
            if (!kept[i]) continue;
            append(words.words[i]);
            const NameWord& word = words.words[i];
            // Initials alone say nobody's name.
            const bool says_who = !word.initial && is_main(word.role) && word.role != NameRole::patronymic;
            name_.is_usable_ = name_.is_usable_ || (reading.is_usable && says_who);
        }
        name_.gender_ = gender(words, reading);
    }

    void append(const NameWord& word) {
        PersonName::Entry& entry = name_.tokens_[name_.size_++];
        entry.text_begin = static_cast<std::uint16_t>(name_.bytes_.size());
        entry.text_size = static_cast<std::uint8_t>(word.text.size());
        name_.bytes_ += word.text;
        entry.key_begin = static_cast<std::uint16_t>(name_.bytes_.size());
        entry.key_size = static_cast<std::uint8_t>(word.key.size());
        name_.bytes_ += word.key;
        entry.surname_size = static_cast<std::uint8_t>(surname_key(word.key).size());
        entry.readings = word.readings.data();
        entry.reading_count = static_cast<std::uint8_t>(std::min<std::size_t>(word.readings.size(), 255));
        entry.token = {word.role, word.initial};
    }

    static PersonName::KnownGender gender(NameWords& words, const NameReading& reading) {
        std::optional<Gender> found;
        std::optional<Gender> by_given;
        std::optional<Gender> by_surname;
        for (const NameWord& word : words.all()) {
            if (word.role == NameRole::patronymic && word.patronymic && !found)
                found = word.patronymic->gender;
            if (word.role == NameRole::given && !by_given) by_given = gender_of(word.readings);
            if (word.role == NameRole::family && !by_surname) by_surname = surname_gender(word.key);
        }
        if (!found) found = by_given;
        if (!found) found = reading.title_gender;
        if (!found) found = by_surname;
        if (!found) return PersonName::KnownGender::none;
        return *found == Gender::male ? PersonName::KnownGender::male : PersonName::KnownGender::female;
    }

    PersonName& name_;
    NameWordTable* table_ = nullptr;
};

std::optional<std::size_t> PersonName::find(NameRole role) const noexcept {
    for (std::size_t i = 0; i < size_; ++i) {
        if (tokens_[i].token.role == role) return i;
    }
    return std::nullopt;
}

std::string_view PersonName::key_of(NameRole role) const noexcept {
    const auto index = find(role);
    return index ? key(*index) : std::string_view{};
}

std::optional<Gender> PersonName::gender() const noexcept {
    switch (gender_) {
        case KnownGender::male:
            return Gender::male;
        case KnownGender::female:
            return Gender::female;
        case KnownGender::none:
            break;
    }
    return std::nullopt;
}

PersonName parse_name(const NameFields& fields) {
    PersonName name;
    NameReader{name}.read(fields);
    return name;
}

NameWordMemo::NameWordMemo() : words_(std::make_unique<NameWordTable>()) {}
NameWordMemo::~NameWordMemo() = default;
NameWordMemo::NameWordMemo(NameWordMemo&&) noexcept = default;
NameWordMemo& NameWordMemo::operator=(NameWordMemo&&) noexcept = default;

PersonName parse_name(const NameFields& fields, NameWordMemo& memo) {
    PersonName name;
    NameReader{name, memo}.read(fields);
    return name;
}

PersonName parse_name(std::string_view full_name) {
    return parse_name(NameFields{full_name, {}, {}, {}});
}

std::optional<PlainNameWord> plain_name_word(std::string_view field, NameWordMemo& memo) {
    // What letters are meant may hang on the other fields.
    if (is_blank(field) || may_mean_other_letters(field)) return std::nullopt;
    NameWords words;
    read_name_words(field, words, memo.words_.get());
    const NameWord& word = words.words[0];
    const bool is_plain = words.size == 1 && !words.is_odd && word.kind == WordKind::ordinary &&
                          !word.initial && !word.in_brackets &&
                          other_surname_key({word.text, word.key}).empty();
    if (!is_plain) return std::nullopt;
    return PlainNameWord{word.key, reads_as_given(word), reads_as_family(word), word.is_given(),
                         is_of_a_daughter(word)};
}

bool looks_like_person(std::string_view display_name) {
    return parse_name(display_name).is_usable();
}

std::optional<Gender> gender_of(const PersonName& name) {
    return name.gender();
}

}  // namespace scrm::person
