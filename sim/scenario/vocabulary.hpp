// Every set of words that scenarios and options take: for `groundhog list` and `explain`, the reference, and the errors
// about a word that is none of them.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/loader.hpp"

namespace groundhog {

struct Word {
  std::string name;
  std::string summary;
};

struct WordSet {
  std::string_view name;      // as `groundhog list` takes it
  std::string_view title;     // "Frame types"
  std::string_view singular;  // "frame type"
  std::string_view purpose;   // where its words are taken, in Markdown
  std::vector<Word> (*words)(const LoaderContext& context);
};

// Events, frame types, names for `cover` and the like. Checks, faults and planted bugs have tables of their own.
std::span<const WordSet> vocabulary();

inline constexpr std::array<std::string_view, 5> operation_counts{"ops.acknowledged", "ops.failed", "ops.unknown",
                                                                  "ops.unsent", "ops.no_turn"};

// What follows an error about a word that is near none of these: all of them, or, where they are more than a dozen and
// `groundhog list` knows them under a name, that command.
std::string all_of_them(std::span<const std::string_view> words, std::string_view listed_as = {});

}  // namespace groundhog
