// `params`: values drawn once per run. A drawn value is text and is read where its placeholder "${name}" stands, by
// whatever belongs there; the loader tries the extremes of every param in every such place.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/units.hpp"
#include "sim/scenario/yaml.hpp"

namespace groundhog {

// A bound of a range. Ranges of counts, durations and sizes give whole numbers of their smallest unit.
struct Quantity {
  enum class Unit : std::uint8_t { count, number, duration, size };

  Unit unit = Unit::count;
  std::int64_t whole = 0;  // count, duration in nanoseconds, size in bytes
  double real = 0;         // number

  double as_real() const { return unit == Unit::number ? real : static_cast<double>(whole); }
  std::string text() const;
};

Parsed<Quantity> parse_quantity(std::string_view text);

struct Param {
  enum class Kind : std::uint8_t { choice, range, log_range, flag };

  std::string name;
  Mark mark;
  Kind kind = Kind::choice;
  std::vector<std::string> choices;
  std::vector<double> weights;  // of choices; empty: all alike
  Quantity low;
  Quantity high;
  double probability = 0;  // flag
  bool is_valid = false;   // false: reported, has no values

  // Values between which all others lie: every choice, both ends, true and false.
  std::vector<std::string> extremes() const;
};

// By index of the param.
using ParamValues = std::vector<std::string>;

// Keyed by (seed, "param", name).
ParamValues draw_params(std::span<const Param> params, std::uint64_t seed);

// Values of the params at their extremes, between which all that a seed may draw lie: every combination, if there are
// no more than a thousand. Else every combination of any two, with the others at their first and at their last extreme,
// and all at their n-th.
std::vector<ParamValues> corner_values(std::span<const Param> params);

// Reads the `params` mapping of a scenario and reports what is wrong in it.
std::vector<Param> read_params(const YamlValue& root, DiagnosticSink& sink);

// Marks every "${name}" below the root's templated keys with its param, and reports unknown, misplaced and unused ones.
void resolve_placeholders(YamlValue& root, std::span<const Param> params, DiagnosticSink& sink);

bool is_placeholder(std::string_view text);

}  // namespace groundhog
