// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>
#include <string_view>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/text_files.hpp"
#include "sentiment/training/corpus_internal.hpp"

namespace scrm::sentiment {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error{ErrorCode::invalid_argument, why};
}

template <class Name>
std::string listed(std::span<const Name> names) {
    std::string out;
    for (const Name& name : names) out += (out.empty() ? "" : ", ") + std::string{name};
    return out;
}

/// Labels of a bank's own model came from a column, perhaps a wrong one with values of persons: only those of
/// the built-in heads may stand in a message.
std::string told(const Head& head) {
    const auto built_in = built_in_heads();
    const bool ours = std::ranges::any_of(
        built_in, [&](const Head& one) { return one.name == head.name && one.labels == head.labels; });
    return "head " + head.name + " has " +
           (ours ? listed<std::string>(head.labels) : std::to_string(head.labels.size()) + " others");
}

std::int64_t known_of(const Head& head, const std::vector<std::string>& labels) {
    return std::ranges::count_if(labels, [&](const std::string& label) {
        return std::ranges::find(head.labels, label) != head.labels.end();
    });
}

std::size_t head_of(std::span<const Head> heads, const std::string& name) {
    const auto found = std::ranges::find(heads, name, &Head::name);
    if (found != heads.end()) return static_cast<std::size_t>(found - heads.begin());
    std::vector<std::string_view> names;
    for (const Head& head : heads) names.push_back(head.name);
    throw Error{ErrorCode::not_found,
                "the model has no such head; its own: " + listed<std::string_view>(names)};
}

/// The head that knows most of the labels.
std::size_t head_for(std::span<const Head> heads, const std::vector<std::string>& labels) {
    std::vector<std::size_t> best;
    std::int64_t most = 0;
    for (std::size_t h = 0; h < heads.size(); ++h) {
        const std::int64_t known = known_of(heads[h], labels);
        if (known == 0 || known < most) continue;
        if (known > most) best.clear();
        most = known;
        best.push_back(h);
    }
    if (best.size() == 1) return best[0];
    std::vector<std::string> told_of;
    if (best.empty()) {
        for (const Head& head : heads) told_of.push_back(told(head));
        refuse("the model knows none of these labels; " + listed<std::string>(told_of));
    }
    for (const std::size_t h : best) told_of.push_back(heads[h].name);
    refuse("several heads know equally many of these labels (" + listed<std::string>(told_of) +
           "): say which is meant (--head)");
}

Answer answer_of(const Classification& c, std::string_view head) {
    const auto flag = [](bool value, float p) { return Answer{value ? 1 : 0, value ? p : 1 - p}; };
    if (head == "sentiment")
        return {static_cast<std::int32_t>(c.sentiment), c.p_sentiment[static_cast<std::size_t>(c.sentiment)]};
    if (head == "intent") return {static_cast<std::int32_t>(c.intent), c.p_intent};
    if (head == "product") return {static_cast<std::int32_t>(c.product), c.p_product};
    if (head == "urgent") return flag(c.urgent, c.p_urgent);
    if (head == "lead") return flag(c.lead, c.p_lead);
    return flag(c.churn, c.p_churn);
}

/// What the classifier answers, which one head may bound for another; the likeliest label of a head that it
/// does not answer.
std::vector<Answer> answers_to(const TextClassifier& classifier, std::size_t h,
                               const std::vector<std::string>& texts, const Execution& execution) {
    const std::string& head = classifier.model().heads()[h].name;
    const auto built_in = built_in_heads();
    if (!classifier.classifier() || std::ranges::find(built_in, head, &Head::name) == built_in.end())
        return answer(classifier.model(), h, texts, classifier.signals(), execution);
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<Answer> answers;
    answers.reserve(texts.size());
    for (const Classification& one : classifier.classifier()->classify(views, execution))
        answers.push_back(answer_of(one, head));
    return answers;
}

}  // namespace

TextEvaluation evaluate_texts(const TextClassifier& classifier, const std::vector<std::string>& texts,
                              const std::vector<std::string>& labels, const std::optional<std::string>& head,
                              const Execution& execution) {
    if (texts.size() != labels.size()) refuse("every text needs a label");
    if (labels.empty()) refuse("there is no label to compare with");
    const auto heads = classifier.model().heads();
    const std::size_t h = head ? head_of(heads, *head) : head_for(heads, labels);
    if (known_of(heads[h], labels) == 0) refuse("the model knows none of these labels; " + told(heads[h]));
    std::vector<std::string> names = heads[h].labels;
    std::vector<std::int32_t> truth;
    for (const std::string& label : labels) {
        auto found = std::ranges::find(names, label);
        if (found == names.end()) found = names.insert(names.end(), label);
        truth.push_back(static_cast<std::int32_t>(found - names.begin()));
    }
    return {evaluate_answers(names, truth, answers_to(classifier, h, texts, execution)), heads[h].name, 0};
}

TextEvaluation evaluate_file(const TextClassifier& classifier, const std::filesystem::path& file,
                             const LabelledFileOptions& options, const std::optional<std::string>& head,
                             const Execution& execution) {
    const LabelledFile read = read_labelled_file(file, options);
    std::vector<std::string> labels;
    for (const std::int32_t index : read.heads[0].labels)
        labels.push_back(read.heads[0].head.labels[static_cast<std::size_t>(index)]);
    std::optional<std::string> meant = head;
    const TextModel& model = classifier.model();
    if (!meant && model.find_head(options.label_column) < model.heads().size()) meant = options.label_column;
    TextEvaluation result = evaluate_texts(classifier, read.texts, labels, meant, execution);
    result.unlabelled = read.unlabelled;
    return result;
}

}  // namespace scrm::sentiment
