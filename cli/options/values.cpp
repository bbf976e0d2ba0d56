#include "cli/options/values.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/options/command_line.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog::cli {
namespace {

constexpr std::uint64_t most_jobs = 1024;

std::string content_of(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file);
  if (!in) throw ValueError("cannot read " + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string describe(const std::string& message) { return message; }

std::string describe(const UnitError& error) {
  return error.suggestion.empty() ? error.message : error.message + " (did you mean " + error.suggestion + "?)";
}

template <class Result>
auto value_of(const Result& result) {
  if (!result) throw ValueError(describe(result.error()));
  return *result;
}

}  // namespace

SeedSet seeds_value(const std::string& text) {
  return value_of(parse_seeds(text.starts_with('@') ? content_of(text.substr(1)) : text));
}

std::uint64_t seed_value(const std::string& text) { return value_of(parse_seed(text)); }

Shard shard_value(const std::string& text) { return value_of(parse_shard(text)); }

std::uint64_t count_value(const std::string& text) { return value_of(parse_count(text)); }

std::uint64_t positive_value(const std::string& text) {
  const std::uint64_t count = count_value(text);
  if (count == 0) throw ValueError("must be at least 1");
  return count;
}

unsigned jobs_value(const std::string& text) {
  return static_cast<unsigned>(std::min<std::uint64_t>(positive_value(text), most_jobs));
}

std::size_t size_value(const std::string& text) { return value_of(parse_size(text)); }

std::chrono::nanoseconds time_value(const std::string& text) { return value_of(parse_duration(text)); }

std::chrono::nanoseconds signed_time_value(const std::string& text) { return value_of(parse_signed_duration(text)); }

std::chrono::milliseconds real_time_value(const std::string& text) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time_value(text));
}

std::chrono::milliseconds real_time_limit_value(const std::string& text) {
  const std::chrono::milliseconds limit = real_time_value(text);
  if (limit < std::chrono::milliseconds(1)) throw ValueError("must be at least 1ms");
  return limit;
}

std::string one_of(const std::string& text, const std::vector<std::string_view>& words) {
  if (std::ranges::find(words, text) != words.end()) return text;
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  throw ValueError("\"" + text + "\" is none of " + list);
}

}  // namespace groundhog::cli
