#include "cli/scenario_files.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <system_error>

#include "sim/scenario/diagnostics.hpp"

namespace groundhog::cli {
namespace {

namespace fs = std::filesystem;

bool is_scenario(const fs::path& file) { return file.extension() == ".yaml" || file.extension() == ".yml"; }

std::vector<std::string> scenarios_in(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (is_scenario(entry.path())) files.push_back(entry.path().lexically_normal().string());
  }
  std::ranges::sort(files);
  return files;
}

// Where scenarios are found by their names, in this order.
constexpr std::string_view folders_of_names[] = {"scenarios", "scenarios/faults", "scenarios/regressions"};

// "dropped-pongs" -> scenarios/dropped-pongs.yaml; empty: there is none.
std::string file_of_name(const std::string& name) {
  for (const std::string_view folder : folders_of_names) {
    for (const std::string& file : scenarios_in(folder)) {
      if (fs::path(file).stem() == name) return file;
    }
  }
  return {};
}

// "scenarios/droped-pongs.yaml", "droped-pongs" -> what was probably meant.
std::string missing(const std::string& name) {
  const fs::path path(name);
  std::vector<std::string> candidates = scenarios_in(path.has_parent_path() ? path.parent_path() : fs::path("."));
  if (!path.has_parent_path() && !path.has_extension()) {
    for (const std::string_view folder : folders_of_names) {
      for (const std::string& file : scenarios_in(folder)) candidates.push_back(fs::path(file).stem().string());
    }
  }
  std::string hint = did_you_mean(path.lexically_normal().string(), candidates);
  if (hint.empty() && name == folders_of_names[0])
    hint = " here: call groundhog in a checkout, or name files or folders";
  return "there is no scenario " + name + hint;
}

// Failures are filed under the scenario's name: two of one name would overwrite each other's.
std::string shared_names(std::span<const Scenario> scenarios) {
  std::map<std::string_view, std::string_view> file_of;
  std::string problems;
  for (const Scenario& scenario : scenarios) {
    const auto [first, fresh] = file_of.emplace(scenario.name, scenario.file);
    if (fresh) continue;
    problems += "groundhog: " + std::string(first->second) + " and " + scenario.file + " both have the name " +
                scenario.name + ": their failures would be filed in one folder\n";
  }
  return problems;
}

// However it is written, a file counts once.
void leave_out_repeated(std::vector<std::string>& files) {
  std::set<fs::path> seen;
  std::erase_if(files, [&](const std::string& file) {
    std::error_code error;
    return !seen.insert(fs::weakly_canonical(file, error)).second;
  });
}

}  // namespace

tl::expected<std::vector<std::string>, std::string> scenario_files(std::span<const std::string> names) {
  std::vector<std::string> files;
  for (const std::string& name : names) {
    std::error_code error;
    if (!fs::exists(name, error)) {
      const std::string file = file_of_name(name);
      if (file.empty()) return tl::unexpected(missing(name));
      files.push_back(file);
      continue;
    }
    if (!fs::is_directory(name, error)) {
      files.push_back(name);
      continue;
    }
    const std::vector<std::string> inside = scenarios_in(name);
    if (inside.empty()) return tl::unexpected("there are no scenarios (*.yaml) in " + name);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  leave_out_repeated(files);
  return files;
}

tl::expected<std::vector<Scenario>, std::string> load_scenarios(std::span<const std::string> names,
                                                                const harness::Catalogue& catalogue,
                                                                const Console& console) {
  const auto files = scenario_files(names);
  if (!files) return tl::unexpected("groundhog: " + files.error() + "\n");
  std::vector<Scenario> scenarios;
  std::string problems;
  for (const std::string& file : *files) {
    auto scenario = load_scenario(file, catalogue.loader());
    if (!scenario) {
      problems += render(scenario.error(), console.color);
      continue;
    }
    print_error(render(scenario->warnings, console.color));
    scenarios.push_back(std::move(*scenario));
  }
  problems += shared_names(scenarios);
  if (!problems.empty()) return tl::unexpected(problems);
  return scenarios;
}

}  // namespace groundhog::cli
