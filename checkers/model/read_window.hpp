// Every state that a node held while it ran one command, and what E it may have judged them by.
//
// A window may span a load or a change of history: whatever the node held, before or after, counts.
#pragma once

#include <optional>

#include "checkers/model/operation_book.hpp"

namespace groundhog::checkers {

class ReadWindow {
 public:
  // `operation` has been delivered and replied to.
  ReadWindow(const Course& course, const Operation& operation)
      : course_(course),
        from_(operation.from),
        to_(operation.to),
        earliest_(operation.earliest()),
        latest_(operation.latest()) {}

  ExpiryTime earliest() const { return earliest_; }
  ExpiryTime latest() const { return latest_; }

  // False if the node held, at some time, a state of a history that nobody began.
  bool is_judgeable() const {
    for (std::uint64_t r = from_.residence; r <= to_.residence; ++r) {
      if (!course_.at(r).is_judgeable()) return false;
    }
    return true;
  }

  bool at_primary() const {
    for (std::uint64_t r = from_.residence; r <= to_.residence; ++r) {
      if (course_.at(r).role != Role::primary) return false;
    }
    return true;
  }

  bool in_one_residence() const { return from_.residence == to_.residence; }
  CourseMark from() const { return from_; }
  CourseMark to() const { return to_; }

  // Calls visit(const Residence&, first offset, last offset) for every stretch of it.
  template <typename Visit>
  void visit_stretches(Visit&& visit) const {
    for (std::uint64_t r = from_.residence; r <= to_.residence; ++r) {
      const Residence& residence = course_.at(r);
      visit(residence, r == from_.residence ? from_.offset : residence.first,
            r == to_.residence ? to_.offset : residence.last);
    }
  }

  // Calls visit(const Version* or nullptr) for every state of the key.
  template <typename Visit>
  void visit_states(KeyId key, Visit&& visit) const {
    visit_stretches([&](const Residence& residence, std::uint64_t first, std::uint64_t last) {
      if (residence.log == nullptr) {
        visit(static_cast<const Version*>(nullptr));
      } else {
        residence.log->visit_states(key, first, last, visit);
      }
    });
  }

  bool may_be_alive(const Version& version) const { return alive_at(earliest_, version.deadline); }
  bool may_be_dead(const Version& version) const { return !alive_at(latest_, version.deadline); }

 private:
  const Course& course_;
  CourseMark from_;
  CourseMark to_;
  ExpiryTime earliest_;
  ExpiryTime latest_;
};

}  // namespace groundhog::checkers
