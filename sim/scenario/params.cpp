#include "sim/scenario/params.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/scenario/decode.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/vocabulary.hpp"
#include "sut/runtime/quantity.hpp"

namespace groundhog {
namespace {

constexpr double least_of_log_range = 1e-9;

Quantity draw_between(const Param& param, std::uint64_t bits) {
  Quantity drawn = param.low;
  const bool real = drawn.unit == Quantity::Unit::number;
  if (param.kind == Param::Kind::log_range) {
    const double value = log_uniform(bits, param.low.as_real(), param.high.as_real());
    drawn.real = value;
    // At its upper end a large whole number is rounded to one that may not fit.
    drawn.whole = value < param.high.as_real() ? static_cast<std::int64_t>(value) : param.high.whole;
    return drawn;
  }
  if (real) {
    drawn.real = param.low.real + uniform_unit(bits) * (param.high.real - param.low.real);
  } else {
    drawn.whole = uniform_between(bits, param.low.whole, param.high.whole);
  }
  return drawn;
}

std::string draw(const Param& param, std::uint64_t bits) {
  switch (param.kind) {
    case Param::Kind::choice:
      return param.choices[param.weights.empty() ? uniform_below(bits, param.choices.size())
                                                 : weighted_choice(bits, param.weights)];
    case Param::Kind::flag:
      return chance(bits, param.probability) ? "true" : "false";
    case Param::Kind::range:
    case Param::Kind::log_range:
      break;
  }
  return draw_between(param, bits).text();
}

// ---- reading ------------------------------------------------------------------------------------------------------

void read_choice(const Section& in, Param& param) {
  param.choices = in.read_values<std::string>("choice");
  param.weights = in.read_values<double>("weights");
  param.is_valid = !param.choices.empty();
  const YamlValue* weights = in.find("weights");
  if (in.find("choice") == nullptr || weights == nullptr) return;
  if (param.weights.size() != param.choices.size()) in.decoder().error(weights->mark, "weights: one for each choice");
  const double total = std::accumulate(param.weights.begin(), param.weights.end(), 0.0);
  if (!(total > 0)) in.decoder().error(weights->mark, "weights: all are 0");
}

void read_range(const YamlValue& pair, Param& param, const Decoder& decoder) {
  if (pair.items.size() != 2) return;  // reported already
  auto low = parse_quantity(pair.items[0].text);
  auto high = parse_quantity(pair.items[1].text);
  if (!low || !high) return;
  const auto to_number = [](Quantity& bound, const Quantity& other) {
    if (bound.unit != Quantity::Unit::count || other.unit != Quantity::Unit::number) return;
    bound.unit = Quantity::Unit::number;
    bound.real = static_cast<double>(bound.whole);
  };
  to_number(*low, *high);
  to_number(*high, *low);
  if (low->unit != high->unit) return decoder.error(pair.items[1].mark, "both ends of a range need the same unit");
  const bool is_number = low->unit == Quantity::Unit::number;
  if (is_number ? low->real > high->real : low->whole > high->whole) {
    return decoder.error(pair.mark, "empty range: " + pair.items[0].text + " is more than " + pair.items[1].text);
  }
  if (param.kind == Param::Kind::log_range && low->as_real() < least_of_log_range) {
    return decoder.error(pair.items[0].mark, "a log_range begins above 0, at 0.000000001 at least");
  }
  param.low = *low;
  param.high = *high;
  param.is_valid = true;
}

Param read_param(const YamlEntry& entry, const Section& in) {
  constexpr std::string_view words[] = {"choice", "range", "log_range", "flag"};  // in the order of Param::Kind
  Param param{.name = entry.key, .mark = entry.mark, .choices = {}, .weights = {}, .low = {}, .high = {}};
  const auto is_written = [&](std::string_view word) { return in.find(word) != nullptr; };
  if (std::ranges::count_if(words, is_written) != 1) {
    in.decoder().error(entry.mark, "a param is one of choice, range, log_range, flag");
  }
  read_choice(in, param);
  in.read("flag", param.probability);
  for (const std::string_view key : {"range", "log_range"}) in.read_values<std::string>(key);
  const auto* const word = std::ranges::find_if(words, is_written);
  if (word == std::end(words)) return param;
  param.kind = static_cast<Param::Kind>(word - words);
  if (param.kind == Param::Kind::flag) param.is_valid = true;
  if (*word == "range" || *word == "log_range") read_range(*in.find(*word), param, in.decoder());
  return param;
}

// ---- placeholders -------------------------------------------------------------------------------------------------

class PlaceholderPass {
 public:
  PlaceholderPass(std::span<const Param> params, DiagnosticSink& sink)
      : params_(params), sink_(sink), used_(params.size(), false) {}

  void visit(YamlValue& value, bool allowed) {
    for (YamlEntry& entry : value.entries) visit(entry.value, allowed);
    for (YamlValue& item : value.items) visit(item, allowed);
    if (value.kind == YamlValue::Kind::scalar && value.text.find("${") != std::string::npos) bind(value, allowed);
  }

  void report_unused() const {
    for (std::size_t i = 0; i < params_.size(); ++i) {
      if (!used_[i]) sink_.warning(params_[i].mark, "the param '" + params_[i].name + "' is never used");
    }
  }

 private:
  void bind(YamlValue& value, bool allowed) {
    if (!is_placeholder(value.text))
      return sink_.error(value.mark, "a placeholder must be the whole value: \"${name}\"");
    const std::string_view name = std::string_view(value.text).substr(2, value.text.size() - 3);
    if (!allowed)
      return sink_.error(value.mark, "params cannot be used here: only in run, cluster, network, workload, faults");
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < params_.size(); ++i) {
      names.push_back(params_[i].name);
      if (params_[i].name != name) continue;
      value.param = static_cast<std::uint32_t>(i);
      used_[i] = true;
      return;
    }
    const std::string_view near = closest(name, names);
    sink_.error(value.mark,
                "unknown param '" + std::string(name) + "'" + (near.empty() ? all_of_them(names) : std::string()),
                near);
  }

  std::span<const Param> params_;
  DiagnosticSink& sink_;
  std::vector<bool> used_;
};

// ---- corners ------------------------------------------------------------------------------------------------------

constexpr std::size_t most_combinations = 1'000;

using Extremes = std::vector<std::vector<std::string>>;  // by param, never empty

Extremes extremes_of(std::span<const Param> params) {
  Extremes extremes;
  for (const Param& param : params) {
    extremes.push_back(param.extremes());
    if (extremes.back().empty()) extremes.back().emplace_back();  // reported, reads as absent
  }
  return extremes;
}

// Beyond the most that are tried it does not matter how many there are.
std::size_t combinations_of(const Extremes& extremes) {
  std::size_t combinations = 1;
  for (const auto& each : extremes) combinations = std::min(combinations * each.size(), most_combinations + 1);
  return combinations;
}

// One extreme of each param.
template <typename Choose>
ParamValues values_at(const Extremes& extremes, Choose choose) {
  ParamValues values;
  for (const auto& each : extremes) values.push_back(each[choose(each.size())]);
  return values;
}

// The digits of the number say which extreme each param has.
ParamValues combination(const Extremes& extremes, std::size_t number) {
  return values_at(extremes, [&](std::size_t size) { return std::exchange(number, number / size) % size; });
}

// Every param at its n-th extreme, and round again where it has fewer.
ParamValues diagonal(const Extremes& extremes, std::size_t n) {
  return values_at(extremes, [n](std::size_t size) { return n % size; });
}

// `others`, and all that differ from it in one param or in two.
void add_pairs(const Extremes& extremes, const ParamValues& others, std::vector<ParamValues>& corners) {
  corners.push_back(others);
  ParamValues corner = others;
  for (std::size_t first = 0; first < extremes.size(); ++first) {
    for (const std::string& one : extremes[first]) {
      if (one == others[first]) continue;
      corner[first] = one;
      corners.push_back(corner);
      for (std::size_t second = first + 1; second < extremes.size(); ++second) {
        for (const std::string& other : extremes[second]) {
          if (other == others[second]) continue;
          corner[second] = other;
          corners.push_back(corner);
        }
        corner[second] = others[second];
      }
    }
    corner[first] = others[first];
  }
}

}  // namespace

std::string Quantity::text() const {
  switch (unit) {
    case Unit::count:
      return std::to_string(whole);
    case Unit::number:
      return format_number(real);
    case Unit::duration:
      return format_duration(Duration(whole));
    case Unit::size:
      return format_size(static_cast<std::uint64_t>(whole));
  }
  return {};
}

Parsed<Quantity> parse_quantity(std::string_view text) {
  using Unit = Quantity::Unit;
  if (const auto count = parse_integer(text)) return Quantity{.unit = Unit::count, .whole = *count};
  if (const auto duration = parse_signed_duration(text))
    return Quantity{.unit = Unit::duration, .whole = duration->count()};
  if (const auto size = parse_size(text))
    return Quantity{.unit = Unit::size, .whole = static_cast<std::int64_t>(*size)};
  const bool negative = text.starts_with('-');
  if (const auto number = parse_number(negative ? text.substr(1) : text)) {
    return Quantity{.unit = Unit::number, .real = negative ? -*number : *number};
  }
  if (const auto probability = parse_probability(text)) return Quantity{.unit = Unit::number, .real = *probability};
  const std::string as_duration = seam::likely_quantity(text, seam::time_units);
  const bool is_time_or_size = text.ends_with('m') || text.ends_with('M');  // minutes or mebibytes
  return tl::unexpected(
      UnitError{"expected a number, a duration or a size, found '" + std::string(text) +
                    "': units are ns us ms s min h B KiB MiB GiB",
                !as_duration.empty() || is_time_or_size ? as_duration : seam::likely_quantity(text, seam::size_units)});
}

std::vector<std::string> Param::extremes() const {
  if (!is_valid) return {};
  switch (kind) {
    case Kind::choice:
      return choices;
    case Kind::flag:
      return {"true", "false"};
    case Kind::range:
    case Kind::log_range:
      break;
  }
  return {low.text(), high.text()};
}

ParamValues draw_params(std::span<const Param> params, std::uint64_t seed) {
  const RandomKey key = RandomKey(seed).sub("param");
  ParamValues values;
  values.reserve(params.size());
  for (const Param& param : params) values.push_back(draw(param, key.sub(param.name).draw(0)));
  return values;
}

std::vector<ParamValues> corner_values(std::span<const Param> params) {
  const Extremes extremes = extremes_of(params);
  const std::size_t combinations = combinations_of(extremes);
  std::vector<ParamValues> corners;
  if (combinations <= most_combinations) {
    for (std::size_t number = 0; number < combinations; ++number) corners.push_back(combination(extremes, number));
    return corners;
  }
  std::size_t most = 1;
  for (const auto& each : extremes) most = std::max(most, each.size());
  for (std::size_t n = 0; n < most; ++n) corners.push_back(diagonal(extremes, n));
  add_pairs(extremes, diagonal(extremes, 0), corners);
  add_pairs(extremes, values_at(extremes, [](std::size_t size) { return size - 1; }), corners);
  return corners;
}

std::vector<Param> read_params(const YamlValue& root, DiagnosticSink& sink) {
  const ParamValues no_values;
  const Decoder decoder(no_values, {}, nullptr, sink);
  const Section in(&root, scenario_mapping().keys, {}, decoder);
  std::vector<Param> params;
  for (const YamlEntry& entry : in.entries("params")) {
    params.push_back(read_param(entry, in.element("params", entry.value)));
  }
  return params;
}

void resolve_placeholders(YamlValue& root, std::span<const Param> params, DiagnosticSink& sink) {
  PlaceholderPass pass(params, sink);
  for (YamlEntry& entry : root.entries) pass.visit(entry.value, is_templated(entry.key));
  pass.report_unused();
}

bool is_placeholder(std::string_view text) {
  return text.size() > 3 && text.starts_with("${") && text.ends_with('}') &&
         text.find("${", 2) == std::string_view::npos;
}

}  // namespace groundhog
