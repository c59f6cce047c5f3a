// SPDX-License-Identifier: Apache-2.0
//
// A service that reads a stream of posts: reposts are counted once, a burst raises an alarm, and a heavier
// model answers what it knows, with the built-in one behind it.

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "scrm/scrm.hpp"

namespace {

using namespace scrm;

/// Stands for a transformer behind a network: knows sentiment, and cannot read the word "сервер".
class LoudModel final : public sentiment::OutsideModel {
  public:
    std::vector<sentiment::Head> heads() const override {
        return {{"sentiment", {"negative", "neutral", "positive"}}};
    }
    void score(std::span<const std::string> texts, std::span<float> p, const std::stop_token&) override {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (texts[i].find("сервер") != std::string::npos) throw std::runtime_error("out of memory");
            const bool loud = texts[i].find('!') != std::string::npos;
            p[3 * i + (loud ? 0 : 1)] = 1;
        }
    }
};

}  // namespace

int main() {
    const std::vector<std::string_view> posts = {
        "Ночью приложение не пускало никого, поддержка молчала до самого утра!",
        "RT @bank_news: Ночью приложение не пускало никого, поддержка молчала до самого утра! https://t.co/1",
        "Подскажите, какая ставка по вкладу на год?",
        "Опять упал сервер, переводы не идут",
    };

    sentiment::DuplicateIndex index;
    std::vector<std::string_view> originals;
    for (const std::string_view post : posts) {
        const std::uint32_t number = index.size();
        if (index.add(post).original == number) originals.push_back(post);
    }
    std::cout << originals.size() << " of " << posts.size() << " posts are original\n";

    // Four posts an hour for six weeks, and thirty in one hour of the last.
    std::vector<std::int64_t> hourly(6 * 168, 4);
    hourly[5 * 168 + 15] = 30;
    for (const auto& spike : sentiment::find_spikes(hourly, *parse_time("2026-03-02T00:00:00Z")).spikes)
        std::cout << "spike at " << format_time(spike.peak) << ": " << spike.posts << " posts\n";

    sentiment::OutsideClassifier classifier{std::make_shared<LoudModel>(), {.batch = 1}};
    sentiment::OutsideReport report;
    for (const auto& answer : classifier.classify(originals, report))
        std::cout << to_string(answer.classification.sentiment)
                  << " (fallback: " << to_string(answer.fallback) << ")\n";
    std::cout << report.answered << " of " << report.texts << " answered by the own model\n";
    return originals.size() == 3 && report.answered == 2 ? 0 : 1;
}
