// Turns each event of a run into one line for people. What becomes of the lines is up to the derived class: the
// timeline filters and prints them, the recorder keeps a window of them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/events/observer.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

// One event as text, and by what it can be found. Views are valid until the next event.
struct TraceLine {
  VirtualTime at;
  std::optional<HostId> node = {};              // whose event it is; none: of the run (phases, faults)
  std::optional<HostId> peer = {};              // the other side, if it has one
  std::string_view type = {};                   // of a frame, or the name of an announcement; empty for others
  std::string_view key = {};                    // that it is about, if any
  std::span<const std::string> more_keys = {};  // of an operation on several
  bool detail = false;  // bookkeeping that drowns the rest: timers, clock readings, positions, client frames
  std::string_view text = {};
};

class EventRenderer : public EachEvent<EventRenderer> {
 public:
  explicit EventRenderer(const Plan& plan);

  template <typename Event>
  void each(const Event& event) {
    lines_->on(event);
  }

 protected:
  // Asked once for each event, before it is rendered: false saves the work.
  virtual bool wanted() = 0;
  virtual void line(const TraceLine& line) = 0;

  std::string_view name_of(HostId host) const;
  std::size_t widest_name() const { return widest_name_; }

 private:
  class Lines;

  std::vector<std::string> names_;
  std::vector<std::string> faults_;
  RoleNames roles_;
  std::size_t node_count_;
  std::size_t widest_name_ = 0;
  std::unique_ptr<Observer> lines_;  // Lines
};

}  // namespace groundhog
