// hunt_scenarios --seed N --count N --out DIR: writes random valid scenarios, one file each, and prints in how many of
// them each word of the language occurs: "1234 do: crash". Exit code 1: the loader refuses one, which is said.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <string>

#include "sim/scenario/units.hpp"
#include "tests/hunt/scenario_writer.hpp"
#include "tests/hunt/words.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::hunt {
namespace {

constexpr int usage_error = 2;

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t count = 2000;
  std::string out;
};

std::optional<Options> parse_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = arguments[i];
    const std::string_view value = arguments[i + 1];
    const auto number = parse_count(value);
    if (name == "--out") {
      options.out = value;
    } else if (name == "--seed" && number) {
      options.seed = *number;
    } else if (name == "--count" && number) {
      options.count = *number;
    } else {
      return std::nullopt;
    }
  }
  if (count % 2 == 0 || options.out.empty()) return std::nullopt;
  return options;
}

int write_all(const Options& options) {
  const test::BurrowCatalogue catalogue;
  std::map<std::string, std::uint64_t> files_with;
  for (const std::string& word : words_of_language(catalogue.loader())) files_with[word] = 0;
  std::filesystem::create_directories(options.out);
  int code = EXIT_SUCCESS;
  for (std::uint64_t number = 0; number < options.count; ++number) {
    const auto text = write_scenario(options.seed, number, catalogue.loader());
    if (!text) {
      std::cerr << text.error() << '\n';
      code = EXIT_FAILURE;
      continue;
    }
    const auto file = std::filesystem::path(options.out) / (scenario_name(options.seed, number) + ".yaml");
    if (!(std::ofstream(file, std::ios::binary) << *text)) {
      std::cerr << "hunt_scenarios: cannot write " << file << '\n';
      return EXIT_FAILURE;
    }
    for (const std::string& word : words_of_scenario(*text, catalogue.loader())) ++files_with[word];
  }
  for (const auto& [word, files] : files_with) std::cout << files << ' ' << word << '\n';
  return code;
}

}  // namespace
}  // namespace groundhog::hunt

int main(int count, char** arguments) {
  const auto options = groundhog::hunt::parse_options(count, arguments);
  if (options) return groundhog::hunt::write_all(*options);
  std::cerr << "usage: hunt_scenarios [--seed N] [--count N] --out DIR\n";
  return groundhog::hunt::usage_error;
}
