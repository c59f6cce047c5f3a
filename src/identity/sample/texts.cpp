// SPDX-License-Identifier: Apache-2.0
#include "identity/sample/words_internal.hpp"

namespace scrm::identity::sample {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kAdjectives[] = {
    "sunny"sv, "dark",  "crazy", "lucky",  "wild",  "silent", "happy",  "mad",   "red",  "black", "white",
    "super",   "mega",  "real",  "old",    "young", "big",    "little", "sweet", "evil", "kind",  "smart",
    "lazy",    "fast",  "iron",  "golden", "cyber", "true",   "the",    "just",  "mr",   "mrs",   "miss",
    "not",     "hello", "hot",   "cold",   "royal", "magic",  "dirty",  "shy",   "epic",
};
constexpr std::string_view kNouns[] = {
    "fox"sv,   "cat",     "wolf",   "bear",     "tiger",   "kot",     "volk",   "lisa",  "zayka",  "star",
    "angel",   "demon",   "boss",   "king",     "queen",   "rider",   "hunter", "dream", "rain",   "storm",
    "moon",    "sun",     "sky",    "pilot",    "doctor",  "teacher", "fisher", "mama",  "papa",   "girl",
    "boy",     "man",     "lady",   "princess", "tankist", "sniper",  "gamer",  "coder", "driver", "biker",
    "begemot", "ptichka", "koshka", "pirat",    "samurai", "ninja",   "viking", "ghost", "shadow", "light",
    "flower",  "rose",    "lotos",  "mishka",   "panda",   "shark",   "eagle",  "sokol", "lev",    "barsik",
    "murka",   "pelmen",  "borsch", "kofe",     "vesna",
};
constexpr std::string_view kCyrillicNicks[] = {
    "Просто прохожий"sv,
    "Мимо шёл",
    "Солнышко",
    "Злой клиент",
    "Добрый волк",
    "Кот учёный",
    "Гость",
    "Без имени",
    "Ёжик",
    "Пользователь",
    "Тень",
    "Северянка",
    "Сибиряк",
    "Дачница",
    "Мама троих",
    "Рыбак",
    "Автолюбитель",
    "Ветер",
    "Лисичка",
    "Бабушка в тренде",
    "Счастливый человек",
    "Ленивец",
    "Правдоруб",
    "Вечный студент",
    "Ночной дозор",
    "Весна",
    "Очень недоволен",
    "Аноним",
    "Капитан",
    "Морячок",
    "Мышка",
    "Принцесса",
    "Клиент банка",
    "Снежинка",
};
constexpr std::string_view kDecorations[] = {"❤"sv, "🌸", "✨", "🔥",    "🇷🇺", "⚡", "🌹", "👑", "💎", "☀️",
                                             "🐱",   "🎧", "💪", "🦋", "🍀",  "꧁", "★", "♥", "🚗", "🎸"};
constexpr std::string_view kHobbiesRu[] = {
    "люблю путешествовать"sv,
    "мама двоих сыновей",
    "рыбалка и охота",
    "фотограф",
    "бег, лыжи, велосипед",
    "книги и кофе",
    "инженер",
    "врач",
    "преподаю английский",
    "машины и мотоциклы",
    "йога",
    "вяжу на заказ",
    "пишу код",
    "музыкант",
    "жизнь прекрасна",
    "пеку торты",
    "дача, сад, огород",
    "футбол",
    "гитара и горы",
    "маникюр, запись в личку",
    "продаю рассаду",
    "студент",
    "на пенсии",
    "юрист",
    "бухгалтер",
    "мастер по ремонту",
    "кошатница",
    "турист",
    "шахматы",
    "кино и сериалы",
};
constexpr std::string_view kHobbiesUk[] = {
    "люблю подорожувати"sv,
    "мама двох дітей",
    "риболовля",
    "фотограф",
    "книги та кава",
    "інженерка",
    "лікар",
    "вчителька",
    "автомобілі",
    "йога",
    "програміст",
    "музика",
    "печу торти",
    "сад і город",
    "футбол",
    "студентка",
};
constexpr std::string_view kHobbiesEn[] = {
    "coffee first"sv, "dad of two", "photographer",    "runner",  "dog person",
    "engineer",       "teacher",    "music and books", "gamer",   "travel addict",
    "cyclist",        "nurse",      "cooking is fun",  "student", "retired and happy",
};

constexpr std::string_view kPostsRu[] = {
    "Не проходит перевод уже второй день, деньги списаны, а получатель ничего не видит."sv,
    "Банкомат на {street} съел карту {card}, что делать?",
    "Спасибо сотруднице отделения, всё объяснила за пять минут!",
    "Почему комиссия за снятие стала больше, нигде об этом не написано?",
    "Приложение вылетает после обновления, войти не могу с утра.",
    "Оформил кредитную карту, жду уже неделю, курьер не приехал.",
    "Хочу открыть вклад, какая сейчас ставка на полгода?",
    "Звонили якобы из службы безопасности, назвали мои данные. Это утечка?",
    "Сколько можно висеть на линии, сорок минут слушаю музыку!",
    "Заблокировали карту без предупреждения, стою в магазине с полной тележкой.",
    "Ипотеку одобрили за день, я в приятном шоке.",
    "Кешбэк за прошлый месяц так и не начислили.",
    "Подскажите, как поменять номер телефона в личном кабинете?",
    "Вы списали деньги за страховку, которую я не подключал. Верните!",
    "Перевёл на {card} по ошибке, можно отменить?",
    "Очередь в отделении до дверей, работает одно окно из пяти.",
    "Смс с кодом не приходит, пробовал три раза.",
    "Ухожу в другой банк, десять лет был с вами, надоело.",
    "Удобное приложение, всё на своих местах, пять звёзд.",
    "Когда заработает оплата телефоном?",
    "Карта {card} не читается в терминале, а ей всего месяц.",
    "Закройте наконец мой счёт, я заявление писал ещё весной.",
    "Как получить справку для налоговой, не выходя из дома?",
    "Поддержка отвечает шаблонами, вопрос так и не решён.",
};
constexpr std::string_view kPostsUk[] = {
    "Гроші списали двічі, підтримка мовчить."sv,
    "Дякую за швидку допомогу у відділенні!",
    "Застосунок не відкривається після оновлення.",
    "Скільки триває виготовлення нової картки?",
    "Банкомат не видав готівку, а з картки {card} зняло.",
    "Чому знову підняли тарифи?",
    "Як змінити номер телефону в кабінеті?",
    "Чекаю на відповідь уже третій день, це жах.",
    "Хочу відкрити депозит, яка ставка?",
    "Картку заблоковано без пояснень.",
};
constexpr std::string_view kPostsEn[] = {
    "My transfer has been pending for two days, where is my money?"sv,
    "Great service at the branch today, thank you!",
    "The app keeps crashing since the last update.",
    "Why was I charged a fee for an account I closed?",
    "Card {card} was declined abroad, please help.",
    "How do I change my phone number online?",
    "Forty minutes on hold and nobody picked up.",
    "What is the current rate for a savings account?",
};
constexpr std::string_view kRepliesRu[] = {
    "Здравствуйте! Напишите нам, пожалуйста, в личные сообщения, проверим."sv,
    "Добрый день! Передали вопрос специалистам, ответим в течение дня.",
    "Нам жаль, что так вышло. Уточните, пожалуйста, время операции и город.",
    "Спасибо за тёплые слова, передадим коллегам!",
    "Пожалуйста, не публикуйте номер карты в открытом доступе.",
};
constexpr std::string_view kRepliesUk[] = {
    "Вітаємо! Напишіть нам, будь ласка, в особисті повідомлення."sv,
    "Дякуємо за звернення, передали фахівцям.",
    "Нам прикро. Уточніть, будь ласка, час операції.",
};
constexpr std::string_view kRepliesEn[] = {
    "Hello! Please send us a direct message and we will look into it."sv,
    "We are sorry to hear that. Could you tell us when it happened?",
    "Thank you for the kind words!",
};
constexpr std::string_view kThanksRu[] = {"Спасибо, написал."sv, "Жду.", "Вопрос решили, благодарю!",
                                          "Так и не ответили.", "Проверьте сообщения."};
constexpr std::string_view kThanksUk[] = {"Дякую, написав."sv, "Чекаю.", "Питання вирішили, дякую!"};
constexpr std::string_view kThanksEn[] = {"Thanks, sent."sv, "Still waiting.", "Sorted, thank you!"};

}  // namespace

std::span<const std::string_view> nick_adjectives() noexcept {
    return kAdjectives;
}
std::span<const std::string_view> nick_nouns() noexcept {
    return kNouns;
}
std::span<const std::string_view> cyrillic_nicks() noexcept {
    return kCyrillicNicks;
}
std::span<const std::string_view> decorations() noexcept {
    return kDecorations;
}

std::span<const std::string_view> hobbies(Nation nation) noexcept {
    if (nation == Nation::uk) return kHobbiesUk;
    if (nation == Nation::en) return kHobbiesEn;
    return kHobbiesRu;
}
std::span<const std::string_view> posts(Nation nation) noexcept {
    if (nation == Nation::uk) return kPostsUk;
    if (nation == Nation::en) return kPostsEn;
    return kPostsRu;
}
std::span<const std::string_view> replies(Nation nation) noexcept {
    if (nation == Nation::uk) return kRepliesUk;
    if (nation == Nation::en) return kRepliesEn;
    return kRepliesRu;
}
std::span<const std::string_view> thanks(Nation nation) noexcept {
    if (nation == Nation::uk) return kThanksUk;
    if (nation == Nation::en) return kThanksEn;
    return kThanksRu;
}

}  // namespace scrm::identity::sample
