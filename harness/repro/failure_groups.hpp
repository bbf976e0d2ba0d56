// The failed seeds of a scenario by the failure that they show: how many of each, which, and one minimal form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/repro/repro.hpp"
#include "harness/repro/signature.hpp"
#include "harness/runner/seed_result.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::harness {

// What a failure was shrunk to.
struct MinimalForm {
  std::string repro_file;  // empty: none was written
  PlanSize size;
  PlanSize from;                    // of the run that was found
  std::string message;              // of the same failure in the minimal run
  bool verified = false;            // nothing can be taken out
  std::string scenario;             // its plan as a commented scenario without a heading; empty: too much to read
  std::vector<std::string> events;  // of the timeline, up to the violation; empty: the run killed its process

  friend bool operator==(const MinimalForm&, const MinimalForm&) = default;
};

struct FailureGroup {
  FailureSignature signature;
  std::string message;               // of its first seed
  std::vector<std::uint64_t> seeds;  // in the order in which they failed; not empty
  std::string filed_in;              // the folder of its first seed; empty: it is not filed
  std::optional<MinimalForm> minimal;

  std::uint64_t first_seed() const { return seeds.front(); }
};

// The groups, in the order of their first seeds. A seed belongs to the group of what is reported first of it.
class FailureGroups {
 public:
  // A result that failed; its group.
  FailureGroup& add(const SeedResult& failed);
  // nullptr: no seed failed so.
  FailureGroup* find(const FailureSignature& signature);
  // The group of which this seed is the first; nullptr: of none.
  FailureGroup* begun_by(std::uint64_t seed);
  const FailureGroup* begun_by(std::uint64_t seed) const;

  bool empty() const { return groups_.empty(); }
  std::size_t size() const { return groups_.size(); }
  auto begin() const { return groups_.begin(); }
  auto end() const { return groups_.end(); }

 private:
  std::vector<FailureGroup> groups_;
};

// What a result says of the failure that is reported first: the message of the property, or how the run ended.
const std::string& message_of(const SeedResult& failed);

}  // namespace groundhog::harness
