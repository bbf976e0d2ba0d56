#include "harness/mutants/museum.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "checkers/checker.hpp"
#include "sim/scenario/diagnostics.hpp"

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

constexpr const char* card_file = "card.yaml";

std::vector<std::string_view> check_names() {
  std::vector<std::string_view> names;
  for (const checkers::CheckerEntry& entry : checkers::checker_table()) names.push_back(entry.name);
  return names;
}

}  // namespace

Museum::Museum(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (fs::exists(entry.path() / card_file, error)) names_.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names_);
}

tl::expected<MutantCard, std::string> Museum::card(const std::string& name, bool color) const {
  if (!std::ranges::binary_search(names_, name)) return tl::unexpected(unknown(name));
  auto card = load_card(folder_ / name / card_file, check_names());
  if (!card) return tl::unexpected(render(card.error(), color));
  return std::move(*card);
}

tl::expected<std::vector<MutantCard>, std::string> Museum::cards(bool color) const {
  std::vector<MutantCard> cards;
  std::string problems;
  for (const std::string& name : names_) {
    auto each = card(name, color);
    if (each) {
      cards.push_back(std::move(*each));
    } else {
      problems += each.error();
    }
  }
  if (!problems.empty()) return tl::unexpected(problems);
  return cards;
}

std::string Museum::unknown(const std::string& name) const {
  if (names_.empty()) {
    return "groundhog: there are no mutants in " + folder_.string() + ": name their folder with --mutants DIR\n";
  }
  const std::vector<std::string_view> views(names_.begin(), names_.end());
  const std::string_view near = closest(name, views);
  std::string message = "groundhog: there is no mutant called \"" + name + "\"";
  if (!near.empty()) message += " (did you mean " + std::string(near) + "?)";
  return message + "; groundhog list mutants names them\n";
}

}  // namespace groundhog::harness
