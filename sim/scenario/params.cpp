#include "sim/scenario/params.hpp"

#include <algorithm>

#include "sim/core/random.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog {
namespace {

constexpr double least_of_log_range = 1e-9;

std::size_t weighted_choice(const Param& param, std::uint64_t bits) {
  if (param.weights.size() != param.choices.size()) return uniform_below(bits, param.choices.size());
  double total = 0;
  for (const double weight : param.weights) total += weight;
  double left = uniform_unit(bits) * total;
  for (std::size_t i = 0; i < param.weights.size(); ++i) {
    if (left < param.weights[i]) return i;
    left -= param.weights[i];
  }
  return param.choices.size() - 1;
}

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
      return param.choices[weighted_choice(param, bits)];
    case Param::Kind::flag:
      return chance(bits, param.probability) ? "true" : "false";
    case Param::Kind::range:
    case Param::Kind::log_range:
      break;
  }
  return draw_between(param, bits).text();
}

// ---- reading ------------------------------------------------------------------------------------------------------

void read_choice(const YamlValue& value, const YamlValue& choice, Param& param, DiagnosticSink& sink) {
  param.kind = Param::Kind::choice;
  for (const YamlValue& item : choice.items) param.choices.push_back(item.text);
  param.is_valid = !param.choices.empty();
  const YamlValue* weights = value.find("weights");
  if (weights == nullptr) return;
  double total = 0;
  for (const YamlValue& item : weights->items) {
    param.weights.push_back(parse_number(item.text).value_or(0));
    total += param.weights.back();
  }
  if (param.weights.size() != param.choices.size()) sink.error(weights->mark, "weights: one for each choice");
  if (!(total > 0)) sink.error(weights->mark, "weights: all are 0");
}

void read_range(const YamlValue& pair, Param& param, DiagnosticSink& sink) {
  if (pair.items.size() != 2) return;  // reported by the tables
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
  if (low->unit != high->unit) return sink.error(pair.items[1].mark, "both ends of a range need the same unit");
  const bool is_number = low->unit == Quantity::Unit::number;
  if (is_number ? low->real > high->real : low->whole > high->whole) {
    return sink.error(pair.mark, "empty range: " + pair.items[0].text + " is more than " + pair.items[1].text);
  }
  if (param.kind == Param::Kind::log_range && low->as_real() < least_of_log_range) {
    return sink.error(pair.items[0].mark, "a log_range begins above 0, at 0.000000001 at least");
  }
  param.low = *low;
  param.high = *high;
  param.is_valid = true;
}

Param read_param(const YamlEntry& entry, DiagnosticSink& sink) {
  Param param{.name = entry.key, .mark = entry.mark, .choices = {}, .weights = {}, .low = {}, .high = {}};
  const YamlValue* choice = entry.value.find("choice");
  const YamlValue* range = entry.value.find("range");
  const YamlValue* log_range = entry.value.find("log_range");
  const YamlValue* flag = entry.value.find("flag");
  const int given = (choice != nullptr) + (range != nullptr) + (log_range != nullptr) + (flag != nullptr);
  if (given != 1) sink.error(entry.mark, "a param is one of choice, range, log_range, flag");
  if (choice != nullptr) {
    read_choice(entry.value, *choice, param, sink);
  } else if (range != nullptr || log_range != nullptr) {
    param.kind = range != nullptr ? Param::Kind::range : Param::Kind::log_range;
    read_range(range != nullptr ? *range : *log_range, param, sink);
  } else if (flag != nullptr) {
    param.kind = Param::Kind::flag;
    param.probability = parse_probability(flag->text).value_or(0);
    param.is_valid = true;
  }
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
    sink_.error(value.mark, "unknown param '" + std::string(name) + "'", closest(name, names));
  }

  std::span<const Param> params_;
  DiagnosticSink& sink_;
  std::vector<bool> used_;
};

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
  return tl::unexpected(UnitError{"expected a number, a duration or a size, found '" + std::string(text) + "'", {}});
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

std::vector<Param> read_params(const YamlValue& root, DiagnosticSink& sink) {
  std::vector<Param> params;
  const YamlValue* table = root.find("params");
  if (table == nullptr) return params;
  for (const YamlEntry& entry : table->entries) params.push_back(read_param(entry, sink));
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
