// Planted bugs: what is known of each, the folder that holds them, and the way into the binary that has one.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::harness {

// What is known of a planted bug: a file beside its patch, tests/mutants/<name>/mutant.yaml.
struct PlantedBug {
  std::string name;                  // of its folder
  std::string file;                  // that file itself
  std::string title;                 // one line
  std::string bug_class;             // "B11"
  std::vector<std::string> seen_in;  // "redis#8433", "seed": where the bug shipped
  std::string violates;              // a property that must be among the violated
  std::string scenario;              // a file, as `groundhog run` takes it
  SeedSet seeds;                     // the budget: within these it must be caught
  std::vector<std::string> about;    // GoogleTest patterns of unit tests of sut/ that are about it and may fail
};

// Every problem of the file, with its place. `file` is for messages and for the name. `wants_scenario`: a scenario that
// does not exist is a problem, too.
tl::expected<PlantedBug, Diagnostics> parse_planted_bug(std::string_view text, const std::filesystem::path& file,
                                                        std::span<const std::string_view> check_names,
                                                        bool wants_scenario = false);

// The folder of planted bugs.
class Museum {
 public:
  // Reads the names only. A folder that does not exist is an empty museum.
  explicit Museum(std::filesystem::path folder);

  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<std::string>& names() const { return names_; }  // sorted

  // The error is for people: the file's diagnostics, rendered, or that there is none of this name, and which may be
  // meant.
  tl::expected<PlantedBug, std::string> planted_bug(const std::string& name, bool color) const;
  tl::expected<std::vector<PlantedBug>, std::string> planted_bugs(bool color) const;

  // Why there is no planted bug of this name, and which may be meant.
  std::string unknown(const std::string& name) const;

 private:
  std::filesystem::path folder_;
  std::vector<std::string> names_;
};

struct BuildProgress {
  std::chrono::steady_clock::duration elapsed;
  std::string step;  // "12/345" of what ninja does; empty where it does nothing yet
};

// What is said of a build while it runs.
struct BuildReporter {
  std::function<void(const std::filesystem::path& log)> on_start = {};
  std::function<void(const BuildProgress& progress)> on_progress = {};  // several times a second
};

// Has the mutant built, beside the build that this binary is from. Waits for another build of mutants there. What the
// build says goes to stderr if it fails. Returns the binary; the error is a sentence for people.
tl::expected<std::filesystem::path, std::string> build_mutant(const std::string& name,
                                                              const std::filesystem::path& mutants_folder,
                                                              const BuildReporter& reporter = {});

// Puts that binary in this process's place, with these arguments (without the command's name). Returns only if that
// fails; the result is a sentence for people.
std::string continue_in(const std::filesystem::path& binary, std::vector<std::string> arguments);

}  // namespace groundhog::harness
