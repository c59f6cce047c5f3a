// SPDX-License-Identifier: Apache-2.0
//
// What the trainer and the shipped model reach on public texts and on the held-out part of the authored
// corpus.
//
//     scrm_sentiment_quality DATA [NAME …] [--cost C] [--svm-cost C] [--fit auto|logistic|margin|svm|blend]
//     [--bits N] [--as-shipped] [--no-signals] [--no-base] [--base] [--reverse]
//     [--blocks N]
//
// DATA: a folder with sentirueval2016, rusentitweet and banking77; what is absent is skipped. NAME: bank
// telecom rusentitweet banking77 shipped bytes corpus authors hand-labelled; all without one. Every choice
// was made on these slices: SentiRuEval trains on the earlier ids (from 5001) and is tested on the later ones
// (--reverse: the other way round), or with --blocks on each N-th part of both times in turn, by what is
// outside of it; the others are tested on a fifth by lot. hand-labelled: the built-in model on real posts.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "hand_labelled.hpp"
#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/sentiment/classifier.hpp"
#include "scrm/sentiment/rules.hpp"
#include "scrm/sentiment/training.hpp"
#include "scrm/table/csv_table.hpp"
#include "sentiment/shipped_internal.hpp"
#include "sentiment/training/corpus_internal.hpp"
#include "tab_separated.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;
namespace fs = std::filesystem;

struct Rows {
    std::vector<std::string> ids;
    std::vector<std::string> texts;
    std::vector<std::string> labels;
};

/// Tab-separated without quoting.
Rows read_tsv(const fs::path& file, std::size_t id, std::size_t text, std::size_t label, bool header = true) {
    Rows rows;
    std::ifstream in{file};
    std::string line;
    for (bool first = header; std::getline(in, line); first = false) {
        if (first) continue;
        const std::vector<std::string> cells = tab_separated(line);
        if (cells.size() <= std::max({id, text, label})) continue;
        rows.ids.push_back(cells[id]);
        rows.texts.push_back(cells[text]);
        rows.labels.push_back(cells[label]);
    }
    return rows;
}

Rows read_csv_rows(const fs::path& file, std::string_view text, std::string_view label) {
    const auto read = table::read_csv(file);
    Rows rows;
    for (std::int64_t i = 0; i < read.table.row_count(); ++i) {
        rows.ids.push_back(std::to_string(i));
        rows.texts.emplace_back(read.table.strings(text).text(i));
        rows.labels.emplace_back(read.table.strings(label).text(i));
    }
    return rows;
}

const std::vector<std::string> kPolarityLabels{"-1", "0", "1"};
constexpr long kIdsOfATime = 5000;

std::int32_t index_of(const std::vector<std::string>& labels, const std::string& label) {
    const auto found = std::ranges::find(labels, label);
    return found == labels.end() ? -1 : static_cast<std::int32_t>(found - labels.begin());
}

struct Tested {
    std::string name;
    std::vector<std::string> texts;
    std::vector<std::int32_t> truth;
};

struct Split {
    TrainingSet train;
    std::vector<std::string> labels;
    std::vector<Tested> tested;
};

void add(TrainingSet& set, const std::string& text, std::int32_t label, float weight) {
    set.texts.push_back(text);
    set.weights.push_back(weight);
    set.heads[0].labels.push_back(label);
}

/// What the built-in model is for models of other labels; on trial where the fit is automatic, as the command
/// `scrm sentiment train` has it.
enum class Base : std::uint8_t { none, on_trial, always };

struct Settings {
    TrainingOptions options;
    float near = 1.0F;
    float general = 0.3F;
    float emotions = 0;
    bool reverse = false;    ///< test on the earlier part
    std::size_t blocks = 0;  ///< parts of SentiRuEval that are tested in turn; 0: one half
    Base base = Base::on_trial;
    std::uint64_t lots = 1;   ///< splits by lot
    std::uint64_t parts = 5;  ///< one text in so many is for the test of a split by lot
    std::vector<std::string> names;
    bool wants(std::string_view name) const {
        return names.empty() || std::ranges::find(names, name) != names.end();
    }
};

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

const char* name_of(Fit fit) {
    return fit == Fit::logistic ? "logistic"
           : fit == Fit::svm    ? "svm"
           : fit == Fit::blend  ? "blend"
           : fit == Fit::margin ? "margin"
                                : "auto";
}

/// Trains once; the evaluations of what is tested.
std::vector<HeadEvaluation> report(const Split& split, const Settings& settings) {
    const double started = now();
    TrainingOptions options = settings.options;
    const Classifier built_in = Classifier::built_in();
    options.base_on_trial = settings.base == Base::on_trial;
    if (settings.base == Base::always || (options.base_on_trial && options.fit == Fit::automatic))
        options.base = &built_in.model();
    const Trained trained = train(split.train, options);
    const double seconds = now() - started;
    const HeadReport& head = trained.heads[0];
    std::vector<HeadEvaluation> evaluations;
    for (const Tested& tested : split.tested) {
        const auto answers = answer(trained.model, 0, tested.texts, settings.options.signals);
        const HeadEvaluation e = evaluate_answers(split.labels, tested.truth, answers);
        std::printf("%-14s", tested.name.c_str());
        if (split.labels == kPolarityLabels) {
            // The measure of SentiRuEval: neutral counts only through errors.
            std::printf(" macro F1(pos, neg) %.4f (neg %.4f, pos %.4f)", (e.f1[0] + e.f1[2]) / 2, e.f1[0],
                        e.f1[2]);
        }
        std::printf(
            " macro F1 %.4f accuracy %.4f ECE %.4f | %zu texts, trained on %zu in %.1f s, temperature %.2f, "
            "%u steps, %s of cost %g%s%s\n",
            e.macro_f1, e.accuracy, e.ece, tested.texts.size(), split.train.texts.size(), seconds,
            head.temperature, head.steps, name_of(head.fit), head.cost, head.with_signals ? ", signals" : "",
            head.with_base ? ", base" : "");
        evaluations.push_back(e);
    }
    std::fflush(stdout);
    return evaluations;
}

/// One model from everything but the test: the later part of the one target, or one block of all of them.
std::vector<HeadEvaluation> senti_ru_eval(const fs::path& data, const std::vector<std::string>& targets,
                                          std::size_t block, const Settings& settings) {
    Split split;
    split.labels = kPolarityLabels;
    split.train.heads.push_back({{"sentiment", kPolarityLabels}, {}});
    for (const std::string& target : targets) split.tested.push_back({target, {}, {}});
    for (const std::string source : {"bank", "telecom"}) {
        const auto target = std::ranges::find(split.tested, source, &Tested::name);
        const Rows rows = read_tsv(data / "sentirueval2016" / (source + "_train.tsv"), 0, 1, 3);
        for (std::size_t i = 0; i < rows.texts.size(); ++i) {
            const long id = std::atol(rows.ids[i].c_str());
            const std::int32_t label = index_of(kPolarityLabels, rows.labels[i]);
            // Ids count up within each of the two times.
            const auto part =
                static_cast<std::size_t>((id - 1) % kIdsOfATime) * settings.blocks / kIdsOfATime;
            const bool late = (id <= kIdsOfATime) != settings.reverse;
            if (target != split.tested.end() && (settings.blocks > 0 ? part == block : late)) {
                target->texts.push_back(rows.texts[i]);
                target->truth.push_back(label);
            } else {
                add(split.train, rows.texts[i], label, target != split.tested.end() ? 1.0F : settings.near);
            }
        }
    }
    if (settings.general > 0 && fs::exists(data / "rusentitweet" / "train.tsv")) {
        const Rows rows = read_tsv(data / "rusentitweet" / "train.tsv", 0, 1, 2);
        for (std::size_t i = 0; i < rows.texts.size(); ++i) {
            const std::string& label = rows.labels[i];
            const std::int32_t polarity = label == "negative"   ? 0
                                          : label == "neutral"  ? 1
                                          : label == "positive" ? 2
                                                                : -1;
            if (polarity >= 0) add(split.train, rows.texts[i], polarity, settings.general);
        }
    }
    return report(split, settings);
}

void senti_ru_eval(const fs::path& data, const Settings& settings) {
    if (!fs::exists(data / "sentirueval2016" / "bank_train.tsv")) return;
    std::vector<std::string> targets;
    for (const std::string name : {"bank", "telecom"}) {
        if (settings.wants(name)) targets.push_back(name);
    }
    if (settings.blocks == 0) {
        for (const std::string& target : targets) senti_ru_eval(data, {target}, 0, settings);
        return;
    }
    std::vector<double> means(targets.size(), 0.0);
    for (std::size_t block = 0; block < settings.blocks; ++block) {
        const auto evaluations = senti_ru_eval(data, targets, block, settings);
        for (std::size_t t = 0; t < targets.size(); ++t)
            means[t] +=
                (evaluations[t].f1[0] + evaluations[t].f1[2]) / 2 / static_cast<double>(settings.blocks);
    }
    for (std::size_t t = 0; t < targets.size(); ++t)
        std::printf("%-14s mean of %zu blocks: macro F1(pos, neg) %.4f\n", targets[t].c_str(),
                    settings.blocks, means[t]);
}

/// One text in `parts` is for the test, by content.
Split by_lot(const std::string& name, const Rows& rows, std::uint64_t seed, std::uint64_t parts) {
    Split split;
    Tested& tested = split.tested.emplace_back();
    tested.name = name;
    split.labels = rows.labels;
    std::ranges::sort(split.labels);
    split.labels.erase(std::ranges::unique(split.labels).begin(), split.labels.end());
    split.train.heads.push_back({{"label", split.labels}, {}});
    for (std::size_t i = 0; i < rows.texts.size(); ++i) {
        const std::int32_t label = index_of(split.labels, rows.labels[i]);
        if (hash64(rows.texts[i], seed) % parts == 0) {
            tested.texts.push_back(rows.texts[i]);
            tested.truth.push_back(label);
        } else {
            add(split.train, rows.texts[i], label, 1.0F);
        }
    }
    return split;
}

void lots(const std::string& name, const Rows& rows, const Settings& settings) {
    constexpr std::uint64_t kFirstSeed = 7;
    double macro_f1 = 0;
    double accuracy = 0;
    for (std::uint64_t lot = 0; lot < settings.lots; ++lot) {
        const HeadEvaluation e =
            report(by_lot(name, rows, kFirstSeed + lot, settings.parts), settings).front();
        macro_f1 += e.macro_f1 / static_cast<double>(settings.lots);
        accuracy += e.accuracy / static_cast<double>(settings.lots);
    }
    if (settings.lots > 1)
        std::printf("%-14s mean of %zu lots: macro F1 %.4f accuracy %.4f\n", name.c_str(),
                    static_cast<std::size_t>(settings.lots), macro_f1, accuracy);
}

/// Heads of a model trained on `posts` minus the tested ones, by language of the tested posts.
void corpus_report(const std::string& name, const std::vector<CorpusPost>& train_posts,
                   const std::vector<CorpusPost>& test_posts, const Settings& settings) {
    const double started = now();
    const Trained trained = train(training_set(train_posts), settings.options);
    std::printf("%s: %zu posts for training in %.1f s, %zu for the test\n", name.c_str(), train_posts.size(),
                now() - started, test_posts.size());
    for (const std::string language : {"", "ru", "uk", "en"}) {
        std::vector<CorpusPost> posts;
        for (const CorpusPost& post : test_posts) {
            if (language.empty() || post.language == language) posts.push_back(post);
        }
        if (posts.empty() || (!language.empty() && posts.size() == test_posts.size())) continue;
        const TrainingSet test = training_set(posts);
        std::printf("  %-4s %5zu posts", language.empty() ? "all" : language.c_str(), posts.size());
        for (std::size_t h = 0; h < test.heads.size(); ++h) {
            std::vector<std::string> labels = test.heads[h].head.labels;
            std::vector<std::int32_t> truth = test.heads[h].labels;
            std::vector<Answer> answers = answer(trained.model, h, test.texts, settings.options.signals);
            const double ece = evaluate_answers(labels, truth, answers).ece;
            if (h == 1) {
                // Promo, news and other fold into one.
                constexpr std::int32_t kFolded = 4;
                labels.resize(kFolded + 1);
                for (std::int32_t& label : truth) label = std::min(label, kFolded);
                for (Answer& a : answers) a.label = std::min(a.label, kFolded);
            }
            const HeadEvaluation e = evaluate_answers(labels, truth, answers);
            std::printf("  %s %.3f (ECE %.3f)", test.heads[h].head.name.c_str(), h < 3 ? e.macro_f1 : e.f1[1],
                        ece);
        }
        std::printf("\n");
        std::fflush(stdout);
    }
}

/// The folds are texts of one file each: what one author's posts teach about another's.
void corpus(const fs::path& folder, const Settings& settings) {
    const std::vector<CorpusPost> posts = read_corpus(folder);
    std::vector<CorpusPost> some;
    std::vector<CorpusPost> held;
    for (const CorpusPost& post : posts) (is_held_back(post) ? held : some).push_back(post);
    corpus_report("held-back fifth", some, held, settings);
    if (!settings.wants("authors")) return;
    for (const std::string file : {"ru-care", "ru-market", "feed", "timeline", "uk", "en"}) {
        std::vector<CorpusPost> others;
        std::vector<CorpusPost> own;
        for (const CorpusPost& post : posts) (post.file == file ? own : others).push_back(post);
        corpus_report("without " + file, others, own, settings);
    }
}

/// What weights of one byte cost: the held-back fifth answered by the weights as fitted and as stored.
void bytes(const fs::path& folder, const Settings& settings) {
    const std::vector<CorpusPost> posts = read_corpus(folder);
    TrainingSet set = training_set(posts);
    std::vector<std::string> held;
    for (const CorpusPost& post : posts) {
        set.sidecar.push_back(is_held_back(post));
        if (is_held_back(post)) held.push_back(post.text);
    }
    const Trained trained = train(set, settings.options);
    for (std::size_t h = 0; h < set.heads.size(); ++h) {
        std::vector<std::int32_t> truth;
        for (std::size_t i = 0; i < posts.size(); ++i) {
            if (set.sidecar[i]) truth.push_back(set.heads[h].labels[i]);
        }
        const HeadEvaluation stored = evaluate_answers(
            set.heads[h].head.labels, truth, answer(trained.model, h, held, settings.options.signals));
        std::printf("%-10s macro F1 as fitted %.4f, as stored %.4f\n", set.heads[h].head.name.c_str(),
                    trained.heads[h].held_out.macro_f1, stored.macro_f1);
    }
}

/// Emotions as sentiment: joy and thanks above, anger, sadness and fear below, none as neutral.
void add_emotions(const fs::path& data, float weight, TrainingSet& set) {
    const auto add_rows = [&](const Rows& rows) {
        for (std::size_t i = 0; i < rows.texts.size(); ++i) {
            const std::string& label = rows.labels[i];
            std::int32_t polarity = -1;
            if (label == "none" || label == "neutral") polarity = 1;
            for (const char* word : {"joy", "gratitude", "admiration", "approval", "love", "optimism"})
                if (label == word) polarity = 2;
            for (const char* word :
                 {"anger", "sadness", "fear", "annoyance", "disappointment", "disapproval", "disgust"})
                if (label == word) polarity = 0;
            if (polarity < 0) continue;
            set.texts.push_back(rows.texts[i]);
            set.weights.push_back(weight);
            set.heads[0].labels.push_back(polarity);
            for (std::size_t h = 1; h < set.heads.size(); ++h) set.heads[h].labels.push_back(-1);
        }
    };
    add_rows(read_tsv(data / "cedr" / "train.tsv", 0, 0, 1));
    add_rows(read_tsv(data / "ru-goemotions" / "sample_validation.tsv", 0, 1, 2));
}

/// A model of the authored corpus on texts that it never saw and that nobody authored for it.
void shipped(const fs::path& data, const fs::path& folder, const Settings& settings) {
    TrainingSet set = training_set(read_corpus(folder));
    set.heads.resize(1);
    if (settings.emotions > 0) {
        set.weights.assign(set.texts.size(), 1.0F);
        add_emotions(data, settings.emotions, set);
    }
    const Trained trained = train(set, settings.options);
    for (const std::string source : {"bank", "telecom"}) {
        const fs::path file = data / "sentirueval2016" / (source + "_train.tsv");
        if (!fs::exists(file)) continue;
        const Rows rows = read_tsv(file, 0, 1, 3);
        const auto answers = answer(trained.model, 0, rows.texts, settings.options.signals);
        // Choices are made on the earlier half (the ids from 5001); the later one is looked at last.
        for (const std::string part : {"earlier", "later", "both"}) {
            std::vector<std::int32_t> truth;
            std::vector<Answer> said;
            for (std::size_t i = 0; i < rows.texts.size(); ++i) {
                const bool earlier = std::atol(rows.ids[i].c_str()) > 5000;
                if (part != "both" && earlier != (part == "earlier")) continue;
                truth.push_back(index_of(kPolarityLabels, rows.labels[i]));
                said.push_back(answers[i]);
            }
            const HeadEvaluation e = evaluate_answers(kPolarityLabels, truth, said);
            std::printf(
                "corpus model on %-8s %-8s macro F1(pos, neg) %.4f (neg %.4f, pos %.4f), macro F1 %.4f "
                "accuracy "
                "%.4f\n",
                source.c_str(), part.c_str(), (e.f1[0] + e.f1[2]) / 2, e.f1[0], e.f1[2], e.macro_f1,
                e.accuracy);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc < 2) {
            std::cerr << "usage: scrm_sentiment_quality DATA [NAME …]\n";
            return 2;
        }
        const fs::path data = argv[1];
        Settings settings;
        settings.options.signals = &default_signals();
        for (int i = 2; i < argc; ++i) {
            const std::string word = argv[i];
            const auto value = [&] { return i + 1 < argc ? std::string{argv[++i]} : std::string{}; };
            if (word == "--cost") {
                settings.options.cost = std::stod(value());
            } else if (word == "--svm-cost") {
                settings.options.svm_cost = std::stod(value());
            } else if (word == "--margin-cost") {
                settings.options.margin_cost = std::stod(value());
            } else if (word == "--balance") {
                settings.options.balance = std::stod(value());
            } else if (word == "--as-shipped") {
                settings.options = shipped_options();
            } else if (word == "--bits") {
                settings.options.bits = static_cast<unsigned>(std::stoul(value()));
            } else if (word == "--general") {
                settings.general = std::stof(value());
            } else if (word == "--near") {
                settings.near = std::stof(value());
            } else if (word == "--lots") {
                settings.lots = std::stoul(value());
            } else if (word == "--parts") {
                settings.parts = std::stoul(value());
            } else if (word == "--blocks") {
                settings.blocks = std::stoul(value());
            } else if (word == "--no-base") {
                settings.base = Base::none;
            } else if (word == "--base") {
                settings.base = Base::always;
            } else if (word == "--reverse") {
                settings.reverse = true;
            } else if (word == "--emotions") {
                settings.emotions = std::stof(value());
            } else if (word == "--no-signals") {
                settings.options.signals = nullptr;
            } else if (word == "--signals-alone") {
                settings.options.signals_alone = std::stod(value());
            } else if (word == "--hold-out") {
                settings.options.hold_out = std::stod(value());
            } else if (word == "--fit") {
                const std::string fit = value();
                settings.options.fit = fit == "svm"        ? Fit::svm
                                       : fit == "blend"    ? Fit::blend
                                       : fit == "margin"   ? Fit::margin
                                       : fit == "logistic" ? Fit::logistic
                                                           : Fit::automatic;
            } else {
                settings.names.push_back(word);
            }
        }
        senti_ru_eval(data, settings);
        if (settings.wants("rusentitweet") && fs::exists(data / "rusentitweet" / "train.tsv"))
            lots("rusentitweet", read_tsv(data / "rusentitweet" / "train.tsv", 0, 1, 2), settings);
        if (settings.wants("banking77") && fs::exists(data / "banking77" / "train.csv"))
            lots("banking77", read_csv_rows(data / "banking77" / "train.csv", "text", "category"), settings);
        const fs::path corpus_folder = fs::path{SCRM_SOURCE_DIR} / "src" / "sentiment" / "corpus";
        if (settings.wants("hand-labelled")) {
            const fs::path labels = fs::path{SCRM_SOURCE_DIR} / "benchmarks" / "sentiment";
            report_hand_labelled(labels / "hand_labelled.tsv", data, Classifier::built_in());
        }
        if (settings.wants("shipped")) shipped(data, corpus_folder, settings);
        if (settings.wants("bytes")) bytes(corpus_folder, settings);
        if (settings.wants("corpus") || settings.wants("authors")) corpus(corpus_folder, settings);
        return 0;
    } catch (const Error& error) {
        std::cerr << "scrm_sentiment_quality: " << error.what() << '\n';
        return 1;
    }
}
