// mutations ROOT SEED TOTAL CONSTANTS FILE…: every mutation of these files, a JSON object a line. Of each stratum,
// which is a file's constants or everything else in it, the first `share` turns are the sample.

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/survey/sample.hpp"
#include "tests/survey/survey.hpp"

namespace survey {
namespace {

// The mutations of one file that are drawn from together.
using Stratum = std::vector<Mutation>;

void print(const Mutation& mutation, std::size_t turn, std::size_t share) {
  nlohmann::ordered_json line;
  line["id"] = mutation.id;
  line["file"] = mutation.file;
  line["line"] = mutation.patch.line;
  line["operator"] = mutation.operator_name;
  line["constant"] = mutation.changes_constants;
  line["turn"] = turn;
  line["share"] = share;
  line["before"] = mutation.patch.before;
  line["after"] = mutation.patch.after;
  line["patch"] = mutation.patch.text;
  std::cout << line.dump() << '\n';
}

void print(const std::vector<Stratum>& strata, std::uint64_t seed, std::size_t total) {
  std::vector<std::size_t> sizes;
  for (const Stratum& stratum : strata) sizes.push_back(stratum.size());
  const std::vector<std::size_t> shares = shares_of(total, sizes);
  for (std::size_t i = 0; i < strata.size(); ++i) {
    std::vector<std::string> ids;
    for (const Mutation& mutation : strata[i]) ids.push_back(mutation.id);
    const std::vector<std::size_t> turns = turns_of(seed, ids);
    for (std::size_t k = 0; k < strata[i].size(); ++k) print(strata[i][k], turns[k], shares[i]);
  }
}

void list(const std::vector<std::string>& words) {
  std::vector<Stratum> changes;
  std::vector<Stratum> constants;
  for (std::size_t i = 4; i < words.size(); ++i) {
    Stratum& of_changes = changes.emplace_back();
    Stratum& of_constants = constants.emplace_back();
    for (Mutation& mutation : mutations_of(words[0], words[i])) {
      (mutation.changes_constants ? of_constants : of_changes).push_back(std::move(mutation));
    }
  }
  const std::uint64_t seed = std::stoull(words[1]);
  print(changes, seed, std::stoul(words[2]));
  print(constants, seed, std::stoul(words[3]));
}

}  // namespace
}  // namespace survey

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() < 5) {
    std::cerr << "usage: mutations ROOT SEED TOTAL CONSTANTS FILE…\n";
    return 2;
  }
  try {
    survey::list(words);
  } catch (const std::exception& error) {
    std::cerr << "mutations: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
