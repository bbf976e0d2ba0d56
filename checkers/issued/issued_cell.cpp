#include "checkers/issued/issued_cell.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace groundhog::checkers {
namespace {

// In the order of KeyFound.
constexpr std::string_view names[] = {"absent", "persistent", "expiring", "dead but held", "unclear", "-"};

constexpr char separator = '|';

}  // namespace

std::string_view name_of(KeyFound found) { return names[static_cast<std::size_t>(found)]; }

std::string name_of(const IssuedCell& cell) {
  std::string name = cell.form;
  for (const std::string_view part :
       {std::string_view(cell.place), name_of(cell.found), std::string_view(cell.outcome)}) {
    name += separator;
    name += part;
  }
  return name;
}

std::optional<IssuedCell> cell_of(std::string_view name) {
  std::array<std::string_view, 4> parts;
  if (std::ranges::count(name, separator) != static_cast<std::ptrdiff_t>(parts.size()) - 1) return std::nullopt;
  for (std::string_view& part : parts) {
    part = name.substr(0, name.find(separator));
    name.remove_prefix(std::min(part.size() + 1, name.size()));
  }
  const auto* const found = std::ranges::find(names, parts[2]);
  if (found == std::end(names)) return std::nullopt;
  return IssuedCell{std::string(parts[0]), std::string(parts[1]), static_cast<KeyFound>(found - names),
                    std::string(parts[3])};
}

}  // namespace groundhog::checkers
