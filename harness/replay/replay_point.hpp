// Up to where a replay shows the timeline, that event included.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

namespace groundhog::harness {

struct EventNumber {
  std::uint64_t number = 1;  // from 1, as the lines of history.jsonl
};
struct FirstAnnouncement {
  std::string event;
};
struct FirstViolation {};
using ReplayPoint = std::variant<std::chrono::nanoseconds, EventNumber, FirstAnnouncement, FirstViolation>;

}  // namespace groundhog::harness
