// The timeline of a run for people: one aligned line per event, in scenario time (0 is the end of warmup).
//
//   12.003124000  n1  sent     → n2  log_entry      #812 offset=812 kind=set key=k7
//
// Lines of warmup carry negative times; they wait until the origin is known, that is, until chaos begins. A run that
// never gets there is printed at its end, in time since its start.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/event_renderer.hpp"

namespace groundhog {

// What to show: all conditions hold. What a check noticed is shown unless it is out of time. An empty list or nullopt
// is no condition.
struct TimelineFilter {
  std::vector<std::string> nodes;  // hosts, on either side of the event
  std::vector<std::string> types;  // of frames, or names of announcements
  std::vector<std::string> keys;
  bool keyless = false;          // with `keys`: what is about no key, too; of frames only what a fault did to them
  std::optional<Duration> from;  // scenario time, both included
  std::optional<Duration> to;
  bool verbose = false;  // with timers, clock readings, positions and frames of clients
};

class Timeline final : public EventRenderer {
 public:
  // Gets each line without its end of line.
  using Sink = std::function<void(std::string_view)>;

  Timeline(const Plan& plan, TimelineFilter filter, Sink sink);

  using EventRenderer::on;
  void on(const PhaseStarted& event) override;
  void on(const RunEnded& event) override;

  // Later events are not shown. What still waits for the origin is printed when that is known.
  void end() { ended_ = true; }

 private:
  struct Waiting {
    VirtualTime at;
    std::string text;  // all but the time
  };

  bool wanted() override { return true; }
  void line(const TraceLine& line) override;
  bool passes(const TraceLine& line) const;
  bool is_about_a_key(const TraceLine& line) const;
  bool is_keyless(const TraceLine& line) const;
  bool in_range(Duration time) const;
  void print(VirtualTime at, std::string_view text);
  void set_origin(VirtualTime origin);

  TimelineFilter filter_;
  Sink sink_;
  std::optional<VirtualTime> origin_;
  bool ended_ = false;
  std::vector<Waiting> waiting_;  // until the origin is known
  std::string text_;
  std::string printed_;
};

// Keeps the events of a run as text: to name the event at which two runs differ. The index of an event is the same as
// in a trail of EventHash.
class Recorder final : public EventRenderer {
 public:
  using EventRenderer::EventRenderer;

  // Times are since the start of the run.
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  bool wanted() override { return true; }
  void line(const TraceLine& line) override;

  std::vector<std::string> lines_;
};

}  // namespace groundhog
