// Visits every entry as it was at one instant, in pieces: a large cache is listed without stopping everybody else.
//
// Entries are walked from the least to the most recent. One that changes or leaves before its turn is visited just
// before (copy on write, as a snapshot does it); one that came later is not visited.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace burrow {

template <typename Entry>
class Listing {
 public:
  using Visit = std::function<void(const Entry&)>;

  bool is_active() const { return left_ > 0; }

  // Of `count` entries, `oldest` first. The one before is forgotten.
  void begin(Entry* oldest, std::size_t count, Visit visit) {
    ++round_;
    next_ = oldest;
    left_ = count;
    visit_ = std::move(visit);
  }
  void end() { left_ = 0; }

  // Visits so many more at most.
  void advance(std::size_t limit) {
    for (; left_ > 0 && limit > 0; --limit) {
      Entry& entry = *next_;
      next_ = entry.newer;
      visit_once(entry);
    }
  }

  // The entry is about to change its content or its place, or to leave.
  void let_go(Entry& entry) {
    if (left_ == 0) return;
    if (next_ == &entry) next_ = entry.newer;
    visit_once(entry);
  }
  // The entry is new.
  void skip(Entry& entry) { entry.listed_in = round_; }

 private:
  void visit_once(Entry& entry) {
    if (std::exchange(entry.listed_in, round_) == round_) return;
    visit_(entry);
    --left_;
  }

  std::uint64_t round_ = 0;
  Entry* next_ = nullptr;
  std::size_t left_ = 0;
  Visit visit_;
};

}  // namespace burrow
