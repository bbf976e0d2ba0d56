// Values of a plan, those of a fault's parameters first of all: how they are written, which are simpler, and which
// hosts they name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/plan/plan.hpp"

namespace groundhog {

// In YAML; reads back to the same value.
std::string value_text(const FaultValue& value);

// Values worth trying instead of this one, the simplest first: 0, the series 1, 2, 5, 10, 20 … below it, then the
// value with fewer digits, rounded down and up. Each is simpler, so that taking one, again and again, ends. The sign
// stays; a power of ten has only smaller ones.
std::vector<std::int64_t> simpler_numbers(std::int64_t value);

// The same in whole milliseconds; with a fraction of one, the whole ones around it come last.
std::vector<Duration> simpler_durations(Duration value);

// The same of any value.
std::vector<FaultValue> simpler_values(const FaultValue& value);

// Takes a host out of a value. False if it is about that host, or about nothing that is left.
bool forget_host(FaultValue& value, std::string_view name);

// Names another host instead. False if the value then joins a host with itself, or is about nothing.
bool rename_host(FaultValue& value, std::string_view from, const std::string& to);

}  // namespace groundhog
