// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "person/names/name_words_internal.hpp"

namespace scrm::person {
namespace {

struct Words {
    WordKind kind;
    std::string_view list;  ///< folded, split at spaces
};

constexpr Words kWords[] = {
    {WordKind::title_male, "mr mister sir herr monsieur гн господин пан мистер товарищ спадар"},
    {WordKind::title_female,
     "mrs ms miss madam madame mme mlle frau пані пани госпожа гжа мисс миссис леди панна"},
    {WordKind::title,
     "dr doctor prof professor phd md mba esq eng ing rev fr capt captain lt sgt hon д-р др доктор проф "
     "профессор "
     "професор доц академик ип фоп фізособа предприниматель підприємець прадпрымальнік entrepreneur "
     "индивидуальный індивідуальний індывідуальны фізична особа ктн кандидат отец иерей протоиерей dipl cpa "
     "cfa dds dvm rn "
     "тренер психолог адвокат юрист юрисконсульт репетитор фотограф photographer coach lawyer realtor "
     "стилист визажист "
     "косметолог массажист мастер майстер врач лікар дизайнер блогер blogger artist художник писатель автор"},
    {WordKind::particle,
     "van von der den de da dos das del della di du la le af av zu zum ter ten bin ibn bint binti abu фон "
     "ван дер де ди дель "
     "бин ибн tot y e"},
    {WordKind::maiden_mark,
     "née nee born урожд урождённая урожденная ур девичья девичьей дев дівоче дівоча уроджена ранее бывшая "
     "formerly экс "
     "geb geborene"},
    {WordKind::father_mark_male,
     "оглы оглу огли оглу oglu ogly oglou улы ұлы uly uulu уулу ogli угли o'g'li oğlu"},
    {WordKind::father_mark_female, "кызы қызы гызы kyzy qizi gyzy kizi kızı qızı кизи"},
    {WordKind::junior, "jr junior мл младший молодший jnr"},
    {WordKind::senior, "sr senior старший snr"},
    {WordKind::second, "ii"},
    {WordKind::third, "iii"},
    {WordKind::fourth, "iv"},
    {WordKind::stop_or_surname,
     "король царь волк тигр медведь кот весна лето зима воин дракон рыцарь бог king queen prince love wolf "
     "bear lion moon "
     "star day best sky rain lord lady page night young true sun cool angel sea club"},
    {WordKind::stop,
     "мой моя моё мое мои наш наша твой мир світ жизнь життя люблю всё все всем это этот был буду просто "
     "магазин магазины маркет шоп бутик салон студия студія клуб школа группа група команда центр агентство "
     "доставка "
     "аренда продажа продажи купить квартиры квартира недвижимость нерухомість ремонт строительство такси "
     "кафе ресторан "
     "бар отель пицца суши цветы квіти одежда одяг обувь взуття подарки товары сумки косметика красота "
     "красоты маникюр "
     "манікюр ногти брови ресницы наращивание массаж макияж свадьба свадебный фото видео музыка фитнес спорт "
     "йога "
     "новости новини газета журнал канал официальный официальная офіційний официально сайт бизнес бізнес "
     "инвестиции "
     "работа робота вакансии заработок деньги банк кредит страхование поддержка оператор администратор админ "
     "менеджер "
     "бот аккаунт акаунт страница профиль удалён удален deleted account user пользователь користувач аноним "
     "anonymous "
     "гость никто ничто некто привет котик кошка котёнок кошечка зайка зая солнышко солнце ангелочек "
     "принцесса "
     "королева демон дьявол самурай ниндзя чемпион босс хозяин мама "
     "мамочка папа бабушка дедушка тётя дядя сестра брат жена муж девочка мальчик девушка парень пацан "
     "счастье мечта "
     "ночь день утро осень дождь снег огонь вода небо море звезда город улица москва "
     "киев київ россия украина україна беларусь казахстан "
     "shop store official studio team group school center centre agency delivery rent sale sales buy market "
     "beauty "
     "nails lashes makeup photo video music fitness sport news channel site business invest work jobs money "
     "bank credit "
     "support admin manager bot profile online top new my your the and of for with lover life world "
     " princess devil demon god killer gamer player pro master ninja boss baby girl boy man "
     "woman mom dad cat dog tiger dragon fire happy crazy sweet "
     "lucky super mega ultra real fake null undefined test тест user123 www http https com ru ua net org "
     "info "
     "лучший лучшая самый самая добрый злой весёлый счастливый счастливая вечный одинокий настоящий красивый "
     "красивая "
     "не нет да и в на с по за от для или как что кто где я ты он она мы вы они"},
};

constexpr std::string_view kLegalForms[] = {
    // One form a line, synonyms behind its first spelling.
    "ооо ooo таа",
    "ао ao aо",
    "оао oao",
    "зао zao",
    "пао pao",
    "нао",
    "тов tov",
    "пат",
    "прат",
    "ат",
    "пп",
    "тоо too жшс",
    "чуп",
    "одо",
    "уп руп",
    "фгуп гуп муп",
    "нко ано нп",
    "llc",
    "ltd limited лтд",
    "inc incorporated",
    "corp corporation корпорация корпорація",
    "plc",
    "gmbh",
    "llp",
    "lp",
    "ag",
    "kg ohg",
    "bv",
    "nv",
    "sa sarl sas",
    "spa srl",
    "oy oyj",
    "ab aktiebolag",
    "sro",
    "spzoo",
    "pty",
    "pte",
    "jsc ojsc cjsc pjsc",
    "company co компания компанія",
};

template <class Visit>
void for_each_word(std::string_view list, Visit visit) {
    while (!list.empty()) {
        const std::size_t space = std::min(list.find(' '), list.size());
        if (space > 0) visit(list.substr(0, space));
        list.remove_prefix(std::min(space + 1, list.size()));
    }
}

/// Every known word once.
class Lexicon {
  public:
    struct Entry {
        WordKind kind = WordKind::ordinary;
        std::string_view legal_form;
    };

    Lexicon() {
        for (const Words& words : kWords) {
            for_each_word(words.list, [&](std::string_view word) {
                entries_.try_emplace(word, Entry{words.kind, {}});
            });
        }
        for (const std::string_view line : kLegalForms) {
            const std::string_view first = line.substr(0, line.find(' '));
            for_each_word(line, [&](std::string_view word) {
                entries_.try_emplace(word, Entry{WordKind::legal_form, first});
            });
        }
    }

    Entry find(std::string_view word) const {
        const auto found = entries_.find(word);
        return found == entries_.end() ? Entry{} : found->second;
    }

  private:
    std::unordered_map<std::string_view, Entry> entries_;
};

const Lexicon& lexicon() {
    static const Lexicon instance;
    return instance;
}

}  // namespace

WordKind kind_of_word(std::string_view folded) {
    return lexicon().find(folded).kind;
}

std::string_view legal_form_of(std::string_view folded) {
    return lexicon().find(folded).legal_form;
}

}  // namespace scrm::person
