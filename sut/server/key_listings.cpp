#include "sut/server/key_listings.hpp"

#include <algorithm>
#include <utility>

#include "sut/resp/wire.hpp"
#include "sut/server/commands/glob.hpp"

namespace burrow {

namespace {

// A slice is over after so many entries or steps of comparing: well under a millisecond, unless a single key is huge.
constexpr std::size_t slice_entries = 1024;
constexpr std::size_t slice_steps = 1024 * 1024;
// So many are visited before the steps are looked at.
constexpr std::size_t batch_entries = 16;

}  // namespace

void KeyListings::add(seam::StreamId client, std::string_view pattern) {
  requests_.push_back({client, std::string(pattern)});
  if (requests_.size() > 1) return;
  begin();
  schedule();
}

void KeyListings::remove(seam::StreamId client) {
  const auto found =
      std::find_if(requests_.begin(), requests_.end(), [client](const Request& each) { return each.client == client; });
  if (found == requests_.end()) return;
  if (found->begun) cache_.end_listing();
  requests_.erase(found);
}

void KeyListings::begin() {
  requests_.front().begun = true;
  result_ = {};
  cache_.begin_listing([this](const StringEntry& entry) {
    const std::string_view pattern = requests_.front().pattern;
    steps_ += pattern.size() * entry.key.size();
    if (result_.encoded.size() > limit_bytes_ || !glob_matches(pattern, entry.key)) return;
    resp::append_bulk(result_.encoded, entry.key);
    ++result_.keys;
  });
}

void KeyListings::advance() {
  if (requests_.empty()) return;
  if (!requests_.front().begun) begin();
  const bool is_done = !advance_slice() || result_.encoded.size() > limit_bytes_;
  if (is_done) {
    cache_.end_listing();
    const seam::StreamId client = requests_.front().client;
    requests_.pop_front();
    done_(client, std::exchange(result_, {}));
  }
  schedule();
}

// False: that was all.
bool KeyListings::advance_slice() {
  steps_ = 0;
  for (std::size_t entries = 0; entries < slice_entries && steps_ < slice_steps; entries += batch_entries) {
    if (!cache_.advance_listing(batch_entries)) return false;
  }
  return true;
}

void KeyListings::schedule() {
  if (requests_.empty()) return;
  turn_timer_ = runtime_.start_timer(seam::Duration::zero(), [this] { advance(); });
}

}  // namespace burrow
