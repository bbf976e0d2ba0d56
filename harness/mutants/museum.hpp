// The folder of planted bugs.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "harness/mutants/card.hpp"

namespace groundhog::harness {

class Museum {
 public:
  // Reads the names only. A folder that does not exist is an empty museum.
  explicit Museum(std::filesystem::path folder);

  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<std::string>& names() const { return names_; }  // sorted

  // The error is for people: the card's diagnostics, rendered, or that there is none of this name, and which may be
  // meant.
  tl::expected<MutantCard, std::string> card(const std::string& name, bool color) const;
  tl::expected<std::vector<MutantCard>, std::string> cards(bool color) const;

 private:
  std::string unknown(const std::string& name) const;

  std::filesystem::path folder_;
  std::vector<std::string> names_;
};

}  // namespace groundhog::harness
