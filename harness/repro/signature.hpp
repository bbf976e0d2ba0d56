// When two failures are the same failure: the same property, violated in the same way. Shrinking must not slip from one
// bug to another, and a report shows one of a kind.
#pragma once

#include <string>
#include <string_view>

#include "harness/runner/seed_result.hpp"

namespace groundhog::harness {

struct FailureSignature {
  std::string about;  // a property, or the word of a SeedEnd
  std::string shape;  // its message with numbers, times, keys, values and names of hosts masked

  friend bool operator==(const FailureSignature&, const FailureSignature&) = default;
  friend auto operator<=>(const FailureSignature&, const FailureSignature&) = default;
};

// Of the violation that is told first. The result must have failed.
FailureSignature signature_of(const SeedResult& result);

// Of one property among those violated; the one that is told first if `about` is empty or not among them.
FailureSignature signature_of(const SeedResult& result, std::string_view about);

// Whether the result shows this failure, among others perhaps.
bool shows(const SeedResult& result, const FailureSignature& signature);

}  // namespace groundhog::harness
