// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "person/contacts/profile_url_internal.hpp"
#include "person/contacts/url_parts_internal.hpp"
#include "scrm/person/profile_url.hpp"
#include "scrm/text/fold.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxMentions = 32;
constexpr std::size_t kMaxToken = 512;
constexpr std::size_t kMaxWord = 48;
constexpr std::size_t kMaxPending = 4;

struct NetworkWord {
    std::string_view word;  // folded
    std::string_view network;
    bool weak = false;  // a word of its own too: counts only before `@`
};

constexpr NetworkWord kWords[] = {
    {"tg", "telegram"},
    {"тг", "telegram"},
    {"тгк", "telegram"},
    {"телега", "telegram"},
    {"телеге", "telegram"},
    {"телегу", "telegram"},
    {"телеграм", "telegram"},
    {"телеграмм", "telegram"},
    {"телеграме", "telegram"},
    {"телеґрам", "telegram"},
    {"тэлеграм", "telegram"},
    {"telegram", "telegram"},
    {"telegramm", "telegram"},
    {"telega", "telegram"},
    {"tlg", "telegram"},
    {"tlgrm", "telegram"},
    {"тлг", "telegram"},
    {"телеграмі", "telegram"},
    {"vk", "vk"},
    {"вк", "vk"},
    {"вконтакте", "vk"},
    {"vkontakte", "vk"},
    {"вконтактi", "vk"},
    {"ok", "ok", true},
    {"ок", "ok", true},
    {"одноклассники", "ok"},
    {"однокласники", "ok"},
    {"odnoklassniki", "ok"},
    {"inst", "instagram"},
    {"insta", "instagram"},
    {"instagram", "instagram"},
    {"instagramm", "instagram"},
    {"ig", "instagram"},
    {"инст", "instagram"},
    {"инста", "instagram"},
    {"инсте", "instagram"},
    {"инсту", "instagram"},
    {"инстаграм", "instagram"},
    {"инстаграмм", "instagram"},
    {"інст", "instagram"},
    {"інста", "instagram"},
    {"інстаграм", "instagram"},
    {"iнста", "instagram"},
    {"fb", "facebook"},
    {"фб", "facebook"},
    {"facebook", "facebook"},
    {"фейсбук", "facebook"},
    {"фэйсбук", "facebook"},
    {"twitter", "x"},
    {"твиттер", "x"},
    {"твитер", "x"},
    {"твітер", "x"},
    {"твіттер", "x"},
    {"tw", "x"},
    {"x", "x", true},
    {"youtube", "youtube"},
    {"yt", "youtube"},
    {"ютуб", "youtube"},
    {"ютюб", "youtube"},
    {"ютьюб", "youtube"},
    {"tiktok", "tiktok"},
    {"тикток", "tiktok"},
    {"тікток", "tiktok"},
    {"tt", "tiktok"},
    {"тт", "tiktok"},
    {"whatsapp", "whatsapp"},
    {"whatsap", "whatsapp"},
    {"wa", "whatsapp"},
    {"ватсап", "whatsapp"},
    {"вотсап", "whatsapp"},
    {"вацап", "whatsapp"},
    {"ватцап", "whatsapp"},
    {"viber", "viber"},
    {"вайбер", "viber"},
    {"skype", "skype"},
    {"скайп", "skype"},
    {"snapchat", "snapchat"},
    {"snap", "snapchat"},
    {"снапчат", "snapchat"},
    {"max", "max", true},
    {"макс", "max", true},
    {"linkedin", "linkedin"},
    {"линкедин", "linkedin"},
    {"github", "github"},
    {"гитхаб", "github"},
    {"discord", "discord"},
    {"дискорд", "discord"},
    {"дс", "discord", true},
    {"livejournal", "livejournal"},
    {"жж", "livejournal"},
    {"lj", "livejournal"},
    {"twitch", "twitch"},
    {"твич", "twitch"},
    {"threads", "threads"},
    {"тредс", "threads"},
    {"pinterest", "pinterest"},
    {"пинтерест", "pinterest"},
    {"bluesky", "bluesky"},
    {"дзен", "dzen"},
    {"dzen", "dzen"},
};

// Words that may stand between a network's name and the handle.
constexpr std::string_view kBridges[] = {"канал",   "channel", "ник",     "nick",   "аккаунт",  "акаунт",
                                         "account", "профиль", "profile", "id",     "username", "ссылка",
                                         "мой",     "моя",     "my",      "личный", "логин",    "login",
                                         "is",      "тут",     "here",    "нік",    "группа",   "me"};
// Words that join two networks' names.
constexpr std::string_view kJoins[] = {"и", "й", "і", "та", "and", "&", "/", "+", "или", "або", "or", "|"};
constexpr std::string_view kArrows[] = {":", "-",      "—", "–", "=",  "→", "->", "=>", "👉",  "➡", "➡️",
                                        "⬇", "⬇️", "👇", ">", ">>", "•", "·",  "~",  "::", ":-"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

const NetworkWord* network_word(std::string_view word) {
    if (word.empty() || word.size() > kMaxWord) return nullptr;
    const std::string folded = text::fold(word);
    const auto* found = std::ranges::find(kWords, folded, &NetworkWord::word);
    return found == std::end(kWords) ? nullptr : found;
}

bool is_ascii(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool only_a_handle_looks_so(std::string_view word) noexcept {
    bool letter = false;
    bool sign = false;
    for (const char c : word) {
        letter |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        sign |= (c >= '0' && c <= '9') || c == '_';
    }
    return letter && sign;
}

// Taken off both ends of a token: punctuation that belongs to the sentence.
std::string_view trim_punctuation(std::string_view token) noexcept {
    constexpr std::string_view kEnds = ".,;!?)]}\"'*…";
    constexpr std::string_view kStarts = "([{\"'*";
    while (!token.empty() && kStarts.find(token.front()) != std::string_view::npos) token.remove_prefix(1);
    while (!token.empty() && kEnds.find(token.back()) != std::string_view::npos) token.remove_suffix(1);
    return token;
}

bool looks_like_domain(std::string_view text) noexcept {
    const std::size_t dot = text.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    static constexpr std::string_view kEndings[] = {"ru",   "com", "net", "org", "ua", "by", "kz",
                                                    "info", "biz", "me",  "io",  "su", "рф"};
    return is_one_of(text.substr(dot + 1), kEndings);
}

class MentionReader {
  public:
    std::vector<ProfileRef> read(std::string_view bio) {
        while (!bio.empty() && found_.size() < kMaxMentions) {
            const std::size_t end = next_gap(bio);
            const std::string_view token = bio.substr(0, end);
            if (!token.empty() && token.size() <= kMaxToken) read_token(token);
            if (end >= bio.size()) break;
            // A line's end closes what a network word opened, unless nothing but the word stood on the line.
            if (bio[end] == '\n' && !arrow_) clear();
            if (bio[end] == ';') clear();
            bio.remove_prefix(end + 1);
        }
        return std::move(found_);
    }

  private:
    static std::size_t next_gap(std::string_view text) noexcept {
        constexpr std::string_view kGaps = " \t\r\n\v\f,;<>";
        const std::size_t gap = text.find_first_of(kGaps);
        return gap == std::string_view::npos ? text.size() : gap;
    }

    void clear() {
        count_ = 0;
        arrow_ = false;
        cyrillic_word_ = false;
        used_ = false;
    }

    void add(std::optional<ProfileRef> ref) {
        if (ref && found_.size() < kMaxMentions && std::ranges::find(found_, *ref) == found_.end()) {
            found_.push_back(std::move(*ref));
        }
    }

    void open(const NetworkWord& word, bool arrow) {
        if (used_ || arrow_ || count_ == pending_.size()) clear();
        pending_[count_++] = &word;
        arrow_ = arrow;
        cyrillic_word_ = cyrillic_word_ || !is_ascii(word.word);
    }

    // The name behind one or several network words.
    bool add_named(std::string_view name, bool with_at) {
        bool any = false;
        for (std::size_t i = 0; i < count_; ++i) {
            if (pending_[i]->weak && !with_at) continue;
            std::optional<ProfileRef> ref = profile_ref(pending_[i]->network, name);
            any = any || ref.has_value();
            add(std::move(ref));
        }
        used_ = used_ || any;
        return any;
    }

    void read_at(std::string_view name) {
        if (const std::size_t second = name.find('@'); second != std::string_view::npos) {
            add(parse_profile_url(
                joined({"https://", name.substr(second + 1), "/@", name.substr(0, second)})));
            return;
        }
        if (count_ > 0 && !used_ && add_named(name, true)) return;
        add(profile_ref({}, name));
    }

    // "tg/inst:", "tg", "вк:" open networks; false when the token is something else.
    bool read_network_words(std::string_view token) {
        std::string_view words = token;
        bool arrow = false;
        while (!words.empty() && (words.back() == ':' || words.back() == '-' || words.back() == '=')) {
            words.remove_suffix(1);
            arrow = true;
        }
        if (words.ends_with("—") || words.ends_with("–")) {
            words.remove_suffix(3);
            arrow = true;
        }
        words = trim_punctuation(words);
        std::array<const NetworkWord*, kMaxPending> read{};
        std::size_t count = 0;
        while (true) {
            const std::size_t split = words.find_first_of("/|+&");
            const std::string_view part = words.substr(0, split);
            const NetworkWord* word = network_word(part);
            // "телеграм-канал" names the network as well.
            if (word == nullptr) {
                const std::size_t hyphen = part.find('-');
                if (hyphen != std::string_view::npos &&
                    is_one_of(text::fold(part.substr(hyphen + 1, kMaxWord)), kBridges)) {
                    word = network_word(part.substr(0, hyphen));
                }
            }
            if (word == nullptr && text::fold(part.substr(0, kMaxWord)) == "тик-ток")
                word = network_word("тикток");
            if (word == nullptr || count == read.size()) return false;
            read[count++] = word;
            if (split == std::string_view::npos) break;
            words.remove_prefix(split + 1);
        }
        for (std::size_t i = 0; i < count; ++i) open(*read[i], i + 1 == count && arrow);
        return true;
    }

    // "tg:ivan", "inst-ivan", "вк—ivan", "insta@ivan" in one token.
    bool read_joined(std::string_view token) {
        for (const std::string_view mark : {":", "@", "=", "—", "–", "-"}) {
            const std::size_t at = token.find(mark);
            if (at == std::string_view::npos || at == 0 || at + mark.size() >= token.size()) continue;
            const NetworkWord* word = network_word(trim_punctuation(token.substr(0, at)));
            if (word == nullptr) continue;
            std::string_view name = token.substr(at + mark.size());
            const bool with_at = name.starts_with('@') || mark == "@";
            if (name.starts_with('@')) name.remove_prefix(1);
            // tg@bank.ru is an e-mail address.
            if (mark == "@" && looks_like_domain(name)) return false;
            clear();
            open(*word, true);
            add_named(name, with_at);
            clear();
            return true;
        }
        return false;
    }

    bool read_url(std::string_view token) {
        const bool has_scheme = token.find("://") != std::string_view::npos || token.starts_with("skype:");
        const std::size_t slash = token.find('/');
        if (!has_scheme && slash == std::string_view::npos && token.find('.') == std::string_view::npos)
            return false;
        // "инста:instagram.com/x": what stands before the address is a label.
        if (!has_scheme) {
            const std::size_t colon = token.find(':');
            if (colon != std::string_view::npos && colon < token.find('.')) token.remove_prefix(colon + 1);
        } else if (const std::size_t scheme = token.find("http"); scheme != std::string_view::npos) {
            token.remove_prefix(scheme);
        }
        if (!has_scheme) {
            std::string host{token.substr(0, token.find_first_of("/?#"))};
            std::ranges::transform(host, host.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            });
            const bool known =
                is_network_host(host) || (slash != std::string_view::npos && looks_like_domain(host));
            if (!known) return false;
        }
        std::optional<ProfileRef> ref = parse_profile_url(token);
        if (!ref) return has_scheme;
        add(std::move(ref));
        clear();
        return true;
    }

    void read_token(std::string_view token) {
        const std::string_view bare = trim_punctuation(token);
        if (bare.empty()) return;
        if (is_one_of(bare, kArrows)) {
            arrow_ = arrow_ || count_ > 0;
            return;
        }
        if (is_one_of(bare, kJoins)) return;
        if (bare == "@") {
            arrow_ = arrow_ || count_ > 0;
            return;
        }
        if (read_url(bare)) return;
        if (bare.front() == '@') {
            read_at(bare.substr(1));
            return;
        }
        if (read_network_words(bare)) return;
        if (read_joined(bare)) return;
        if (bare.find('@') != std::string_view::npos) {
            clear();
            return;
        }
        if (count_ == 0 || used_) {
            clear();
            return;
        }
        read_plain_word(bare);
    }

    // A word behind network words: a handle, a bridge, or the end of the matter.
    void read_plain_word(std::string_view word) {
        std::string_view bridge = word;
        const bool arrow = bridge.ends_with(':');
        if (arrow) bridge.remove_suffix(1);
        if (is_one_of(text::fold(bridge.substr(0, kMaxWord)), kBridges)) {
            arrow_ = arrow_ || arrow;
            return;
        }
        const bool ascii = is_ascii(word);
        const bool counts = ascii && (arrow_ || only_a_handle_looks_so(word) || cyrillic_word_);
        if (counts) add_named(word, false);
        clear();
    }

    std::vector<ProfileRef> found_;
    std::array<const NetworkWord*, kMaxPending> pending_{};
    std::size_t count_ = 0;
    bool arrow_ = false;          // a separator stood behind the network words
    bool cyrillic_word_ = false;  // one of them is Cyrillic, so a Latin word behind it is no sentence
    bool used_ = false;           // a handle was read for them already
};

}  // namespace

std::vector<ProfileRef> find_profile_mentions(std::string_view bio) {
    return MentionReader{}.read(bio);
}

}  // namespace scrm::person
