#include "sim/core/engine.hpp"

#include "sut/runtime/assert.hpp"

namespace groundhog {
namespace {

constexpr std::size_t arity = 4;
constexpr std::size_t compact_from = 256;  // keys; below, skipping is cheaper

__extension__ using Wide = unsigned __int128;

Wide rank(VirtualTime at, std::uint64_t tie) {
  return static_cast<Wide>(static_cast<std::uint64_t>(at.time_since_epoch().count())) << 64 | tie;
}

}  // namespace

inline bool Engine::before(const Key& left, const Key& right) {
  const Wide left_rank = rank(left.at, left.tie);
  const Wide right_rank = rank(right.at, right.tie);
  if (left_rank != right_rank) [[likely]]
    return left_rank < right_rank;
  return static_cast<std::int32_t>(left.sequence - right.sequence) < 0;
}

// The least of four siblings, selected by arithmetic: a branch here would be mispredicted every other time.
inline std::size_t Engine::least_child(const Key* heap, std::size_t first) {
  const std::size_t left = first + static_cast<std::size_t>(before(heap[first + 1], heap[first]));
  const std::size_t right = first + 2 + static_cast<std::size_t>(before(heap[first + 3], heap[first + 2]));
  return before(heap[right], heap[left]) ? right : left;
}

EventHandle Engine::schedule(VirtualTime at, std::uint64_t tie, InlineAction action) {
  SEAM_ASSERT(at >= now_);
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  slots_[slot].action = action;
  slots_[slot].pending = true;
  heap_.emplace_back();
  sift_up(heap_.size() - 1, Key{at, tie, sequence_++, slot});
  return {slot, slots_[slot].generation};
}

bool Engine::is_pending(EventHandle handle) const {
  return handle.slot < slots_.size() && slots_[handle.slot].generation == handle.generation &&
         slots_[handle.slot].pending;
}

void Engine::cancel(EventHandle handle) {
  if (!is_pending(handle)) return;
  slots_[handle.slot].pending = false;
  ++cancelled_;
  if (heap_.size() >= compact_from && cancelled_ * 2 > heap_.size()) compact();
}

bool Engine::step(VirtualTime until) {
  while (!heap_.empty() && !slots_[heap_.front().slot].pending) {
    release(heap_.front().slot);
    pop();
    --cancelled_;
  }
  if (heap_.empty() || heap_.front().at > until) {
    if (until != VirtualTime::max() && until > now_) now_ = until;
    return false;
  }
  const Key next = heap_.front();
  pop();
  // Copied out: the action may schedule, which may move the slab.
  InlineAction action = slots_[next.slot].action;
  release(next.slot);
  now_ = next.at;
  ++executed_;
  action();
  return true;
}

void Engine::sift_up(std::size_t hole, const Key& key) {
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / arity;
    if (!before(key, heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = key;
}

// Bottom-up: the hole sinks to a leaf along the least children without looking at `key`, which then rises the little
// that it must. It comes from the bottom, so it seldom rises at all: one comparison less per level than the textbook
// way.
void Engine::sift_down(std::size_t hole, const Key& key) {
  const std::size_t size = heap_.size();
  const std::size_t top = hole;
  for (std::size_t first = hole * arity + 1; first < size; first = hole * arity + 1) {
    std::size_t least = first;
    if (first + arity <= size) [[likely]] {
      least = least_child(heap_.data(), first);
    } else {
      for (std::size_t child = first + 1; child < size; ++child) {
        if (before(heap_[child], heap_[least])) least = child;
      }
    }
    heap_[hole] = heap_[least];
    hole = least;
  }
  while (hole > top) {
    const std::size_t parent = (hole - 1) / arity;
    if (!before(key, heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = key;
}

void Engine::pop() {
  const Key last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
}

void Engine::release(std::uint32_t slot) {
  slots_[slot].pending = false;
  ++slots_[slot].generation;
  free_.push_back(slot);
}

void Engine::compact() {
  std::size_t kept = 0;
  for (const Key& key : heap_) {
    if (slots_[key.slot].pending) {
      heap_[kept++] = key;
    } else {
      release(key.slot);
    }
  }
  heap_.resize(kept);
  cancelled_ = 0;
  for (std::size_t parent = kept / arity + 1; parent-- > 0;) {
    if (parent < kept) sift_down(parent, Key(heap_[parent]));
  }
}

}  // namespace groundhog
