# SPDX-License-Identifier: Apache-2.0
"""Word lists written for this benchmark: cities, short names, nicknames, employers, what people say of themselves."""

from __future__ import annotations

from typing import NamedTuple


class City(NamedTuple):
    russian: str
    ukrainian: str
    english: str
    thousands: int
    country: str
    # How its people also write it.
    colloquial: tuple[str, ...] = ()


def words(text: str) -> list[str]:
    return text.split()


RUSSIAN_CITIES = [
    City("Москва", "Москва", "Moscow", 10400, "RU", ("Мск", "МСК", "москва", "г. Москва", "Moscow", "Москва, Россия")),
    City(
        "Санкт-Петербург",
        "Санкт-Петербург",
        "Saint Petersburg",
        5350,
        "RU",
        ("Питер", "СПб", "СПБ", "Spb", "St. Petersburg", "Санкт-Петербург, Россия"),
    ),
    City("Новосибирск", "Новосибірськ", "Novosibirsk", 1610, "RU", ("Нск", "Новосиб")),
    City("Екатеринбург", "Єкатеринбург", "Yekaterinburg", 1495, "RU", ("Екб", "ЕКБ", "Ekaterinburg")),
    City("Нижний Новгород", "Нижній Новгород", "Nizhny Novgorod", 1260, "RU", ("НН", "Нижний", "Н.Новгород")),
    City("Казань", "Казань", "Kazan", 1243, "RU", ("Kazan",)),
    City("Челябинск", "Челябінськ", "Chelyabinsk", 1200, "RU", ("Челяба",)),
    City("Омск", "Омськ", "Omsk", 1170, "RU"),
    City("Самара", "Самара", "Samara", 1163, "RU"),
    City("Ростов-на-Дону", "Ростов-на-Дону", "Rostov-on-Don", 1130, "RU", ("Ростов", "РнД")),
    City("Уфа", "Уфа", "Ufa", 1120, "RU"),
    City("Красноярск", "Красноярськ", "Krasnoyarsk", 1090, "RU", ("Крск",)),
    City("Воронеж", "Воронеж", "Voronezh", 1047, "RU", ("Врн",)),
    City("Волгоград", "Волгоград", "Volgograd", 1013, "RU"),
    City("Пермь", "Перм", "Perm", 982, "RU"),
    City("Краснодар", "Краснодар", "Krasnodar", 900, "RU", ("Крд", "КРД")),
    City("Саратов", "Саратов", "Saratov", 845, "RU"),
    City("Тюмень", "Тюмень", "Tyumen", 768, "RU"),
    City("Тольятти", "Тольятті", "Tolyatti", 702, "RU", ("Тлт",)),
    City("Ижевск", "Іжевськ", "Izhevsk", 648, "RU"),
    City("Барнаул", "Барнаул", "Barnaul", 632, "RU"),
    City("Иркутск", "Іркутськ", "Irkutsk", 624, "RU"),
    City("Хабаровск", "Хабаровськ", "Khabarovsk", 618, "RU", ("Хабара",)),
    City("Ярославль", "Ярославль", "Yaroslavl", 608, "RU"),
    City("Владивосток", "Владивосток", "Vladivostok", 605, "RU", ("Влад",)),
    City("Томск", "Томськ", "Tomsk", 574, "RU"),
    City("Набережные Челны", "Набережні Челни", "Naberezhnye Chelny", 509, "RU", ("Челны",)),
    City("Тула", "Тула", "Tula", 473, "RU"),
    City("Калининград", "Калінінград", "Kaliningrad", 475, "RU", ("Кёниг",)),
    City("Подольск", "Подольськ", "Podolsk", 300, "RU"),
    City("Химки", "Хімки", "Khimki", 250, "RU"),
]
UKRAINIAN_CITIES = [
    City("Киев", "Київ", "Kyiv", 2797, "UA", ("Kiev", "Киев", "київ", "Kyiv, Ukraine")),
    City("Харьков", "Харків", "Kharkiv", 1433, "UA", ("Харьков", "Kharkov")),
    City("Одесса", "Одеса", "Odesa", 1015, "UA", ("Odessa", "Одесса")),
    City("Днепр", "Дніпро", "Dnipro", 968, "UA", ("Днепропетровск", "Dnepr")),
    City("Львов", "Львів", "Lviv", 717, "UA", ("Lvov",)),
    City("Запорожье", "Запоріжжя", "Zaporizhzhia", 710, "UA"),
    City("Кривой Рог", "Кривий Ріг", "Kryvyi Rih", 604, "UA"),
    City("Николаев", "Миколаїв", "Mykolaiv", 470, "UA"),
    City("Винница", "Вінниця", "Vinnytsia", 370, "UA"),
    City("Полтава", "Полтава", "Poltava", 290, "UA"),
    City("Чернигов", "Чернігів", "Chernihiv", 285, "UA"),
    City("Ивано-Франковск", "Івано-Франківськ", "Ivano-Frankivsk", 230, "UA", ("Франик",)),
]
REGIONS = {
    "Москва": "Москва",
    "Санкт-Петербург": "Санкт-Петербург",
    "Казань": "Республика Татарстан",
    "Краснодар": "Краснодарский край",
    "Екатеринбург": "Свердловская область",
    "Новосибирск": "Новосибирская область",
    "Самара": "Самарская область",
    "Тольятти": "Самарская область",
    "Набережные Челны": "Республика Татарстан",
    "Подольск": "Московская область",
    "Химки": "Московская область",
}
# Short names that the list of diminutives lacks, as friends use them.
SHORT_NAMES = {
    "Александр": words("Санчо Сашок"),
    "Дмитрий": words("Димон Димас Митя Дима"),
    "Екатерина": words("Катюха Катя Катюша Кэт"),
    "Ксения": words("Ксю Ксюша"),
    "Анастасия": words("Настюха Настя Ася"),
    "Владимир": words("Вован Вова Володя"),
    "Сергей": words("Серый Серёга Серёжа"),
    "Максим": words("Макс Максон"),
    "Ольга": words("Олька Оля Олечка"),
    "Юлия": words("Юлька Юля"),
    "Мария": words("Маша Маруся"),
    "Анна": words("Аня Нюта Анюта"),
    "Татьяна": words("Таня Танюшка"),
    "Ирина": words("Ира Иришка"),
    "Светлана": words("Света Светик"),
    "Наталья": words("Наташа Наташка Ната"),
    "Евгений": words("Женя Жека"),
    "Евгения": words("Женя"),
    "Кирилл": words("Кирюха"),
    "Павел": words("Паша Пашок"),
    "Андрей": words("Андрюшка Андрюха"),
    "Николай": words("Колян Коля"),
    "Михаил": words("Миша Мишаня"),
    "Виталий": words("Виталя"),
    "Виктор": words("Витя Витёк"),
    "Игорь": words("Игорёк Игореша"),
    "Роман": words("Рома Ромка"),
    "Владислав": words("Влад Славик"),
    "Никита": words("Никитос"),
    "Даниил": words("Даня Данила"),
    "Артём": words("Тёма Тёмыч"),
    "Елизавета": words("Лиза Лизок"),
    "Дарья": words("Даша Дашуля"),
    "София": words("Соня Сонечка"),
    "Полина": words("Поля"),
    "Виктория": words("Вика Викуся"),
    "Валерия": words("Лера Лерка"),
    "Елена": words("Лена Леночка Алёна"),
    "Алексей": words("Лёха Лёша"),
    "Константин": words("Костя Костян"),
    "Вячеслав": words("Слава"),
    "Станислав": words("Стас"),
    "Людмила": words("Люда Мила"),
    "Галина": words("Галя"),
    "Надежда": words("Надя Надюша"),
    "Любовь": words("Люба"),
    "Марина": words("Мариша"),
    "Иван": words("Ваня Ванёк"),
    "Антон": words("Тоха Антоха"),
    "Юрий": words("Юра Юрик"),
    "Олег": words("Олежка"),
    "Денис": words("Дэн Ден"),
    "Илья": words("Илюха"),
    "Александра": words("Саша Шура Алекс"),
    "Маргарита": words("Рита"),
}
# Names as people write them in Latin letters of their own choice.
LATIN_GIVEN_NAMES = {
    "Александр": words("Alexander Alex Aleksandr Alexandr"),
    "Михаил": words("Michael Mikhail"),
    "Екатерина": words("Kate Katerina Ekaterina"),
    "Елена": words("Helen Elena"),
    "Евгений": words("Eugene Evgeny Evgeniy"),
    "Юлия": words("Julia Yulia Juliya"),
    "Мария": words("Mary Maria Masha"),
    "Андрей": words("Andrew Andrey Andrei"),
    "Павел": words("Paul Pavel"),
    "Сергей": words("Serge Sergey Sergei"),
    "Николай": words("Nick Nikolay Nikolai"),
    "Дмитрий": words("Dmitry Dmitriy Dmitri Dima"),
    "Анастасия": words("Anastasia Nastya Anastasiya"),
    "Ксения": words("Xenia Ksenia Kseniya"),
    "Виктор": words("Victor Viktor"),
    "Наталья": words("Natalie Natalia Natalya"),
    "Алексей": words("Alex Alexey Aleksey Alexei"),
    "Пётр": words("Peter Petr"),
    "Анна": words("Ann Anna"),
    "Ирина": words("Irene Irina"),
    "Татьяна": words("Tanya Tatiana Tatyana"),
    "Максим": words("Max Maxim Maksim"),
    "Владимир": words("Vladimir Vlad"),
    "Даниил": words("Daniel Daniil"),
    "Дарья": words("Daria Darya Dasha"),
    "Ольга": words("Olga Olya"),
    "София": words("Sofia Sophie Sofya"),
}
NICKNAME_WORDS = words(
    "zayka kotik lisa volk shadow dark angel sunny lucky storm neo ghost crazy mr_x panda fox tiger wolf dragon "
    "ninja pirat batman koshka malina vishenka solnce zvezda luna komar bars sokol orel karas shmel pupsik kaktus "
    "limon persik sugar honey mamba cobra phoenix viking rider gamer sniper hunter alfa omega turbo rocket pilot "
    "captain doc prof chef boss king queen princess lady fairy witch murka barsik"
)
NICKNAME_ADJECTIVES = words(
    "super mega black white red real true just the little big old new happy sad wild mad sweet hot cool night day star"
)
EMPLOYERS = [
    "Газпром",
    "РЖД",
    "Ростелеком",
    "Магнит",
    "Пятёрочка",
    "Школа №15",
    "Городская больница №3",
    "МТС",
    "Яндекс",
    "ООО Вектор",
    "ООО Альфа-Строй",
    "АвтоВАЗ",
    "Лукойл",
    "Почта России",
    "ИП",
    "СберМаркет",
    "Новая Почта",
    "Приватбанк",
    "Епіцентр",
    "Сільпо",
]
OCCUPATIONS = [
    "бухгалтер",
    "юрист",
    "врач",
    "учитель",
    "фотограф",
    "дизайнер",
    "водитель",
    "маркетолог",
    "психолог",
    "программист",
    "мастер маникюра",
    "риелтор",
    "тренер",
    "студент",
    "инженер",
    "менеджер",
    "блогер",
    "мама",
]
STREETS = words(
    "Ленина Мира Гагарина Советская Садовая Пушкина Молодёжная Лесная Победы Центральная Кирова Шевченко Соборная "
    "Новая Школьная"
)
EMOJI = words("❤️ 🔥 ✨ 🌸 😎 🦊 ⚡ 🌙 🇷🇺 💫 🐱")
SERVICES = words("маникюр фотограф психолог юрист риелтор SMM ресницы")
PHRASES = [
    "живу один раз",
    "путешествия и кофе",
    "люблю жизнь ❤",
    "Мечтай. Действуй.",
    "just be yourself",
    "мама двоих",
    "не пишите",
    "сотрудничество в директ",
    "спорт, книги, кино",
]
COMMON_UKRAINIAN_FAMILIES = words(
    "Мельник Шевченко Бойко Коваленко Бондаренко Ткаченко Ковальчук Кравченко Олійник Шевчук Коваль Поліщук "
    "Бондар Ткачук Мороз Марченко Лисенко Руденко Савченко Петренко Кравчук Клименко Павленко Савчук Кузьменко "
    "Левченко Пономаренко Василенко Харченко Мельничук Карпенко Гаврилюк Ткач Сидоренко"
)
ENGLISH_MALE_NAMES = words("James John Robert Michael William David Richard Thomas Daniel Mark Steven Paul Kevin Brian")
ENGLISH_FEMALE_NAMES = words("Mary Jennifer Linda Elizabeth Susan Jessica Sarah Karen Emily Emma Laura Julia Kate")
RUSSIAN_MOBILE_CODES = words(
    "903 905 906 909 910 912 915 916 917 919 921 922 924 926 927 929 950 951 952 960 961 962 963 964 965 968 977 "
    "978 981 982 983 985 987 988 989 999 904 908 913 914 918 920 923 925 928 930 931 937 938"
)
UKRAINIAN_MOBILE_CODES = words("50 66 95 99 67 68 96 97 98 63 73 93")
