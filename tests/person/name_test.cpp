#include "scrm/person/name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scrm::person {
namespace {

constexpr const char* short_role(NameRole role) {
    switch (role) {
        case NameRole::given:
            return "g";
        case NameRole::other_given:
            return "og";
        case NameRole::middle:
            return "m";
        case NameRole::patronymic:
            return "p";
        case NameRole::family:
            return "f";
        case NameRole::other_family:
            return "of";
        case NameRole::unknown:
            return "?";
    }
    return "";
}

/// "g:ivan f:petrov", an initial with a dot, the folded words.
std::string shape(const PersonName& name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!out.empty()) out += ' ';
        out += short_role(name.token(i).role);
        out += ':';
        out += name.text(i);
        if (name.token(i).initial) out += '.';
    }
    return out;
}

struct Case {
    const char* raw;
    const char* expected;
    bool sure = true;
};

TEST(ParseName, GivesRoles) {
    constexpr Case kCases[] = {
        {"Иванов Иван Иванович", "f:иванов g:иван p:иванович"},
        {"Иван Иванович Иванов", "g:иван p:иванович f:иванов"},
        {"Ivan Ivanov", "g:ivan f:ivanov"},
        {"Ivanov Ivan", "f:ivanov g:ivan"},
        {"IVANOV IVAN", "f:ivanov g:ivan"},
        {"  Анна\tПетрова ", "g:анна f:петрова"},
        {"Шевченко Тарас Григорович", "f:шевченко g:тарас p:григорович"},
        {"Олександра Петрівна Ковальська", "g:олександра p:петрівна f:ковальська"},
        {"Алесь Бяляцкі", "g:алесь f:бяляцкі"},
        {"Anna I.", "g:anna f:i."},
        {"Аня П.", "g:аня f:п."},
        {"И. И. Иванов", "g:и. p:и. f:иванов"},
        {"И.И. Иванов", "g:и. p:и. f:иванов"},
        {"Иванов И. И.", "f:иванов g:и. p:и."},
        {"Петров И.", "f:петров g:и."},
        {"Yu. Petrova", "g:yu. f:petrova"},
        {"❤️ Аня Петрова ❤️", "g:аня f:петрова"},
        {"★彡 Вика 彡★", "g:вика"},
        {"𝓐𝓷𝓷𝓪 𝓟𝓮𝓽𝓻𝓸𝓿𝓪", "g:anna f:petrova"},
        {"Ａｎｎａ Ｓｍｉｔｈ", "g:anna f:smith"},
        {"Ⓐⓝⓝⓐ Petrova", "g:anna f:petrova"},
        {"Dr. John Smith Jr", "g:john f:smith"},
        {"Mr John Smith III", "g:john f:smith"},
        {"Smith, John", "f:smith g:john"},
        {"MARTIN, TAMI", "f:martin g:tami"},
        {"Ryan, Amy", "f:ryan g:amy"},
        {"James, Thomas", "f:james g:thomas"},
        {"Anna, London", "g:anna f:london"},
        {"Anna, Petrova", "g:anna f:petrova"},
        {"Kennedy, John F.", "f:kennedy g:john m:f."},
        {"John F. Kennedy", "g:john m:f. f:kennedy"},
        {"Маша (Иванова) Петрова", "g:маша of:иванова f:петрова"},
        {"Мария Иванова (Петрова)", "g:мария f:иванова of:петрова"},
        {"Мария Иванова урожд. Петрова", "g:мария f:иванова of:петрова"},
        {"Mary Smith née Jones", "g:mary f:smith of:jones"},
        {"Дмитрий \"Дима\" Козлов", "g:дмитрий og:дима f:козлов"},
        {"Аня (Annie) Петрова", "g:аня og:annie f:петрова"},
        {"(Анна Петрова)", "g:анна f:петрова"},
        {"Анна-Мария Петрова-Водкина", "g:анна og:мария f:петрова f:водкина"},
        {"Петрова-Водкина Анна", "f:петрова f:водкина g:анна"},
        {"Vincent van Gogh", "g:vincent f:gogh"},
        {"Ludwig van Beethoven", "g:ludwig f:beethoven"},
        {"Алиев Гейдар Алирза оглы", "f:алиев g:гейдар p:алирза"},
        {"Мамедова Лейла Ахмед кызы", "f:мамедова g:лейла p:ахмед"},
        {"Нұрсұлтан Әбішұлы Назарбаев", "g:нұрсұлтан p:әбішұлы f:назарбаев"},
        {"Айгерим Сапарқызы", "g:айгерим p:сапарқызы"},
        {"1van Petr0v", "g:ivan f:petrov"},
        {"Ivan1987 Petrov", "g:ivan f:petrov"},
        {"М@ша Сид0рова", "g:маша f:сидорова"},
        {"$asha Ivanova", "g:sasha f:ivanova"},
        {"Але4ка", "g:алечка"},
        {"IvanPetrov", "g:ivan f:petrov"},
        {"ИванПетров", "g:иван f:петров"},
        {"ivan_petrov", "g:ivan f:petrov"},
        {"ivan.petrov", "g:ivan f:petrov"},
        {"Ивaн Пeтpов", "g:иван f:петров"},
        {"Леонид Якубович", "g:леонид p:якубович"},
        {"Леонид Аркадьевич Якубович", "g:леонид p:аркадьевич f:якубович"},
        {"Мицкевич Адам", "f:мицкевич g:адам"},
        {"Станислав Шушкевич", "g:станислав f:шушкевич"},
        {"Ольга Сергеевна", "g:ольга p:сергеевна"},
        {"Саша", "g:саша"},
        {"Петров", "f:петров"},
        {"Stephen King", "g:stephen f:king"},
        {"Анна Волк", "g:анна f:волк"},
        {"ИП Иванов Иван Иванович", "f:иванов g:иван p:иванович"},
        {"Аня маникюр Москва", "g:аня"},
        {"Анна Иванова | Психолог", "g:анна f:иванова"},
        {"Анна и Пётр", "g:анна f:пётр", false},
        {"Tran Nguyen", "?:tran ?:nguyen", false},
        {"John Michael Smith", "g:john m:michael f:smith"},
        {"Gabriel Garcia Marquez", "g:gabriel of:garcia f:marquez"},
        {"Мухаммед Али", "g:мухаммед f:али", false},
        {"Роман Иван", "g:роман f:иван", false},
        {"Мария Владимировна", "g:мария p:владимировна"},
        {"Jane O'Brien", "g:jane f:o'brien"},
        {"Пан Ковальський Андрій", "f:ковальський g:андрій"},
        {"Проф. Иванов С.П.", "f:иванов g:с. p:п."},
    };
    NameWordMemo memo;
    for (const Case& c : kCases) {
        const PersonName name = parse_name(c.raw);
        EXPECT_EQ(shape(name), c.expected) << c.raw;
        EXPECT_EQ(name.order_is_sure(), c.sure) << c.raw;
        EXPECT_TRUE(name.is_usable()) << c.raw;
        // Words of the names before, and then this name's own, are remembered.
        for (int time = 0; time < 2; ++time) {
            const PersonName again = parse_name({c.raw, {}, {}, {}}, memo);
            EXPECT_EQ(shape(again), c.expected) << c.raw;
            EXPECT_EQ(again.order_is_sure(), c.sure) << c.raw;
            EXPECT_EQ(again.gender(), name.gender()) << c.raw;
        }
    }
}

TEST(ParseName, ReadsLettersAsTheyAreMeant) {
    constexpr Case kCases[] = {
        // Look-alike letters in a word of both scripts.
        {"Aннa Петрова", "g:анна f:петрова"},
        {"Hoннa Петрова", "g:нонна f:петрова"},
        {"Poмaн Пeтpoв", "g:роман f:петров"},
        {"Taмapa", "g:тамара"},
        {"Oкcaнa Maкapeнкo", "g:оксана f:макаренко"},
        {"МATBEЙ KPACKO", "g:матвей f:краско"},
        {"Kаtе Petrova", "g:kate f:petrova"},
        {"Ѕеrgеу Petrov", "g:sergey f:petrov"},
        // A whole word of them: a name that the lists know, or the script of the other words.
        {"Bepa Петрова", "g:вера f:петрова"},
        {"HOHHA KAPACEBA", "g:нонна f:карасева"},
        {"BEPA POMAHEHKO", "g:вера f:романенко"},
        {"CBETA AHTOHOBA", "g:света f:антонова"},
        {"Ольга COPOKA", "g:ольга f:сорока"},
        {"Bepa", "g:вера"},
        {"Мах Payne", "g:max f:payne"},
        // Honest Latin names.
        {"Anna Петрова", "g:anna f:петрова"},
        {"Vera Петрова", "g:vera f:петрова"},
        {"Kate Петрова", "g:kate f:петрова"},
        {"Tom Петров", "g:tom f:петров"},
        {"Катя Cox", "g:катя f:cox"},
        {"Bepa Smith", "?:bepa ?:smith"},
        {"Boba Петров", "g:boba f:петров"},
        {"Toma Hatova", "g:toma f:hatova"},
        // Letters of ornament.
        {"ᴀɴɴᴀ ᴘᴇᴛʀᴏᴠᴀ", "g:anna f:petrova"},
        {"ᴀннᴀ ᴨᴇᴛᴩᴏʙᴀ", "g:анна f:петрова"},
        {"🅰🅽🅽🅰 🅿🅴🆃🆁🅾🆅🅰", "g:anna f:petrova"},
        {"🅐🅝🅝🅐 Petrova", "g:anna f:petrova"},
        {"🄰🄽🄽🄰 🄿🄴🅃🅁🄾🅅🄰", "g:anna f:petrova"},
        {"🅰️🅽️🅽️🅰️ 🅿️🅴️🆃️🆁️🅾️🆅️🅰️",
         "g:anna f:petrova"},
        {"Ⓐⓝⓝⓐ Ⓟⓔⓣⓡⓞⓥⓐ", "g:anna f:petrova"},
        // Of Vietnamese and of sole traders.
        {"Nguyen Van Anh", "f:nguyen g:anh"},
        {"Индивидуальный предприниматель Козинаки П. И.", "f:козинаки g:п. p:и."},
        {"Фізична особа-підприємець Козинаки Петро", "f:козинаки g:петро", false},
    };
    for (const Case& c : kCases) {
        const PersonName name = parse_name(c.raw);
        EXPECT_EQ(shape(name), c.expected) << c.raw;
    }
    // The letters of one field say what those of another are.
    EXPECT_EQ(shape(parse_name(NameFields{{}, "Capa", "Иванова", {}})), "g:сара f:иванова");
    EXPECT_EQ(shape(parse_name(NameFields{{}, "Robert", "Capa", {}})), "g:robert f:capa");
}

TEST(ParseName, RefusesWhatNamesNobody) {
    for (const char* raw : {"",
                            "   ",
                            "killer777",
                            "Мой мир",
                            "Магазин цветов",
                            "777",
                            "❤️❤️❤️",
                            "ООО Ромашка",
                            "Shop Online",
                            "user",
                            "Доставка пиццы",
                            "Романтик",
                            "xXx",
                            "Бар у дома",
                            "И",
                            "А.",
                            "Петрович",
                            "happy cat",
                            "Best Shop Ever",
                            "---",
                            "Romashka LLC",
                            "Новости Москва",
                            "Deleted Account",
                            "Студия красоты",
                            "Ночной дозор",
                            "Огненный ветер",
                            "12 34",
                            "_",
                            "(())",
                            "\xFF\xFE"}) {
        EXPECT_FALSE(looks_like_person(raw)) << raw << " -> " << shape(parse_name(raw));
    }
}

TEST(ParseName, Suffixes) {
    EXPECT_EQ(parse_name("John Smith Jr.").suffix(), NameSuffix::junior);
    EXPECT_EQ(parse_name("John Smith, Sr").suffix(), NameSuffix::senior);
    EXPECT_EQ(parse_name("John Smith III").suffix(), NameSuffix::third);
    EXPECT_EQ(parse_name("Иван Петров мл.").suffix(), NameSuffix::junior);
    EXPECT_EQ(parse_name("Иван Петров").suffix(), NameSuffix::none);
}

TEST(ParseName, Fields) {
    struct FieldCase {
        NameFields fields;
        const char* expected;
    };
    const FieldCase cases[] = {
        {{"", "Иван", "Петров", ""}, "g:иван f:петров"},
        {{"", "Иван", "Петров", "Сергеевич"}, "g:иван f:петров p:сергеевич"},
        {{"что угодно", "Иван", "Петров", ""}, "g:иван f:петров"},
        {{"", "Петров", "Иван", ""}, "g:иван f:петров"},
        {{"", "Thomas", "James", ""}, "g:thomas f:james"},
        {{"", "Иван Сергеевич", "Петров", ""}, "g:иван p:сергеевич f:петров"},
        {{"", "Иван Петров", "Петров", ""}, "g:иван f:петров"},
        {{"", "Маша", "Петрова (Иванова)", ""}, "g:маша f:петрова of:иванова"},
        {{"", "Анна-Мария", "Петрова-Водкина", ""}, "g:анна og:мария f:петрова f:водкина"},
        {{"", "Иван", "", ""}, "g:иван"},
        {{"", "", "Rossi", ""}, "f:rossi"},
        {{"", "Zbigniew", "", ""}, "g:zbigniew"},
        {{"", "Иван Петров", "", ""}, "g:иван f:петров"},
        {{"", "", "Петров Иван", ""}, "f:петров g:иван"},
        {{"Tran Nguyen", "Nguyen", "", ""}, "f:tran g:nguyen"},
        {{"Tran Nguyen", "", "Nguyen", ""}, "g:tran f:nguyen"},
        {{"Иванов Иван", "", "", "Петрович"}, "f:иванов g:иван p:петрович"},
        {{"", "И.", "Петров", "С."}, "g:и. f:петров p:с."},
        {{"Анна Петрова", "магазин", "цветы", ""}, "g:анна f:петрова"},
        {{"", "Dr. John", "Smith Jr", ""}, "g:john f:smith"},
        {{"", "Анна", "Волк", ""}, "g:анна f:волк"},
        {{"", "Ludwig", "van Beethoven", ""}, "g:ludwig f:beethoven"},
        // Who hides his family name fills its field with something else.
        {{"", "Елена", "Ивановна", ""}, "g:елена p:ивановна"},
        {{"", "Елена", "Ивановна", "Петровна"}, "g:елена f:ивановна p:петровна"},
        {{"", "Николай", "Иванович", ""}, "g:николай f:иванович"},
        {{"", "Марина", "маникюр", ""}, "g:марина"},
        {{"", "Марина", "| маникюр Казань", ""}, "g:марина"},
    };
    for (const FieldCase& c : cases) {
        const PersonName name = parse_name(c.fields);
        EXPECT_EQ(shape(name), c.expected)
            << c.fields.full_name << '/' << c.fields.given_name << '/' << c.fields.family_name;
        EXPECT_TRUE(name.is_usable());
    }
    EXPECT_FALSE(parse_name(NameFields{}).is_usable());
    EXPECT_FALSE(parse_name(NameFields{"", "", "", "Иванович"}).is_usable());
}

TEST(PlainNameWord, OneOrdinaryWordAndNothingElse) {
    NameWordMemo memo;
    for (const char* plain : {"Иван", " Петров ", "Smith", "M@sha", "Волкова"})
        EXPECT_TRUE(plain_name_word(plain, memo)) << plain;
    for (const char* other : {"", "  ", "И.", "И", "Анна-Мария", "Иван Петров", "(Иванова)", "магазин", "Jr",
                              "Dr.", "van", "12345", "Волк"})
        EXPECT_FALSE(plain_name_word(other, memo)) << other;
    EXPECT_EQ(plain_name_word("Петров", memo)->key, "petrov");
}

TEST(PlainNameWord, SaysWhatTheWholeNameSays) {
    const char* words[] = {"Иван", "Петров", "Мария", "Сергеевич", "Сергеевна", "Smith", "James",  "Thomas",
                           "Волк", "И.",     "Анна",  "Xi",        "Шевченко",  "van",   "Jr",     "Ivanov",
                           "Оглы", "Dr.",    "Ванo",  "Petrova",   "Ким",       "Ли",    "Nguyen", "Маша"};
    NameWordMemo memo;
    std::size_t compared = 0;
    for (const char* given : words) {
        for (const char* family : words) {
            for (const char* patronymic : {"", "Иванович", "Сергеевна", "Петров"}) {
                const auto g = plain_name_word(given, memo);
                const auto f = plain_name_word(family, memo);
                const auto p = plain_name_word(patronymic, memo);
                if (!g || !f || (*patronymic != 0 && !p) || are_interchanged(*g, *f)) continue;
                if (!p && is_patronymic_for_family(*g, *f)) continue;
                const PersonName whole = parse_name(NameFields{"", given, family, patronymic});
                ++compared;
                EXPECT_TRUE(whole.is_usable()) << given << ' ' << family;
                EXPECT_TRUE(whole.order_is_sure());
                EXPECT_EQ(whole.suffix(), NameSuffix::none);
                EXPECT_EQ(whole.size(), p ? 3U : 2U) << given << ' ' << family << ' ' << patronymic;
                EXPECT_EQ(whole.key_of(NameRole::given), g->key) << given << ' ' << family;
                EXPECT_EQ(whole.key_of(NameRole::family), f->key) << given << ' ' << family;
                EXPECT_EQ(whole.key_of(NameRole::patronymic), p ? p->key : "") << given << ' ' << family;
            }
        }
    }
    EXPECT_GT(compared, 800U);
}

TEST(ParseName, Gender) {
    const auto gender = [](std::string_view raw) { return parse_name(raw).gender(); };
    EXPECT_EQ(gender("Иван Петров"), Gender::male);
    EXPECT_EQ(gender("Anna Petrov"), Gender::female);
    EXPECT_EQ(gender("Саша Петрова"), Gender::female);
    EXPECT_EQ(gender("Женя Сергеевич"), Gender::male);
    EXPECT_EQ(gender("Mrs Taylor Smith"), Gender::female);
    EXPECT_EQ(gender("Алирза Мамед кызы"), Gender::female);
    EXPECT_EQ(gender("Саша Шевченко"), std::nullopt);
    EXPECT_EQ(gender("Tran Nguyen"), std::nullopt);
    EXPECT_EQ(gender("Иванова"), Gender::female);
    EXPECT_EQ(gender("Микола"), Gender::male);
    EXPECT_EQ(gender_of(parse_name("Анна")), Gender::female);
}

TEST(ParseName, WordsCarryKeys) {
    const PersonName name = parse_name("Саша Ковальська");
    const auto given = name.find(NameRole::given);
    const auto family = name.find(NameRole::family);
    ASSERT_TRUE(given && family);
    EXPECT_EQ(name.readings(*given).size(), given_name_readings(name.key(*given)).size());
    EXPECT_EQ(name.key(*family), "kovalska");
    EXPECT_EQ(name.surname_key(*family), "kovalsk");
    EXPECT_EQ(name.key_of(NameRole::family), "kovalska");
    EXPECT_EQ(name.key_of(NameRole::patronymic), "");
    const PersonName copy = name;
    EXPECT_EQ(copy.key(*family), "kovalska");
}

TEST(ParseName, BoundsHostileInput) {
    std::string many;
    for (int i = 0; i < 20000; ++i) many += "Анна ";
    EXPECT_LE(parse_name(many).size(), PersonName::kMaxTokens);
    EXPECT_LE(parse_name(std::string(1 << 20, 'a')).size(), PersonName::kMaxTokens);
    EXPECT_LE(parse_name(std::string(1 << 20, '(')).size(), 0U);
    std::string marks = "Анна";
    for (int i = 0; i < 50000; ++i) marks += "\u0301";
    EXPECT_LE(parse_name(marks).size(), PersonName::kMaxTokens);
    const PersonName long_word = parse_name("Анна " + std::string(300, 'b') + "ov");
    EXPECT_TRUE(long_word.is_usable());
    EXPECT_LE(parse_name(std::string_view{"Анна\0Петрова", 22}).size(), 2U);
    const PersonName row = parse_name("Анна Мария Елена Ольга Ирина Светлана Татьяна Петровна Сидорова");
    EXPECT_EQ(row.key_of(NameRole::family), "sidorova");
    EXPECT_EQ(row.key_of(NameRole::patronymic), "petrovna");
}

}  // namespace
}  // namespace scrm::person
