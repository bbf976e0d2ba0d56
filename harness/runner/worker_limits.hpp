// What a worker process may take of the machine.
#pragma once

#include <chrono>
#include <cstddef>

namespace groundhog::harness {

struct WorkerLimits {
  std::chrono::milliseconds seed_timeout{std::chrono::seconds(60)};  // real time for one seed
  std::size_t memory_bytes = 0;                                      // address space of a worker; 0: no limit

  friend bool operator==(const WorkerLimits&, const WorkerLimits&) = default;
};

}  // namespace groundhog::harness
