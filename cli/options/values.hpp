// What the text of an option means. Each throws ValueError where it means nothing, with a suggestion if there is one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {

SeedSet seeds_value(const std::string& text);  // @FILE and @- too
std::uint64_t seed_value(const std::string& text);
Shard shard_value(const std::string& text);

std::uint64_t count_value(const std::string& text);
std::uint64_t positive_value(const std::string& text);
unsigned jobs_value(const std::string& text);  // of worker processes; too many are as many as can be
std::size_t size_value(const std::string& text);

std::chrono::nanoseconds time_value(const std::string& text);
std::chrono::nanoseconds signed_time_value(const std::string& text);
std::chrono::milliseconds real_time_value(const std::string& text);        // rounded down
std::chrono::milliseconds real_time_limit_value(const std::string& text);  // at least 1ms

// The text, if it is one of these.
std::string one_of(const std::string& text, const std::vector<std::string_view>& words);

}  // namespace groundhog::cli
