#include "sim/scenario/arrivals.hpp"

#include <algorithm>

namespace groundhog {
namespace {

constexpr std::uint64_t mean_burst = 8;

Duration gap_between(WorkloadSpec::Arrivals arrivals, Duration mean, std::uint64_t bits) {
  switch (arrivals) {
    case WorkloadSpec::Arrivals::bursts:
      // The low bits say whether the burst is over, the high ones how long it then is until the next.
      return bits % mean_burst != 0 ? Duration{0} : exponential(bits, mean * mean_burst);
    case WorkloadSpec::Arrivals::even:
      return mean;
    case WorkloadSpec::Arrivals::jittered:
      return uniform_between(bits, mean / 2, mean + mean / 2);
    case WorkloadSpec::Arrivals::exponential:
      break;
  }
  return exponential(bits, mean);
}

}  // namespace

std::vector<DueOperation> draw_arrivals(const ScenarioBody& body, RandomKey key) {
  const WorkloadSpec& workload = body.workload;
  const std::uint32_t clients = body.plan.clients;
  std::vector<DueOperation> arrivals;
  if (workload.rate <= 0 || clients == 0) return arrivals;
  const double seconds = static_cast<double>(clients) / workload.rate;
  const Duration mean = std::max(Duration{1}, to_duration(seconds * 1e9));
  for (std::uint32_t client = 0; client < clients; ++client) {
    RandomStream stream(key.sub(client).sub("arrival"));
    Duration at{0};
    for (std::uint32_t ordinal = 1;; ++ordinal) {
      at += std::max(Duration{1}, gap_between(workload.arrivals, mean, stream.next()));
      if (at >= body.plan.chaos) break;
      arrivals.push_back({at, client, ordinal});
    }
  }
  std::sort(arrivals.begin(), arrivals.end());
  return arrivals;
}

}  // namespace groundhog
