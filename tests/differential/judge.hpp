// What two servers answered to the same sequence, compared.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/differential/command.hpp"
#include "tests/differential/exclusions.hpp"

namespace burrow::differential {

// One command and the raw reply of each; empty: there was none.
struct Exchange {
  Command command;
  std::string burrow;
  std::string redis;
};

struct Conversation {
  std::vector<Exchange> exchanges;
  std::chrono::milliseconds passed{0};  // from before the first command until after the last reply
  std::vector<Words> not_sent = {};     // Rule::not_sent
};

class Judge {
 public:
  // The place of the first exchange whose replies differ, and no exclusion admits that.
  std::optional<std::size_t> first_difference(const Conversation& conversation);

  // How often an exclusion has admitted what differed.
  std::size_t uses(const Exclusion& exclusion) const;

 private:
  std::map<const Exclusion*, std::size_t> uses_;
};

// The commands up to the place, and both replies there.
std::string report(const Conversation& conversation, std::size_t place);

}  // namespace burrow::differential
