#include "cli/scenario_files.hpp"

#include <algorithm>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog {
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

// "scenarios/droped-pongs.yaml" -> the file that was probably meant.
std::string missing(const std::string& name) {
  const fs::path path(name);
  const std::vector<std::string> neighbours = scenarios_in(path.has_parent_path() ? path.parent_path() : fs::path("."));
  const std::vector<std::string_view> views(neighbours.begin(), neighbours.end());
  const std::string_view near = closest(path.lexically_normal().string(), views);
  std::string message = "there is no scenario " + name;
  if (!near.empty()) message += " (did you mean " + std::string(near) + "?)";
  return message;
}

}  // namespace

tl::expected<std::vector<std::string>, std::string> scenario_files(std::span<const std::string> names) {
  std::vector<std::string> files;
  for (const std::string& name : names) {
    std::error_code error;
    if (!fs::exists(name, error)) return tl::unexpected(missing(name));
    if (!fs::is_directory(name, error)) {
      files.push_back(name);
      continue;
    }
    const std::vector<std::string> inside = scenarios_in(name);
    if (inside.empty()) return tl::unexpected("there are no scenarios (*.yaml) in " + name);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

tl::expected<std::vector<Scenario>, std::string> load_scenarios(std::span<const std::string> names,
                                                                const Catalogue& catalogue, const Console& console) {
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
  if (!problems.empty()) return tl::unexpected(problems);
  return scenarios;
}

}  // namespace groundhog
