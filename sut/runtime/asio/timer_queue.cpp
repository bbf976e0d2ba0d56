#include "sut/runtime/asio/timer_queue.hpp"

#include <tuple>
#include <utility>

namespace seam {
namespace {

TimerId make_id(std::uint32_t slot, std::uint32_t generation) {
  return TimerId{std::uint64_t{generation} << 32 | slot};
}

std::uint32_t slot_of(TimerId id) { return static_cast<std::uint32_t>(static_cast<std::uint64_t>(id)); }

}  // namespace

TimerId TimerQueue::add(MonotonicTime due, Action fire) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  Slot& timer = slots_[slot];
  timer.due = due;
  timer.order = started_++;
  timer.fire = std::move(fire);
  timer.pending = true;
  ++timer.generation;
  heap_.push_back(slot);
  sift_up(heap_.size() - 1);
  return make_id(slot, timer.generation);
}

TimerQueue::Action TimerQueue::cancel(TimerId id) {
  const std::uint32_t slot = slot_of(id);
  if (slot >= slots_.size() || !slots_[slot].pending || make_id(slot, slots_[slot].generation) != id) return {};
  return take(slot);
}

std::optional<MonotonicTime> TimerQueue::next_due() const {
  if (heap_.empty()) return std::nullopt;
  return slots_[heap_.front()].due;
}

TimerQueue::Action TimerQueue::take_due(MonotonicTime now, std::uint64_t among) {
  if (heap_.empty()) return {};
  const Slot& first = slots_[heap_.front()];
  if (first.due > now || first.order >= among) return {};
  return take(heap_.front());
}

TimerQueue::Action TimerQueue::take(std::uint32_t slot) {
  Slot& timer = slots_[slot];
  const std::size_t hole = timer.position;
  const std::uint32_t last = heap_.back();
  heap_.pop_back();
  if (last != slot) {
    place(last, hole);
    sift_up(hole);
    sift_down(slots_[last].position);
  }
  timer.pending = false;
  free_.push_back(slot);
  return std::exchange(timer.fire, nullptr);
}

bool TimerQueue::before(std::uint32_t left, std::uint32_t right) const {
  const Slot& a = slots_[left];
  const Slot& b = slots_[right];
  return std::tie(a.due, a.order) < std::tie(b.due, b.order);
}

void TimerQueue::place(std::uint32_t slot, std::size_t position) {
  heap_[position] = slot;
  slots_[slot].position = position;
}

void TimerQueue::sift_up(std::size_t position) {
  const std::uint32_t slot = heap_[position];
  while (position > 0) {
    const std::size_t parent = (position - 1) / 2;
    if (!before(slot, heap_[parent])) break;
    place(heap_[parent], position);
    position = parent;
  }
  place(slot, position);
}

void TimerQueue::sift_down(std::size_t position) {
  const std::uint32_t slot = heap_[position];
  for (;;) {
    std::size_t child = 2 * position + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) ++child;
    if (!before(heap_[child], slot)) break;
    place(heap_[child], position);
    position = child;
  }
  place(slot, position);
}

}  // namespace seam
