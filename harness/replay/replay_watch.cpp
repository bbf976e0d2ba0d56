#include "harness/replay/replay_watch.hpp"

#include <cerrno>
#include <new>
#include <sys/mman.h>
#include <system_error>
#include <type_traits>
#include <utility>

#include "sim/trace/text.hpp"

namespace groundhog::harness {
namespace {

constexpr std::size_t events_before = 5;

}  // namespace

static_assert(std::is_trivially_destructible_v<ReplayFindings> && std::is_trivially_copyable_v<ReplayFindings>);

SharedFindings::SharedFindings() {
  void* memory = ::mmap(nullptr, sizeof(ReplayFindings), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  findings_ = new (memory) ReplayFindings;
}

SharedFindings::~SharedFindings() { ::munmap(findings_, sizeof(ReplayFindings)); }

ReplayWatch::ReplayWatch(const Plan& plan, Task task, const std::vector<std::uint64_t>& hashes,
                         ReplayFindings& findings)
    : EventRenderer(plan), task_(std::move(task)), hashes_(hashes), findings_(findings) {}

void ReplayWatch::on(const PhaseStarted& event) {
  EventRenderer::on(event);
  if (event.phase != Phase::chaos) return;
  origin_ = event.at;
  if (findings_.diverged) tell();
}

bool ReplayWatch::wanted() {
  if (findings_.diverged) return false;
  const std::uint64_t position = findings_.events++;
  differs_ = task_.expected != nullptr && !is_as_recorded(position);
  look_for_violation();
  const auto* number = task_.until ? std::get_if<EventNumber>(&*task_.until) : nullptr;
  if (number != nullptr && number->number == findings_.events) reach();
  return task_.expected != nullptr || (task_.until && std::holds_alternative<FirstAnnouncement>(*task_.until));
}

void ReplayWatch::line(const TraceLine& line) {
  const auto* announcement = task_.until ? std::get_if<FirstAnnouncement>(&*task_.until) : nullptr;
  if (announcement != nullptr && announcement->event == line.type) reach();
  if (task_.expected == nullptr) return;

  std::string text = line.node ? std::string(name_of(*line.node)) + " " : std::string();
  latest_.push_back({line.at, text.append(line.text)});
  if (latest_.size() > events_before + 1) latest_.pop_front();
  if (!differs_) return;
  diverge({.event = findings_.events,
           .at_ns = 0,
           .ended_here = false,
           .ended_then = findings_.events > task_.expected->events.size()},
          line.at);
}

bool ReplayWatch::is_as_recorded(std::uint64_t position) const {
  const HashTrail& expected = *task_.expected;
  if (position >= expected.events.size()) return false;
  const std::uint64_t hash = hashes_[position];
  if (static_cast<std::uint16_t>(hash) != expected.events[position]) return false;
  const std::uint64_t count = position + 1;
  if (count == expected.events.size() && hash != expected.whole) return false;
  return count % HashTrail::events_per_checkpoint != 0 ||
         hash == expected.checkpoints[count / HashTrail::events_per_checkpoint - 1];
}

void ReplayWatch::look_for_violation() {
  if (violated_ || verdicts_ == nullptr || verdicts_->total() == 0) return;
  violated_ = true;
  if (task_.until && std::holds_alternative<FirstViolation>(*task_.until)) reach();
  if (task_.on_violation) task_.on_violation();
}

void ReplayWatch::reach() {
  if (std::exchange(findings_.reached, true)) return;
  if (task_.on_end) task_.on_end();
}

void ReplayWatch::finish() {
  if (task_.expected == nullptr || findings_.diverged || findings_.events == task_.expected->events.size()) return;
  const VirtualTime at = latest_.empty() ? VirtualTime{} : latest_.back().at;
  diverge({.event = findings_.events + 1, .at_ns = 0, .ended_here = true, .ended_then = false}, at);
}

void ReplayWatch::diverge(ReplayDivergence divergence, VirtualTime at) {
  findings_.divergence = divergence;
  findings_.diverged = true;
  diverged_at_ = at;
  tell();
  if (task_.on_end) task_.on_end();
}

void ReplayWatch::tell() {
  const VirtualTime origin = origin_.value_or(VirtualTime{});
  findings_.divergence.at_ns = (diverged_at_ - origin).count();
  std::string lines;
  std::uint64_t number = findings_.events - latest_.size();
  for (const Line& each : latest_) {
    lines += "#" + std::to_string(++number) + "  ";
    trace::append_seconds(lines, each.at - origin);
    lines += "  " + each.text + "\n";
  }
  findings_.set_lines(lines);
}

}  // namespace groundhog::harness
