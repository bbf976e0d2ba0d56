// Commands out of a guest's table: each of its options, alone and with others, numbers of every kind, now and then what
// the guest must refuse.
#pragma once

#include <span>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/operation_form.hpp"

namespace groundhog {

class AnyCommand {
 public:
  // Of these, those that are about keys, and WAIT. The table outlives it.
  explicit AnyCommand(std::span<const CommandSpec> commands);

  // A pure function of the key. One with more options comes more often.
  FormCommand form(RandomKey key) const;

 private:
  struct Entry {
    std::string_view name;
    CommandGrammar grammar;
  };

  std::vector<Entry> entries_;
  std::vector<double> weights_;
};

}  // namespace groundhog
