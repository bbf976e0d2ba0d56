// What is known of a planted bug: a card beside its patch, tests/mutants/<name>/card.yaml.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::harness {

struct MutantCard {
  std::string name;                  // of its folder
  std::string file;                  // the card itself
  std::string title;                 // one line
  std::string bug_class;             // "B11"
  std::vector<std::string> seen_in;  // "redis#8433", "seed": where the bug shipped
  std::string violates;              // a property that must be among the violated
  std::string scenario;              // a file, as `groundhog run` takes it
  SeedSet seeds;                     // the budget: within these it must be caught
  std::vector<std::string> about;    // GoogleTest patterns of unit tests of sut/ that are about it and may fail
};

// Every problem of the card, with its place. A scenario that does not exist is one.
tl::expected<MutantCard, Diagnostics> load_card(const std::filesystem::path& file,
                                                std::span<const std::string_view> check_names);

// `file` is for messages and for the name; whether the scenario exists is not looked at.
tl::expected<MutantCard, Diagnostics> parse_card(std::string_view text, const std::filesystem::path& file,
                                                 std::span<const std::string_view> check_names);

}  // namespace groundhog::harness
