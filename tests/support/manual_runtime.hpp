// A runtime whose clocks stand until a test moves them. Timers fire from advance(), in the order of their due times
// and, among equals, of their creation. It has no network: listen() refuses, connect() leads to a scripted
// stream if a test provides one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sut/runtime/assert.hpp"
#include "sut/runtime/runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow::test {

class ManualRuntime final : public seam::Runtime, private seam::TimerService {
 public:
  // Both clocks start at round instants that are far from zero and from each other.
  ManualRuntime() = default;
  explicit ManualRuntime(seam::WallTime wall) : wall_(wall) {}

  seam::WallTime wall_now() override {
    ++wall_readings_;
    return wall_;
  }
  seam::MonotonicTime monotonic_now() override { return monotonic_; }

  seam::Timer start_timer(seam::Duration after, std::function<void()> fire) override {
    const seam::TimerId id{next_timer_++};
    const seam::MonotonicTime due = monotonic_ + std::max(after, seam::Duration::zero());
    timers_.emplace(std::pair(due, id), std::move(fire));
    return seam::Timer(*this, id);
  }

  tl::expected<std::unique_ptr<seam::Listener>, seam::ListenError> listen(const seam::Address&,
                                                                          seam::AcceptHandler) override {
    return tl::unexpected(seam::ListenError{"the manual runtime has no network"});
  }
  std::unique_ptr<seam::Stream> connect(const seam::Address&, seam::StreamEvents& events) override {
    SEAM_ASSERT(connects_to_ != nullptr && "the manual runtime has no network");
    connects_to_->events = &events;
    return std::make_unique<ScriptedStream>(*connects_to_);
  }
  std::uint64_t random_u64(std::string_view) override { return next_random_ += 0x9e3779b97f4a7c15ULL; }
  void announce(const seam::Announcement& announcement) override {
    announced_.emplace_back(announcement.event);
    for (const seam::Field& field : announcement.fields) {
      if (field.kind == seam::Field::Kind::text) last_texts_[std::string(field.name)] = field.text;
    }
  }

  // What connect() leads to, every time.
  void connects_to(ScriptedStream::Script& script) { connects_to_ = &script; }

  // Both clocks advance by `duration`, and timers that come due fire on the way.
  void advance(seam::Duration duration) {
    const seam::MonotonicTime end = monotonic_ + duration;
    while (!timers_.empty() && timers_.begin()->first.first <= end) {
      auto due = timers_.extract(timers_.begin());
      move_clocks(due.key().first - monotonic_);
      due.mapped()();
    }
    move_clocks(end - monotonic_);
  }

  // The wall clock alone, forward or backward.
  void jump_wall(seam::Duration by) { wall_ += by; }
  // While frozen, advance() moves the monotonic clock only.
  void freeze_wall(bool frozen) { wall_frozen_ = frozen; }

  std::size_t pending_timers() const { return timers_.size(); }
  std::uint64_t wall_readings() const { return wall_readings_; }
  const std::vector<std::string>& announced() const { return announced_; }
  // Of the latest announcement with such a field.
  std::string last_text(const std::string& field) const {
    const auto found = last_texts_.find(field);
    return found == last_texts_.end() ? std::string() : found->second;
  }

 private:
  void cancel_timer(seam::TimerId id) noexcept override {
    std::erase_if(timers_, [id](const auto& timer) { return timer.first.second == id; });
  }

  void move_clocks(seam::Duration by) {
    monotonic_ += by;
    if (!wall_frozen_) wall_ += by;
  }

  seam::WallTime wall_{std::chrono::seconds(1'700'000'000)};
  seam::MonotonicTime monotonic_{std::chrono::seconds(1'000)};
  bool wall_frozen_ = false;
  std::uint64_t wall_readings_ = 0;
  std::uint64_t next_timer_ = 1;
  std::uint64_t next_random_ = 0;
  std::map<std::pair<seam::MonotonicTime, seam::TimerId>, std::function<void()>> timers_;
  std::vector<std::string> announced_;
  std::map<std::string, std::string> last_texts_;
  ScriptedStream::Script* connects_to_ = nullptr;
};

}  // namespace burrow::test
