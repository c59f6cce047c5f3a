// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <string_view>

#include "scrm/text/language.hpp"
#include "scrm/text/mask.hpp"
#include "scrm/text/mask_policy.hpp"

namespace {

using namespace scrm;

/// Posts of usual length, 19 to 175 characters.
constexpr std::string_view kPosts[] = {
    "Третий день висит перевод на 12 500 рублей, в чате отвечает бот, по телефону музыка. Когда вернёте "
    "деньги?",
    "спасибо, вопрос решили",
    "Здравствуйте! Подскажите, можно ли оформить рефинансирование, если прошлый кредит открыт в вашем же "
    "банке?",
    "@bank_support приложение опять не открывается, белый экран после обновления, телефон Samsung, Android "
    "14",
    "Заблокували картку посеред супермаркету, стою з повним візком, підтримка мовчить уже двадцять хвилин",
    "Дякую дівчині з відділення на Соборній, усе пояснила і допомогла за п'ять хвилин, давно такого не бачив",
    "My card was declined twice at the petrol station although there is plenty of money in the account, any "
    "ideas?",
    "love the new budgeting screen, makes it so much easier to see where it all goes "
    "https://example.com/a1b2c3",
    "перезвоните мне на +7 (916) 123-45-67 или напишите на ivan.petrov@example.com, договор 4567891",
    "карта 4111 1111 1111 1111 не проходит с пятницы, номер обращения 7712345, жду ответа до вечера",
};

void identify(benchmark::State& state) {
    for (auto _ : state) {
        for (const std::string_view post : kPosts) benchmark::DoNotOptimize(text::identify_language(post));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(std::size(kPosts)));
}
BENCHMARK(identify);

void mask_everything(benchmark::State& state) {
    for (auto _ : state) {
        for (const std::string_view post : kPosts) benchmark::DoNotOptimize(text::mask(post));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(std::size(kPosts)));
}
BENCHMARK(mask_everything);

void mask_cards_only(benchmark::State& state) {
    for (auto _ : state) {
        for (const std::string_view post : kPosts) benchmark::DoNotOptimize(text::mask_cards(post));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(std::size(kPosts)));
}
BENCHMARK(mask_cards_only);

}  // namespace

BENCHMARK_MAIN();
