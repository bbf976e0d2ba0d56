// Runs Burrow under one of the scenarios of this folder, and says what the checkers make of the history, altered or
// not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/altered_histories/alteration.hpp"

namespace groundhog::test {

struct Judgement {
  bool is_whole = false;              // the run came to its end
  std::vector<std::string> violated;  // names of checks, each once
  std::vector<std::string> messages;  // one for each of them
};

// Of the history as it is. Runs once for each seed and is remembered.
struct TrueRun {
  Judgement judgement;
  std::vector<std::uint64_t> places;  // by alteration, in the order of all_alterations()
};
const TrueRun& true_run(HistoryOf history, std::uint64_t seed);

Judgement altered_run(const Alteration& alteration, std::uint64_t seed, std::uint64_t place);

}  // namespace groundhog::test
