#include "sim/runtime/host.hpp"

#include <algorithm>
#include <utility>

#include "sim/plan/limits.hpp"
#include "sim/runtime/sim_runtime.hpp"
#include "sim/runtime/sim_stream.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

namespace {

// The farthest wall clock, at the end of the longest run at the fastest rate, and a deadline beyond that.
constexpr Duration longest_run = 3 * longest_duration;
static_assert((WallTime::max() - NodeClocks::epoch) - farthest_wall - 4 * longest_run > longest_ttl);
static_assert(fastest_drift_ppm == 1'000'000, "twice the rate");

using seam::saturating_add;
using seam::WideInteger;

constexpr WideInteger million = 1'000'000;

Duration stretch(Duration real, std::int64_t ppm) {
  if (ppm == 0) return real;
  return Duration(seam::saturate(real.count() * (million + ppm) / million));
}

// The least real duration whose stretched length is `shown` or more.
Duration shrink(Duration shown, std::int64_t ppm) {
  if (ppm == 0) return shown;
  const WideInteger rate = million + ppm;
  return Duration(seam::saturate((shown.count() * million + rate - 1) / rate));
}

}  // namespace

NodeClocks::NodeClocks(const ClockSpec& spec)
    : drift_ppm_(spec.drift_ppm), wall_drift_ppm_(spec.wall_drift_ppm), wall_offset_(spec.offset) {
  SEAM_ASSERT(drift_ppm_ > -million && wall_drift_ppm_ > -million);
}

MonotonicTime NodeClocks::monotonic(VirtualTime at) const {
  return saturating_add(at_base_, stretch(at - base_, drift_ppm_));
}

Duration NodeClocks::wall_progress(VirtualTime at) const {
  return saturating_add(at_wall_base_, stretch(monotonic(at) - wall_base_, wall_drift_ppm_));
}

WallTime NodeClocks::wall(VirtualTime at) const {
  return saturating_add(saturating_add(epoch, wall_offset_), frozen_ ? *frozen_ : wall_progress(at));
}

VirtualTime NodeClocks::when(MonotonicTime due, VirtualTime now) const {
  if (due <= at_base_) return now;
  return std::max(now, saturating_add(base_, shrink(due - at_base_, drift_ppm_)));
}

void NodeClocks::jump_wall(Duration by) { wall_offset_ = saturating_add(wall_offset_, by); }

void NodeClocks::freeze_wall(bool frozen, VirtualTime now) {
  if (frozen) {
    if (freezes_++ == 0) frozen_ = wall_progress(now);
    return;
  }
  SEAM_ASSERT(freezes_ > 0);
  if (--freezes_ > 0) return;
  wall_offset_ = saturating_add(wall_offset_, *frozen_ - wall_progress(now));
  frozen_.reset();
}

void NodeClocks::set_drift(std::int64_t ppm, VirtualTime now) {
  SEAM_ASSERT(ppm > -million);
  at_base_ = monotonic(now);
  base_ = now;
  drift_ppm_ = ppm;
}

void NodeClocks::set_wall_drift(std::int64_t ppm, VirtualTime now) {
  SEAM_ASSERT(ppm > -million);
  at_wall_base_ = wall_progress(now);
  wall_base_ = monotonic(now);
  wall_drift_ppm_ = ppm;
}

Host::Host(Engine& engine, Network& network, HostId id, const ClockSpec& clock, RandomKey key, HostHooks& hooks,
           Observer& events)
    : engine_(engine),
      network_(network),
      id_(id),
      clocks_(clock),
      random_(key.sub("random").sub(network.name(id))),
      ties_(key.sub("tie").sub("host").sub(network.name(id))),
      timer_ties_(key.sub("tie").sub("timer").sub(network.name(id))),
      hooks_(hooks),
      events_(events),
      reading_times_(key.sub("reading-time").sub(network.name(id))) {
  network_.set_clock(id_, *this);
}

Host::~Host() {
  if (runtime_ != nullptr) runtime_->cut();
}

// ---- the process --------------------------------------------------------------------------------------------------

seam::Runtime& Host::boot() {
  SEAM_ASSERT(runtime_ == nullptr);
  if (std::exchange(host_failed_, false)) network_.host_booted(id_);
  runtimes_.push_back(std::make_unique<SimRuntime>(*this, ++incarnation_));
  runtime_ = runtimes_.back().get();
  return *runtime_;
}

std::size_t Host::pending_timers() const { return running() ? runtime_->pending_timers() : 0; }
std::size_t Host::held_streams() const { return running() ? runtime_->held_streams() : 0; }

void Host::kill(bool host_failed) {
  SEAM_ASSERT(!in_callback_);
  if (runtime_ == nullptr) return;
  std::exchange(runtime_, nullptr)->cut();
  host_failed_ = host_failed;
  paused_ = false;
  waiting_.clear();
  busy_until_ = {};
  engine_.cancel(busy_end_);
  network_.process_died(id_, host_failed);
}

void Host::begin_callback() {
  SEAM_ASSERT(runtime_ != nullptr && !in_callback_);
  in_callback_ = true;
  readings_ = 0;
  left_for_readings_ = readings_take;
  for (auto& [rule, left_for_readings] : slow_) {
    left_for_readings = 2 * rule.work;
    const Duration length = draw_time(rule.key, rule.work, rule.jitter);
    if (length == Duration{0}) continue;
    take_time(length);
    hooks_.on_fault_met(rule.fault);
  }
}

void Host::end_callback() {
  in_callback_ = false;
  if (ahead_ > Duration{0}) busy_until_ = engine_.now() + std::exchange(ahead_, Duration{0});
  hooks_.after_callback(id_);
}

// ---- the time that callbacks take ---------------------------------------------------------------------------------

void Host::take_reading_time() {
  if (!in_callback_ || readings_++ == 0) return;
  const auto take = [](Duration length, Duration& left) {
    length = std::min(length, left);
    left -= length;
    return length;
  };
  Duration length = take(draw_time(reading_times_, reading_takes / 2, reading_takes / 2), left_for_readings_);
  for (Slow& each : slow_) {
    length += take(draw_time(each.rule.key, each.rule.work, each.rule.jitter), each.left_for_readings);
  }
  take_time(length);
}

Duration Host::draw_time(const RandomKey& key, Duration mean, Duration jitter) const {
  if (jitter == Duration{0}) return mean;
  const auto instant = static_cast<std::uint64_t>(engine_.now().time_since_epoch() / std::chrono::milliseconds(1));
  const std::uint64_t bits = key.sub(instant).draw(readings_);
  return std::max(uniform_between(bits, mean - jitter, mean + jitter), Duration{0});
}

void Host::take_time(Duration length) {
  const MonotonicTime from = monotonic_now();
  ahead_ += length;
  if (is_node()) events_.on(NodeBusy{engine_.now(), id_, from, monotonic_now(), process_time()});
}

// ---- faults of timers and sockets ---------------------------------------------------------------------------------

VirtualTime LateTimers::wake_up(VirtualTime due) const {
  const std::int64_t length = std::max<std::int64_t>(most.count() / 2, 1);
  const auto in_slot = [&](std::int64_t slot) {
    const std::uint64_t place =
        uniform_below(key.draw(static_cast<std::uint64_t>(slot)), static_cast<std::uint64_t>(length));
    return VirtualTime(Duration(slot * length + static_cast<std::int64_t>(place)));
  };
  const std::int64_t slot = due.time_since_epoch().count() / length;
  const VirtualTime at = in_slot(slot);
  return at >= due ? at : in_slot(slot + 1);
}

void Host::add_rule(const ProcessRule& rule) {
  std::visit([this](const auto& each) { add(each); }, rule);
}

void Host::end_rules(std::uint32_t fault) {
  std::erase_if(slow_, [fault](const Slow& each) { return each.rule.fault == fault; });
  // What waits for a wake-up of this fault is woken as it is without it.
  const auto late = std::erase_if(late_timers_, [fault](const LateTimers& each) { return each.fault == fault; });
  if (late > 0 && runtime_ != nullptr) runtime_->reschedule_timers();
  std::erase_if(spurious_, [fault](const SpuriousReadiness& each) { return each.fault == fault; });
}

std::optional<VirtualTime> Host::late_wake_up(VirtualTime due) {
  VirtualTime at = due;
  for (const LateTimers& each : late_timers_) {
    const VirtualTime wake_up = each.wake_up(due);
    if (wake_up > engine_.now()) hooks_.on_fault_met(each.fault);
    at = std::max(at, wake_up);
  }
  if (at <= engine_.now()) return std::nullopt;
  if (is_node()) events_.on(TimerLate{engine_.now(), id_, clocks_.monotonic(engine_.now()), clocks_.monotonic(at), at});
  return at;
}

void Host::repeat_readiness(Endpoint end) {
  constexpr Duration soon = std::chrono::microseconds(20);
  for (const SpuriousReadiness& each : spurious_) {
    const auto instant = static_cast<std::uint64_t>(engine_.now().time_since_epoch() / std::chrono::milliseconds(1));
    const RandomKey key = each.key.sub(network_.peer(end).host).sub(instant);
    if (!chance(key.draw(0), each.probability)) continue;
    const SocketSignals signal = key.draw(1) % 2 == 0 ? signal_readable : signal_writable;
    engine_.schedule(engine_.now() + soon, key.draw(2),
                     [this, end, signal, fault = each.fault, incarnation = incarnation_] {
                       if (runtime_ == nullptr || incarnation != incarnation_) return;
                       auto* const stream = static_cast<SimStream*>(network_.attached(end));
                       if (stream != nullptr && stream->signal_without_cause(signal)) hooks_.on_fault_met(fault);
                     });
  }
}

// ---- pauses -------------------------------------------------------------------------------------------------------

void Host::pause() { paused_ = running(); }

void Host::stay_paused() {
  if (!waiting_.empty()) hooks_.on_withheld(id_);
}

void Host::resume() {
  if (std::exchange(paused_, false)) run_all_waiting();
}

// What has gathered runs now, in an order of the seed's choice; timers among themselves in the order of their due
// times, as every event loop has it.
void Host::run_all_waiting() {
  std::vector<std::uint64_t> ties;
  std::vector<std::uint64_t> timer_ties;
  for (const Waiting& what : waiting_) {
    ties.push_back(draw_tie());
    if (what.kind == Waiting::Kind::timer) timer_ties.push_back(ties.back());
  }
  std::sort(timer_ties.begin(), timer_ties.end());
  auto next_timer = timer_ties.begin();
  const std::vector<Waiting> waiting = std::exchange(waiting_, {});
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    schedule_waiting(waiting[i], waiting[i].kind == Waiting::Kind::timer ? *next_timer++ : ties[i]);
  }
}

bool Host::may_run(Waiting what) {
  const bool is_busy = engine_.now() < busy_until_;
  if (!paused_ && !is_busy) return true;
  if (std::find(waiting_.begin(), waiting_.end(), what) == waiting_.end()) waiting_.push_back(what);
  if (paused_) {
    hooks_.on_withheld(id_);
  } else if (!engine_.is_pending(busy_end_)) {
    busy_end_ = engine_.schedule(busy_until_, draw_tie(), [this] {
      if (running() && !paused_) run_all_waiting();
    });
  }
  return false;
}

void Host::schedule_waiting(const Waiting& what, std::uint64_t tie) {
  engine_.schedule(engine_.now(), tie, [this, what, incarnation = incarnation_] { run_waiting(what, incarnation); });
}

void Host::run_waiting(const Waiting& what, std::uint32_t incarnation) {
  if (runtime_ == nullptr || incarnation != incarnation_) return;
  switch (what.kind) {
    case Waiting::Kind::timer:
      return runtime_->fire(seam::TimerId{what.id});
    case Waiting::Kind::listener:
      return network_.announce_pending(id_, static_cast<std::uint16_t>(what.id));
    case Waiting::Kind::stream: {
      const Endpoint end{ConnectionId{what.id >> 1}, static_cast<Side>(what.id & 1)};
      // Every socket of a process on a simulated host is a SimStream.
      if (auto* stream = static_cast<SimStream*>(network_.attached(end))) stream->run_pending();
      return;
    }
  }
}

// ---- clocks and chance --------------------------------------------------------------------------------------------

// Not before what the process has read already: its monotonic clock never goes back.
void Host::change_clocks(std::uint32_t fault, ClockChange what, const ChangeClocks& change) {
  const VirtualTime at = std::max(process_time(), busy_until_);
  for (Unseen& each : unseen_) {
    if (each.fault != fault) change(each.clocks, at);
  }
  if (what == ClockChange::begins) unseen_.push_back({fault, clocks_});
  const std::int64_t rate = clocks_.drift_ppm();
  change(clocks_, at);
  if (runtime_ != nullptr && clocks_.drift_ppm() != rate) runtime_->reschedule_timers();
}

void Host::note_reading(Shown what) {
  std::erase_if(unseen_, [&, now = process_time()](const Unseen& each) {
    const bool is_shifted = what == Shown::wall ? each.clocks.wall(now) != clocks_.wall(now)
                                                : each.clocks.monotonic(now) != clocks_.monotonic(now);
    if (is_shifted) hooks_.on_fault_met(each.fault);
    return is_shifted;
  });
}

std::uint64_t Host::draw_random(std::string_view purpose) {
  auto found = random_ordinals_.find(purpose);
  if (found == random_ordinals_.end()) found = random_ordinals_.emplace(std::string(purpose), 0).first;
  return random_.sub(purpose).draw(found->second++);
}

}  // namespace groundhog
