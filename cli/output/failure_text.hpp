// A failed seed for people: what was violated, and the command that shows it again.
#pragma once

#include <string>

#include "cli/output/console.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/seed_result.hpp"

namespace groundhog::cli {

struct FailureText {
  std::string scenario;
  std::string file;
  std::string filed_in;               // folder; empty if it was not filed
  harness::WorkerLimits limits = {};  // under which the seed ran
  std::string repro = {};             // file; empty if there is none
};

// The block that begins with FAIL; ends with a newline.
std::string failure_text(const FailureText& where, const harness::SeedResult& result, const Console& console);

// One line, where the block of its minimal form will follow; ends with a newline.
std::string brief_failure_text(const FailureText& where, const harness::SeedResult& result, const Console& console);

// "ttl.safety at t=30.000s", or what ended the run.
std::string headline_of(const harness::SeedResult& result);

}  // namespace groundhog::cli
