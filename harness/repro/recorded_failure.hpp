// The failure that a .repro keeps, as its run showed it.
#pragma once

#include <optional>

#include "harness/repro/repro.hpp"
#include "harness/repro/signature.hpp"

namespace groundhog::harness {

// Of what the file is about; nullopt if its run has not ended, or showed nothing of that.
std::optional<FailureSignature> recorded_failure(const Repro& repro);

// Whether the result shows what the file is about, in whatever way; without that word, whether it failed.
bool is_about(const SeedResult& result, const Repro& repro);

}  // namespace groundhog::harness
