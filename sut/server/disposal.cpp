#include "sut/server/disposal.hpp"

#include <utility>

namespace burrow {

void Disposal::take(std::function<bool()> free_slice) {
  if (!free_slice()) return;
  things_.push_back(std::move(free_slice));
  if (things_.size() == 1) timer_ = runtime_.start_timer(seam::Duration::zero(), [this] { free_next(); });
}

void Disposal::free_next() {
  if (!things_.front()()) things_.pop_front();
  if (!things_.empty()) timer_ = runtime_.start_timer(seam::Duration::zero(), [this] { free_next(); });
}

}  // namespace burrow
