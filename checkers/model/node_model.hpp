// What the ledger knows of one node: its clock, and which states it held when.
#pragma once

#include <algorithm>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "checkers/model/history_log.hpp"
#include "sim/events/observer.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::checkers {

// The expiry clock E of one process, recomputed from the readings that the seam handed to it.
//
// replication.md, "Clocks": at each reading E = max(wall, E_prev + Δmonotonic / 2); it starts at the wall at process
// start. It never runs backwards and never stands still.

// Half-open, in whole milliseconds. Said here again and not borrowed: what is checked must not define the check.
constexpr bool alive_at(ExpiryTime now, const Deadline& deadline) { return !deadline || now < *deadline; }

class ObservedClock {
 public:
  // A process started.
  void restart(ClockReading start) {
    begin(start);
    has_read_ = false;
  }

  // The process read its clocks. Its first reading is where E starts: a process may be busy before.
  void read(ClockReading reading) {
    if (!std::exchange(has_read_, true)) return begin(reading);
    e_ = nanoseconds_at(reading);
    monotonic_ = reading.monotonic;
  }

  // What E would be if the process read its clocks now. In whole milliseconds, as every deadline is judged.
  ExpiryTime at(ClockReading reading) const { return floored(nanoseconds_at(reading)); }

  // E at the last reading.
  ExpiryTime last() const { return floored(e_); }

 private:
  void begin(ClockReading reading) {
    e_ = reading.wall.time_since_epoch();
    monotonic_ = reading.monotonic;
  }

  static ExpiryTime floored(Duration e) { return ExpiryTime(std::chrono::floor<seam::Milliseconds>(e)); }

  Duration nanoseconds_at(ClockReading reading) const {
    const Duration alone = seam::saturating_add(e_, (reading.monotonic - monotonic_) / 2);
    return std::max<Duration>(reading.wall.time_since_epoch(), alone);
  }

  Duration e_{0};
  MonotonicTime monotonic_{};
  bool has_read_ = false;  // since it started
};

// A stretch of time in which a node went through consecutive states of one history, in one role and generation.
struct Residence {
  const HistoryLog* log;  // nullptr: no state yet (history none), or a history that no node began
  HistoryId history;
  std::uint64_t first;  // offsets
  std::uint64_t last;
  std::uint32_t generation;
  Role role;
  bool announced_only;  // known from HistoryBegan: its generation is not known yet

  bool is_judgeable() const { return log != nullptr || history == HistoryId::none; }
};

// A place in the course of one node: which residence (counted from the start of the run) and which offset in it.
struct CourseMark {
  std::uint64_t residence = 0;
  std::uint64_t offset = 0;

  friend auto operator<=>(const CourseMark&, const CourseMark&) = default;
};

// The residences of one node, oldest first. Old ones are forgotten once no operation can need them.
class Course {
 public:
  bool empty() const { return residences_.empty(); }
  const Residence& current() const { return residences_.back(); }
  CourseMark mark() const { return {forgotten_ + residences_.size() - 1, residences_.back().last}; }
  const Residence& at(std::uint64_t residence) const { return residences_[residence - forgotten_]; }
  std::size_t size() const { return residences_.size(); }

  void begin(const Residence& residence) { residences_.push_back(residence); }
  void advance(std::uint64_t offset) { residences_.back().last = offset; }
  void confirm_generation(std::uint32_t generation) {
    residences_.back().generation = generation;
    residences_.back().announced_only = false;
  }
  void forget_before(std::uint64_t residence) {
    const std::uint64_t count = residence - forgotten_;
    residences_.erase(residences_.begin(), residences_.begin() + static_cast<std::ptrdiff_t>(count));
    forgotten_ = residence;
  }

 private:
  std::vector<Residence> residences_;
  std::uint64_t forgotten_ = 0;
};

struct NodeModel {
  bool running = false;
  bool paused = false;
  std::uint32_t incarnation = 0;
  ObservedClock clock;
  Course course;
  std::optional<NodePosition> position;  // the latest of this incarnation
  std::vector<OperationId> awaiting_reading;
};

}  // namespace groundhog::checkers
