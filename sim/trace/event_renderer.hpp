// Turns each event of a run into one line for people: a fault by its verb and targets, a deadline as what is left of it
// by the wall clock of the node ("expires in 12ms"). What becomes of the lines is up to the derived class: the
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
  bool detail = false;     // bookkeeping that drowns the rest: timers, clock readings, positions, client frames
  bool by_fault = false;   // what a fault did to a frame
  bool violation = false;  // no event, but what a check noticed at the last one
  std::string_view text = {};
};

class EventRenderer : public EachEvent<EventRenderer> {
 public:
  explicit EventRenderer(const Plan& plan);

  // What a check noticed at the event that was the last: a line of its own. `key`: empty if it is about none.
  void note_violation(VirtualTime at, std::optional<HostId> node, std::string_view key, std::string_view check,
                      std::string_view message);

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
  std::vector<std::string> faults_;  // verb and targets of each, with its id if a person gave it one
  RoleNames roles_;
  std::size_t node_count_;
  std::size_t widest_name_ = 0;
  std::unique_ptr<Observer> lines_;  // Lines
};

}  // namespace groundhog
