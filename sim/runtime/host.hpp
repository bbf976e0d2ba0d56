// One machine of the simulated world: clocks, the process on it (one incarnation after another), whether it runs.
//
// Life of a process: boot() hands out its Runtime; the owner builds the process on it. To end it: kill(), which cuts
// the seam (every Runtime, Stream, Timer and Listener call of that incarnation is a harmless no-op from then on), then
// destroy the process. Runtimes exist as long as their Host.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/core/virtual_time.hpp"
#include "sim/events/observer.hpp"
#include "sim/net/network.hpp"
#include "sim/plan/plan.hpp"
#include "sim/runtime/process_faults.hpp"
#include "sut/runtime/runtime.hpp"

namespace groundhog {

// The two clocks of one machine, as functions of true time. Integer arithmetic only, which stays at the end of 64 bits
// where a plan goes beyond the limits of a scenario (sim/plan/limits.hpp).
//
//   monotonic = true time x (1 + drift_ppm / 10^6); changing the drift never steps it
//   wall      = 2026-01-01T00:00:00Z + offset + monotonic x (1 + wall_drift_ppm / 10^6) + jumps; frozen, it stands
//               still and later resumes from there
class NodeClocks {
 public:
  // What a wall clock without offset shows at virtual time 0.
  static constexpr WallTime epoch = wall_at_zero;

  // Every drift must be above -10^6.
  explicit NodeClocks(const ClockSpec& spec);

  MonotonicTime monotonic(VirtualTime at) const;
  WallTime wall(VirtualTime at) const;
  ClockReading read(VirtualTime at) const { return {wall(at), monotonic(at)}; }

  // The earliest true time at which the monotonic clock shows `due` or more; not before `now`.
  VirtualTime when(MonotonicTime due, VirtualTime now) const;

  std::int64_t drift_ppm() const { return drift_ppm_; }
  void jump_wall(Duration by);
  // As often as it was frozen it must be thawed.
  void freeze_wall(bool frozen, VirtualTime now);
  void set_drift(std::int64_t ppm, VirtualTime now);
  // Of the wall clock alone, on top of that.
  void set_wall_drift(std::int64_t ppm, VirtualTime now);

 private:
  // What the wall clock has gained from the beginning, without offset and jumps.
  Duration wall_progress(VirtualTime at) const;

  VirtualTime base_{};  // the drift has been constant since
  MonotonicTime at_base_{};
  std::int64_t drift_ppm_;
  MonotonicTime wall_base_{};  // the drift of the wall has been constant since
  Duration at_wall_base_{0};
  std::int64_t wall_drift_ppm_;
  Duration wall_offset_;            // of the wall clock from epoch + its progress
  std::optional<Duration> frozen_;  // the progress where it stands still
  std::uint32_t freezes_ = 0;
};

// What the simulation hears of its hosts.
class HostHooks {
 public:
  // A callback into the process of this host has returned.
  virtual void after_callback(HostId host) = 0;
  // The process announced something: called from inside its callback (or its construction).
  virtual void on_announcement(HostId host, const seam::Announcement& announcement) = 0;
  // A callback that was due waits for the end of a pause.
  virtual void on_withheld(HostId host) = 0;
  // The process sees something else than without this fault: a shifted clock, once for each change; a callback that
  // takes longer; a timer that is late; a callback without cause.
  virtual void on_fault_met(std::uint32_t fault) = 0;

 protected:
  ~HostHooks() = default;
};

class SimRuntime;

class Host final : public MonotonicSource {
 public:
  // `key` is that of the whole run; draws of this host are keyed by its name.
  Host(Engine& engine, Network& network, HostId id, const ClockSpec& clock, RandomKey key, HostHooks& hooks,
       Observer& events);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // A callback that is due but may not run yet.
  struct Waiting {
    enum class Kind : std::uint8_t { stream, listener, timer };
    Kind kind;
    std::uint64_t id;  // of kind: connection and side, port, timer

    friend bool operator==(const Waiting&, const Waiting&) = default;
  };

  HostId id() const { return id_; }
  const std::string& name() const { return network_.name(id_); }

  // -- the process. None may run; the runtime of the new one. Build the process inside enter() if it may act in its
  // constructor.
  seam::Runtime& boot();
  // Cuts the seam: not from inside a callback of this host. Does nothing if no process runs.
  void kill(bool host_failed);
  bool running() const { return runtime_ != nullptr; }
  // What the process has: timers that are pending, and streams that it has not destroyed.
  std::size_t pending_timers() const;
  std::size_t held_streams() const;
  std::uint32_t incarnation() const { return incarnation_; }

  // SIGSTOP and SIGCONT: callbacks wait, the kernel continues to accept and buffer. Inside a callback of this host the
  // pause begins when the callback returns. A new process is not paused.
  void pause();
  void resume();
  // One of several pauses is over: what waits is withheld by the others now.
  void stay_paused();
  bool paused() const { return paused_; }

  // Runs `action` as a callback of the process: commands from outside, construction. Then hooks.after_callback. Not
  // reentrant. Nothing throws through it.
  template <typename Action>
  void enter(Action&& action) {
    begin_callback();
    action();
    end_callback();
  }
  bool in_callback() const { return in_callback_; }

  // -- clocks: inside a callback those of its process
  ClockReading read_clocks() const { return clocks_.read(process_time()); }
  MonotonicTime monotonic_now() const override { return clocks_.monotonic(process_time()); }
  // A fault changes the clocks, or takes its change back, at the time that `change` is given. Pending timers keep their
  // monotonic due times.
  enum class ClockChange : std::uint8_t { begins, ends };
  using ChangeClocks = std::function<void(NodeClocks& clocks, VirtualTime at)>;
  void change_clocks(std::uint32_t fault, ClockChange what, const ChangeClocks& change);

  // -- the time that callbacks take. The engine's time stands still while one runs; in its place both clocks of the
  // process move by a drawn amount at each reading of the wall after the first, so that what reads it twice sees two
  // times. What is written then leaves so much later, and the next callback waits until true time has caught up.
  static constexpr Duration reading_takes = std::chrono::microseconds(20);   // at most
  static constexpr Duration readings_take = std::chrono::microseconds(250);  // all of one callback, at most
  Duration ahead() const override { return ahead_; }
  // For each process until the fault ends it. Of several faults the work adds up, and a timer waits for the latest.
  void add_rule(const ProcessRule& rule);
  void end_rules(std::uint32_t fault);

 private:
  friend class SimRuntime;
  friend class SimStream;
  friend class SimListener;

  bool is_node() const { return network_.kind(id_) == HostKind::node; }
  std::uint64_t draw_tie() { return ties_.next(); }
  // The same for all timers of one instant: among themselves they keep the order of their start, as in every event
  // loop.
  std::uint64_t timer_tie(VirtualTime at) const {
    return timer_ties_.draw(static_cast<std::uint64_t>(at.time_since_epoch().count()));
  }
  std::uint64_t draw_random(std::string_view purpose);
  // Whether a callback may run now; if not, `what` is remembered for resume().
  bool may_run(Waiting what);
  void schedule_waiting(const Waiting& what, std::uint64_t tie);
  void run_waiting(const Waiting& what, std::uint32_t incarnation);
  enum class Shown : std::uint8_t { wall, monotonic };
  // The process reads a clock.
  void note_reading(Shown what);
  void begin_callback();
  void end_callback();
  // The process reads the wall clock: that may take time.
  void take_reading_time();
  void take_time(Duration length);
  // Drawn by the millisecond and how much has been read: a callback more or less elsewhere, or a little earlier or
  // later, shifts none. Never negative.
  Duration draw_time(const RandomKey& key, Duration mean, Duration jitter) const;
  VirtualTime process_time() const { return engine_.now() + ahead_; }
  void run_all_waiting();
  void add(const Slowness& rule) { slow_.push_back({rule, Duration{0}}); }
  void add(const LateTimers& rule) { late_timers_.push_back(rule); }
  void add(const SpuriousReadiness& rule) { spurious_.push_back(rule); }
  // When a timer that was due at `due` fires, if it is late.
  std::optional<VirtualTime> late_wake_up(VirtualTime due);
  // A callback has taken all input of this stream.
  void repeat_readiness(Endpoint end);

  Engine& engine_;
  Network& network_;
  HostId id_;
  NodeClocks clocks_;
  RandomKey random_;
  RandomStream ties_;
  RandomKey timer_ties_;
  HostHooks& hooks_;
  Observer& events_;

  SimRuntime* runtime_ = nullptr;                      // of the running process
  std::vector<std::unique_ptr<SimRuntime>> runtimes_;  // of every incarnation
  std::uint32_t incarnation_ = 0;
  bool host_failed_ = false;
  bool paused_ = false;
  bool in_callback_ = false;
  std::vector<Waiting> waiting_;
  struct Slow {
    Slowness rule;
    Duration left_for_readings{0};  // of the callback at work
  };
  std::vector<Slow> slow_;
  std::vector<LateTimers> late_timers_;
  std::vector<SpuriousReadiness> spurious_;
  RandomKey reading_times_;
  std::uint32_t readings_ = 0;  // of the wall, in the callback at work
  Duration left_for_readings_{0};
  Duration ahead_{0};         // of the process in it
  VirtualTime busy_until_{};  // no callback runs before
  EventHandle busy_end_;      // where a callback waits for it
  // Faults whose change no reading has shown yet, each with the clocks as they would be without it.
  struct Unseen {
    std::uint32_t fault;
    NodeClocks clocks;
  };
  std::vector<Unseen> unseen_;
  std::map<std::string, std::uint64_t, std::less<>> random_ordinals_;  // by purpose, over all incarnations
};

}  // namespace groundhog
