// Burrow, with a harness that misreads its log: from the third entry on, deadlines are reported one millisecond too
// late. So a failure takes exactly three entries, the last of which has a TTL, and no bug has to be built.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "sim/plan/plan.hpp"
#include "tests/support/disguised_burrow.hpp"

namespace groundhog::test {

using namespace harness;

class LyingGuest : public DisguisedBurrow {
 public:
  static constexpr std::uint64_t first_lie = 3;  // offset

  std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const override {
    auto append = DisguisedBurrow::decode_append(announcement);
    if (append && append->offset >= first_lie && append->effect.deadline) {
      *append->effect.deadline += std::chrono::milliseconds(1);
    }
    return append;
  }
};

// Two nodes, two clients, forty operations, one fault; writes with a TTL come late.
inline Plan lied_about() {
  using std::chrono::milliseconds;
  Plan plan;
  plan.name = "lied-about";
  plan.seed = 5;
  plan.chaos = std::chrono::seconds(3);
  plan.settle = std::chrono::seconds(10);
  plan.nodes = {{"n1", std::nullopt, "", {}, {}}, {"n2", "n1", "", {}, {}}};
  plan.network.fallback.delay.jitter = milliseconds(1);
  plan.clients = 2;
  for (int i = 0; i < 20; ++i) {
    const std::string key = "k" + std::to_string(i % 4);
    const std::string value = "c-" + std::to_string(i);
    PlannedOperation write{milliseconds(100 * i), 0, "primary", {"SET", key, value}};
    if (i > 12) write.arguments.insert(write.arguments.end(), {"PX", "437"});
    plan.operations.push_back(write);
    plan.operations.push_back({milliseconds(100 * i + 50), 1, "n2", {"GET", key}});
  }
  PlannedFault pause;
  pause.id = "stall";
  pause.verb = "pause";
  pause.at = milliseconds(317);
  pause.lasts = milliseconds(123);
  pause.parameters = {{"node", std::string("n2")}};
  plan.faults = {pause};
  plan.checks = {"ttl.safety", "ttl.fidelity", "progress"};
  return plan;
}

}  // namespace groundhog::test
