// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>

#include "scrm/identity/evaluate.hpp"
#include "scrm/table/json.hpp"

namespace scrm::identity {
namespace {

std::string fixed(double value, int places = 4) {
    std::array<char, 64> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, places).ptr;
    return {text.data(), end};
}

std::string fixed(const std::optional<double>& value) {
    return value ? fixed(*value) : "-";
}

std::string right(const std::string& text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}
std::string left(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

void line(std::string& out, std::string_view name, const std::string& value) {
    out += left(std::string{name}, 26) + right(value, 12) + "\n";
}
void line(std::string& out, std::string_view name, std::uint64_t value) {
    line(out, name, std::to_string(value));
}

void score(std::string& out, std::string_view name, const Score& value) {
    out += left(std::string{name}, 10) + "precision " + right(fixed(value.precision), 7) + "   recall " +
           right(fixed(value.recall), 7) + "   F1 " + right(fixed(value.f1), 7) + "\n";
}

void worst_text(std::string& out, const std::vector<Disagreement>& worst) {
    if (worst.empty()) return;
    out += "\nworst disagreements\n";
    for (const Disagreement& one : worst) {
        std::string ids;
        for (const std::string& id : one.records) {
            if (ids.size() + id.size() > 70) {
                ids += " …";
                break;
            }
            ids += (ids.empty() ? "" : " ") + id;
        }
        out += "  " + left(one.kind, 16) + right(std::to_string(one.pairs), 6) + "  " +
               right(one.probability ? fixed(*one.probability, 3) : "", 5) + "  " + ids + "\n";
    }
}

void text_of(std::string& out, const ClusterEvaluation& e) {
    line(out, "records", e.records);
    line(out, "absent from the result", e.absent_records);
    line(out, "unknown to the truth", e.unknown_records);
    line(out, "clusters, true", e.true_clusters);
    line(out, "clusters, found", e.found_clusters);
    line(out, "pairs, true", e.true_pairs);
    line(out, "pairs, found", e.found_pairs);
    line(out, "pairs, right", e.right_pairs);
    score(out, "pairwise", e.pairwise);
    score(out, "B-cubed", e.bcubed);
    worst_text(out, e.worst);
}

void text_of(std::string& out, const PairEvaluation& e) {
    line(out, "pairs, true", e.true_pairs);
    line(out, "pairs, found", e.found_pairs);
    line(out, "pairs, right", e.right_pairs);
    score(out, "pairwise", e.pairwise);
    worst_text(out, e.worst);
}

void text_of(std::string& out, const LinkEvaluation& e) {
    line(out, "accounts", e.accounts);
    line(out, "of customers", e.linkable);
    line(out, "findable", e.findable);
    line(out, "of strangers", e.strangers);
    line(out, "impostors", e.impostors);
    line(out, "unknown to the truth", e.unknown_accounts);
    score(out, "match", e.match);
    out += "\ntier       links    right  precision   recall  of findable  impostors\n";
    for (const TierEvaluation& tier : e.tiers)
        out += left(std::string{to_string(tier.tier)}, 7) + right(std::to_string(tier.links), 9) +
               right(std::to_string(tier.right), 9) + right(fixed(tier.precision), 11) +
               right(fixed(tier.recall), 9) + right(fixed(tier.findable_recall), 13) +
               right(std::to_string(tier.impostors), 11) + "\n";
    out += "\nprobability     links   stated      met\n";
    for (const CalibrationBin& bin : e.calibration) {
        if (bin.links == 0) continue;
        out += left(fixed(bin.lower, 1) + " to " + fixed(bin.upper, 1), 12) +
               right(std::to_string(bin.links), 9) + right(fixed(bin.mean_probability, 3), 9) +
               right(fixed(bin.right_share, 3), 9) + "\n";
    }
    line(out, "calibration error (ECE)", fixed(e.calibration_error));
    worst_text(out, e.worst);
}

class Json {
  public:
    explicit Json(std::string& out) : writer_(out) {}

    void count(std::string_view name, std::uint64_t value) {
        writer_.member(name, static_cast<std::int64_t>(value));
    }
    void share(std::string_view name, const std::optional<double>& value) {
        writer_.key(name);
        if (value)
            writer_.value(*value);
        else
            writer_.null();
    }
    void score(std::string_view name, const Score& value) {
        writer_.key(name).begin_object();
        share("precision", value.precision);
        share("recall", value.recall);
        share("f1", value.f1);
        writer_.end_object();
    }
    void worst(const std::vector<Disagreement>& all) {
        writer_.key("worst").begin_array();
        for (const Disagreement& one : all) {
            writer_.begin_object().member("kind", one.kind).key("records").begin_array();
            for (const std::string& id : one.records) writer_.value(id);
            writer_.end_array();
            count("pairs", one.pairs);
            share("probability", one.probability);
            writer_.end_object();
        }
        writer_.end_array();
    }
    table::JsonWriter& writer() { return writer_; }

  private:
    table::JsonWriter writer_;
};

/// What clusters and pairs alike are told by.
template <class Evaluation>
void pairs_of(Json& json, const Evaluation& e) {
    json.count("true_pairs", e.true_pairs);
    json.count("found_pairs", e.found_pairs);
    json.count("right_pairs", e.right_pairs);
    json.share("precision", e.pairwise.precision);
    json.share("recall", e.pairwise.recall);
    json.share("f1", e.pairwise.f1);
    json.score("pairwise", e.pairwise);
}

void json_of(Json& json, const ClusterEvaluation& e) {
    json.count("records", e.records);
    json.count("absent_records", e.absent_records);
    json.count("unknown_records", e.unknown_records);
    json.count("true_clusters", e.true_clusters);
    json.count("found_clusters", e.found_clusters);
    pairs_of(json, e);
    json.score("bcubed", e.bcubed);
    json.worst(e.worst);
}

void json_of(Json& json, const PairEvaluation& e) {
    pairs_of(json, e);
    json.worst(e.worst);
}

void json_of(Json& json, const LinkEvaluation& e) {
    json.count("accounts", e.accounts);
    json.count("linkable", e.linkable);
    json.count("findable", e.findable);
    json.count("strangers", e.strangers);
    json.count("impostors", e.impostors);
    json.count("unknown_accounts", e.unknown_accounts);
    json.share("precision", e.match.precision);
    json.share("recall", e.match.recall);
    json.share("f1", e.match.f1);
    json.share("findable_recall", e.findable_recall);
    json.count("impostors_matched", e.tiers.front().impostors);
    table::JsonWriter& writer = json.writer();
    writer.key("tiers").begin_object();
    for (const TierEvaluation& tier : e.tiers) {
        writer.key(to_string(tier.tier)).begin_object();
        json.count("links", tier.links);
        json.count("right", tier.right);
        json.count("accounts_right", tier.accounts_right);
        json.count("impostors", tier.impostors);
        json.share("precision", tier.precision);
        json.share("recall", tier.recall);
        json.share("findable_recall", tier.findable_recall);
        writer.end_object();
    }
    writer.end_object().key("calibration").begin_array();
    for (const CalibrationBin& bin : e.calibration) {
        writer.begin_object().member("lower", bin.lower).member("upper", bin.upper);
        json.count("links", bin.links);
        json.share("mean_probability", bin.links > 0 ? std::optional{bin.mean_probability} : std::nullopt);
        json.share("right_share", bin.links > 0 ? std::optional{bin.right_share} : std::nullopt);
        writer.end_object();
    }
    writer.end_array();
    json.share("calibration_error", e.calibration_error);
    json.worst(e.worst);
}

}  // namespace

std::string to_text(const Evaluation& evaluation) {
    std::string out;
    if (evaluation.clusters) text_of(out, *evaluation.clusters);
    if (evaluation.pairs) text_of(out, *evaluation.pairs);
    if (evaluation.links) text_of(out, *evaluation.links);
    return out;
}

std::string to_json(const Evaluation& evaluation) {
    std::string out;
    Json json{out};
    json.writer().begin_object();
    if (evaluation.clusters) json_of(json, *evaluation.clusters);
    if (evaluation.pairs) json_of(json, *evaluation.pairs);
    if (evaluation.links) json_of(json, *evaluation.links);
    json.writer().end_object();
    return out;
}

}  // namespace scrm::identity
