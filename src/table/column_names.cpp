// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/column_names.hpp"

#include <algorithm>
#include <array>

#include "scrm/core/error.hpp"
#include "scrm/text/letter_case.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::table {
namespace {

constexpr std::array<std::string_view, 19> kAttributes{
    "full_name", "given_name", "family_name", "patronymic", "gender",     "birth_date", "phone",
    "email",     "handle",     "url",         "address",    "street",     "postcode",   "city",
    "region",    "country",    "employer",    "occupation", "national_id"};

struct Synonym {
    std::string_view header;  // folded
    std::string_view attribute;
    bool last_resort = false;  // counts where no other column has the attribute
};

// Header names met in exports of CRMs, banks, spreadsheets and public record-linkage data, folded: lower
// case, without spaces, `_`, `-`, `.`, apostrophes, and with ё as е.
constexpr Synonym kSynonyms[] = {
    {"fullname", "full_name"},
    {"name", "full_name"},
    {"full", "full_name"},
    {"officialfull", "full_name"},
    {"customername", "full_name"},
    {"clientname", "full_name"},
    {"personname", "full_name"},
    {"contactname", "full_name"},
    {"displayname", "full_name"},
    {"nameorg", "full_name"},
    {"namefull", "full_name"},
    {"primaryname", "full_name"},
    {"primarynamefull", "full_name"},
    {"фио", "full_name"},
    {"фамилияимяотчество", "full_name"},
    {"полноеимя", "full_name"},
    {"клиент", "full_name"},
    {"имяклиента", "full_name"},
    {"піб", "full_name"},
    {"прізвищеімяпобатькові", "full_name"},
    {"повнеімя", "full_name"},
    {"клієнт", "full_name"},

    {"givenname", "given_name"},
    {"firstname", "given_name"},
    {"fname", "given_name"},
    {"forename", "given_name"},
    {"first", "given_name"},
    {"namefirst", "given_name"},
    {"primarynamefirst", "given_name"},
    {"имя", "given_name"},
    {"імя", "given_name"},

    {"familyname", "family_name"},
    {"surname", "family_name"},
    {"lastname", "family_name"},
    {"lname", "family_name"},
    {"sname", "family_name"},
    {"last", "family_name"},
    {"namelast", "family_name"},
    {"primarynamelast", "family_name"},
    {"фамилия", "family_name"},
    {"прізвище", "family_name"},

    {"patronymic", "patronymic"},
    {"secondname", "patronymic"},  // so in Bitrix24 and amoCRM
    {"middlename", "patronymic"},
    {"mname", "patronymic"},
    {"middle", "patronymic"},
    {"namemiddle", "patronymic"},
    {"primarynamemiddle", "patronymic"},
    {"fathersname", "patronymic"},
    {"отчество", "patronymic"},
    {"побатькові", "patronymic"},

    {"gender", "gender"},
    {"sex", "gender"},
    {"пол", "gender"},
    {"стать", "gender"},

    {"birthdate", "birth_date"},
    {"dateofbirth", "birth_date"},
    {"dob", "birth_date"},
    {"birthday", "birth_date"},
    {"bdate", "birth_date"},
    {"birth", "birth_date"},
    {"born", "birth_date"},
    {"датарождения", "birth_date"},
    {"деньрождения", "birth_date"},
    {"др", "birth_date"},
    {"датанародження", "birth_date"},
    {"деньнародження", "birth_date"},
    {"днар", "birth_date"},

    {"birthyear", "birth_date", true},
    {"yearofbirth", "birth_date", true},
    {"yob", "birth_date", true},
    {"byear", "birth_date", true},
    {"годрождения", "birth_date", true},
    {"рікнародження", "birth_date", true},

    {"phone", "phone"},
    {"phones", "phone"},
    {"phonenumber", "phone"},
    {"phonenum", "phone"},
    {"telephone", "phone"},
    {"tel", "phone"},
    {"mobile", "phone"},
    {"mobilephone", "phone"},
    {"mobilenumber", "phone"},
    {"cell", "phone"},
    {"cellphone", "phone"},
    {"homephone", "phone"},
    {"workphone", "phone"},
    {"phone1", "phone"},
    {"phone2", "phone"},
    {"phone3", "phone"},
    {"msisdn", "phone"},
    {"телефон", "phone"},
    {"телефоны", "phone"},
    {"номертелефона", "phone"},
    {"мобильныйтелефон", "phone"},
    {"мобильный", "phone"},
    {"телефони", "phone"},
    {"номертелефону", "phone"},
    {"мобільнийтелефон", "phone"},
    {"мобільний", "phone"},

    {"email", "email"},
    {"emails", "email"},
    {"emailaddress", "email"},
    {"mail", "email"},
    {"email1", "email"},
    {"email2", "email"},
    {"почта", "email"},
    {"эпочта", "email"},
    {"электроннаяпочта", "email"},
    {"адресэлектроннойпочты", "email"},
    {"имейл", "email"},
    {"пошта", "email"},
    {"епошта", "email"},
    {"електроннапошта", "email"},

    {"handle", "handle"},
    {"username", "handle"},
    {"login", "handle"},
    {"twitter", "handle"},
    {"twitterusername", "handle"},
    {"facebookusername", "handle"},
    {"instagram", "handle"},
    {"instagramusername", "handle"},
    {"youtubeusername", "handle"},
    {"telegram", "handle"},
    {"telegramusername", "handle"},
    {"nick", "handle"},
    {"nickname", "handle"},
    {"screenname", "handle"},
    {"логин", "handle"},
    {"ник", "handle"},
    {"никнейм", "handle"},
    {"логін", "handle"},
    {"нік", "handle"},

    {"url", "url"},
    {"urls", "url"},
    {"profileurl", "url"},
    {"profile", "url"},
    {"website", "url"},
    {"webpage", "url"},
    {"homepage", "url"},
    {"link", "url"},
    {"ссылка", "url"},
    {"сайт", "url"},
    {"посилання", "url"},

    {"address", "address"},
    {"addressfull", "address"},
    {"fulladdress", "address"},
    {"addrfull", "address"},
    {"address1", "address"},
    {"addressline1", "address"},
    {"addr", "address"},
    {"адрес", "address"},
    {"адреса", "address"},

    {"street", "street"},
    {"streetaddress", "street"},
    {"streetname", "street"},
    {"addrline1", "street"},
    {"улица", "street"},
    {"вулиця", "street"},

    {"postcode", "postcode"},
    {"postalcode", "postcode"},
    {"addrpostalcode", "postcode"},
    {"addresspostalcode", "postcode"},
    {"zip", "postcode"},
    {"zipcode", "postcode"},
    {"индекс", "postcode"},
    {"почтовыйиндекс", "postcode"},
    {"індекс", "postcode"},
    {"поштовийіндекс", "postcode"},

    {"city", "city"},
    {"town", "city"},
    {"suburb", "city"},
    {"locality", "city"},
    {"addrcity", "city"},
    {"addresscity", "city"},
    {"город", "city"},
    {"населенныйпункт", "city"},
    {"місто", "city"},
    {"населенийпункт", "city"},

    {"birthplace", "city", true},
    {"placeofbirth", "city", true},
    {"birthcity", "city", true},
    {"месторождения", "city", true},
    {"місценародження", "city", true},

    {"region", "region"},
    {"state", "region"},
    {"province", "region"},
    {"county", "region"},
    {"addrstate", "region"},
    {"addressstate", "region"},
    {"регион", "region"},
    {"область", "region"},
    {"край", "region"},
    {"регіон", "region"},

    {"country", "country"},
    {"countrycode", "country"},
    {"addrcountry", "country"},
    {"addresscountry", "country"},
    {"страна", "country"},
    {"країна", "country"},

    {"employer", "employer"},
    {"employername", "employer"},
    {"company", "employer"},
    {"companyname", "employer"},
    {"organization", "employer"},
    {"organisation", "employer"},
    {"workplace", "employer"},
    {"работодатель", "employer"},
    {"компания", "employer"},
    {"организация", "employer"},
    {"местоработы", "employer"},
    {"роботодавець", "employer"},
    {"компанія", "employer"},
    {"організація", "employer"},
    {"місцероботи", "employer"},

    {"occupation", "occupation"},
    {"job", "occupation"},
    {"jobtitle", "occupation"},
    {"position", "occupation"},
    {"profession", "occupation"},
    {"должность", "occupation"},
    {"профессия", "occupation"},
    {"посада", "occupation"},
    {"професія", "occupation"},

    {"nationalid", "national_id"},
    {"nationalidnumber", "national_id"},
    {"socsecid", "national_id"},
    {"ssn", "national_id"},
    {"ssnnumber", "national_id"},
    {"socialsecuritynumber", "national_id"},
    {"socialsecurityid", "national_id"},
    {"inn", "national_id"},
    {"iin", "national_id"},
    {"personalid", "national_id"},
    {"инн", "national_id"},
    {"иин", "national_id"},
    {"рнокпп", "national_id"},
    {"іпн", "national_id"},

    {"passport", "other:passport"},
    {"passportnumber", "other:passport"},
    {"паспорт", "other:passport"},
    {"номерпаспорта", "other:passport"},
    {"номерпаспорту", "other:passport"},
    {"driverslicense", "other:drivers_license"},
    {"driverslicensenumber", "other:drivers_license"},
    {"driverlicense", "other:drivers_license"},
    {"taxid", "other:tax_id"},
    {"taxidnumber", "other:tax_id"},
    {"snils", "other:snils"},
    {"снилс", "other:snils"},
};

/// Lower case for ASCII and the Cyrillic of Russian and Ukrainian; separators are dropped.
std::string folded(std::string_view header) {
    std::string text;
    text.reserve(header.size());
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto byte = static_cast<unsigned char>(header[i]);
        if (byte < 0x80) {
            if (byte >= 'A' && byte <= 'Z') {
                text.push_back(static_cast<char>(byte + 0x20));
            } else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
                text.push_back(header[i]);
            } else if (byte > ' ' && byte != '_' && byte != '-' && byte != '.' && byte != '\'' &&
                       byte != '`') {
                text.push_back(header[i]);
            }
            continue;
        }
        const std::string_view rest = header.substr(i);
        if (rest.starts_with("\xC2\xA0")) {  // no-break space
            ++i;
            continue;
        }
        if (rest.starts_with("\xE2\x80\x99") ||
            rest.starts_with("\xCA\xBC")) {  // U+2019, U+02BC: apostrophes
            i += byte == 0xE2 ? 2 : 1;
            continue;
        }
        if ((byte == 0xD0 || byte == 0xD1) && i + 1 < header.size()) {
            unsigned point = (byte & 0x1FU) << 6U | (static_cast<unsigned char>(header[++i]) & 0x3FU);
            if (point >= 0x410 && point <= 0x42F) point += 0x20;  // А–Я
            if (point >= 0x400 && point <= 0x40F) point += 0x50;  // Ѐ–Џ
            if (point == 0x451) point = 0x435;                    // ё
            text.push_back(static_cast<char>(0xC0U | point >> 6U));
            text.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
            continue;
        }
        text.push_back(header[i]);
    }
    return text;
}

const Synonym* synonym_of(std::string_view header) {
    const std::string name = folded(header);
    const auto* at = std::find_if(std::begin(kSynonyms), std::end(kSynonyms),
                                  [&name](const Synonym& known) { return known.header == name; });
    return at == std::end(kSynonyms) ? nullptr : at;
}

bool is_attribute(std::string_view name) {
    return std::find(kAttributes.begin(), kAttributes.end(), name) != kAttributes.end() ||
           (name.starts_with("other:") && name.size() > 6);
}

[[noreturn]] void refuse(const std::string& why) {
    throw Error{ErrorCode::invalid_argument, why};
}

std::string attribute_list() {
    std::string out;
    for (const std::string_view name : kAttributes) out.append(name).append(", ");
    return out + "other:<anything>";
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string no_such_column(std::string_view name, std::span<const std::string> header) {
    constexpr std::size_t kSlips = 2;
    constexpr std::size_t kBytesOfASlip = 3;
    constexpr std::size_t kLongest = 64;
    const std::string wanted = text::to_lower(name);
    const std::string* nearest = nullptr;
    int least = static_cast<int>(std::min(kSlips, wanted.size() / kBytesOfASlip)) + 1;
    for (const std::string& column : header) {
        if (std::max(wanted.size(), column.size()) > kLongest) continue;
        const int slips = text::damerau_levenshtein(wanted, text::to_lower(column), least - 1);
        if (slips >= least) continue;
        least = slips;
        nearest = &column;
    }
    std::string message = "no column '" + std::string{name} + "'";
    if (nearest != nullptr) message += "; there is '" + *nearest + "'";
    return message;
}

std::span<const std::string_view> attribute_names() noexcept {
    return kAttributes;
}

bool is_repeatable(std::string_view attribute) noexcept {
    return attribute == "phone" || attribute == "email" || attribute == "handle" || attribute == "url";
}

std::optional<std::string_view> recognise_column(std::string_view header) {
    const Synonym* known = synonym_of(header);
    return known == nullptr ? std::nullopt : std::optional{known->attribute};
}

std::vector<MappedColumn> recognise_columns(std::span<const std::string> header, std::string_view id_column) {
    std::vector<MappedColumn> found;
    const auto find = [&](std::size_t i, bool last_resort) {
        if (!id_column.empty() && header[i] == id_column) return;
        const Synonym* known = synonym_of(header[i]);
        if (known == nullptr || known->last_resort != last_resort) return;
        if (std::count(header.begin(), header.end(), header[i]) > 1) {
            refuse("column '" + header[i] + "' occurs twice in the header");
        }
        const bool taken = std::any_of(found.begin(), found.end(), [&](const MappedColumn& other) {
            return other.attribute == known->attribute;
        });
        if (taken && !is_repeatable(known->attribute)) return;
        found.push_back({std::string{known->attribute}, header[i], i});
    };
    for (const bool last_resort : {false, true}) {
        for (std::size_t i = 0; i < header.size(); ++i) find(i, last_resort);
    }
    std::sort(found.begin(), found.end(),
              [](const MappedColumn& a, const MappedColumn& b) { return a.index < b.index; });
    if (found.empty())
        refuse("no column has a name that is known; name the columns as attribute=column, attributes are " +
               attribute_list());
    return found;
}

std::vector<std::pair<std::string, std::string>> parse_column_spec(std::string_view spec) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (;;) {
        const std::size_t comma = spec.find(',');
        const std::string_view part = trimmed(spec.substr(0, comma));
        const std::size_t equals = part.find('=');
        const std::string_view attribute = trimmed(part.substr(0, equals));
        const std::string_view column =
            equals == std::string_view::npos ? "" : trimmed(part.substr(equals + 1));
        if (attribute.empty() || column.empty()) {
            refuse("part " + std::to_string(pairs.size() + 1) + " of the columns is not attribute=column");
        }
        pairs.emplace_back(attribute, column);
        if (comma == std::string_view::npos) return pairs;
        spec.remove_prefix(comma + 1);
    }
}

std::vector<MappedColumn> map_columns(std::span<const std::pair<std::string, std::string>> pairs,
                                      std::span<const std::string> header, bool allow_missing) {
    std::vector<MappedColumn> mapped;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& [attribute, column] = pairs[i];
        if (!is_attribute(attribute))
            refuse("unknown attribute '" + attribute + "'; attributes are " + attribute_list());
        for (std::size_t j = 0; j < i; ++j) {
            if (pairs[j].second == column) refuse("column '" + column + "' is named twice");
        }
        const auto count = std::count(header.begin(), header.end(), column);
        if (count > 1) refuse("column '" + column + "' occurs twice in the header");
        if (count == 0) {
            if (!allow_missing) refuse(no_such_column(column, header));
            continue;
        }
        // Of two columns for one attribute each is there for the files that lack the other.
        const bool is_filled =
            std::any_of(mapped.begin(), mapped.end(),
                        [&name = attribute](const MappedColumn& one) { return one.attribute == name; });
        if (is_filled && !is_repeatable(attribute)) refuse("attribute '" + attribute + "' is named twice");
        const auto index = std::find(header.begin(), header.end(), column) - header.begin();
        mapped.push_back({attribute, column, static_cast<std::size_t>(index)});
    }
    if (mapped.empty() && !pairs.empty()) refuse(no_such_column(pairs.front().second, header));
    return mapped;
}

}  // namespace scrm::table
