// When two failures are the same failure: the same property, violated in the same way. Shrinking must not slip from one
// bug to another, and a report shows one of a kind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/repro/repro.hpp"
#include "harness/runner/seed_result.hpp"

namespace groundhog::harness {

struct FailureSignature {
  std::string about;  // a property, or the word of a SeedEnd
  std::string shape;  // its message with numbers, times, keys, values and names of hosts masked

  friend bool operator==(const FailureSignature&, const FailureSignature&) = default;
  friend auto operator<=>(const FailureSignature&, const FailureSignature&) = default;
};

// Of one property among those violated; the one that is reported first if `about` is empty or not among them. The
// result must have failed.
FailureSignature signature_of(const SeedResult& result, std::string_view about = {});

// Of the run that a .repro keeps, which must have ended.
SeedResult result_of(const Repro& repro);
// Of what a .repro is about; nullopt if its run has not ended, or showed nothing of that.
std::optional<FailureSignature> signature_of(const Repro& repro);

// Whether the result shows this property, or ended in this way; without a word, whether it failed.
bool is_about(const SeedResult& result, std::string_view about);
// Whether the result shows this failure, among others perhaps.
bool shows(const SeedResult& result, const FailureSignature& signature);

}  // namespace groundhog::harness
