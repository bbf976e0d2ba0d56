// Keeps some events of a run as text, by their index: to name the event at which two runs differ. The index of an event
// is its place among all events of the run, the same as in a trail of EventHash.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/trace/event_renderer.hpp"

namespace groundhog {

class Recorder final : public EventRenderer {
 public:
  // The events first … first + count - 1.
  Recorder(const Plan& plan, std::uint64_t first, std::uint64_t count)
      : EventRenderer(plan), first_(first), count_(count) {}

  // Fewer than `count` if the run ended earlier. Times are since the start of the run.
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  bool wanted() override;
  void line(const TraceLine& line) override;

  std::uint64_t first_;
  std::uint64_t count_;
  std::uint64_t seen_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace groundhog
