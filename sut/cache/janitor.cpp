#include "sut/cache/janitor.hpp"

#include <algorithm>
#include <utility>

namespace burrow {

namespace {

// Lets input and other timers in between two batches.
constexpr seam::Duration pause_between_batches = std::chrono::milliseconds(1);

}  // namespace

Janitor::Janitor(seam::Runtime* runtime, seam::Duration interval, Sweep sweep)
    : runtime_(runtime), interval_(interval), sweep_(std::move(sweep)) {}

void Janitor::start() {
  if (running_) return;
  running_ = true;
  arm(interval_);
}

void Janitor::stop() {
  running_ = false;
  timer_.cancel();
}

void Janitor::set_interval(seam::Duration interval) {
  if (interval == interval_) return;
  interval_ = interval;
  timer_.cancel();
  if (running_) arm(interval_);
}

void Janitor::arm(seam::Duration after) {
  if (runtime_ == nullptr || interval_ <= seam::Duration::zero()) return;
  timer_ = runtime_->start_timer(after, [this] {
    const bool more_due = sweep_();
    if (running_) arm(more_due ? std::min(pause_between_batches, interval_) : interval_);
  });
}

}  // namespace burrow
