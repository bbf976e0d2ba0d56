// Observers that find the places where a history can be altered, and show it altered at one of them.
#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "tests/altered_histories/alteration.hpp"

namespace groundhog::test {

// Keeps what is true up to the event that comes next.
class TruthBook {
 public:
  explicit TruthBook(const checkers::RunInfo& run) : ledger_(run), truth_{run, ledger_, {}} {}

  template <typename Event>
  void note(const Event& event) {
    static_cast<Observer&>(ledger_).on(event);
    if constexpr (std::is_same_v<Event, ConnectionOpened>) {
      if (event.kind == ConnectionKind::replication) truth_.links.insert(event.connection);
    }
  }

  // Whether the alteration has something else to show in place of the event; shows it to `to`.
  template <typename Event>
  bool alter(const Alteration& alteration, const Event& event, Observer& to) const {
    const auto* const alter = std::get_if<Alter<Event>>(&alteration.alter);
    return alter != nullptr && (*alter)(event, truth_, to);
  }

 private:
  checkers::Ledger ledger_;
  Truth truth_;
};

// How many places there are, of each alteration.
class PlaceCounter final : public EachEvent<PlaceCounter> {
 public:
  PlaceCounter(const checkers::RunInfo& run, std::span<const Alteration> alterations)
      : book_(run), alterations_(alterations), places_(alterations.size()) {}

  const std::vector<std::uint64_t>& places() const { return places_; }

  template <typename Event>
  void each(const Event& event) {
    for (std::size_t i = 0; i < alterations_.size(); ++i) {
      if (book_.alter(alterations_[i], event, no_listener_)) ++places_[i];
    }
    book_.note(event);
  }

 private:
  TruthBook book_;
  std::span<const Alteration> alterations_;
  std::vector<std::uint64_t> places_;
  Observer no_listener_;
};

// Shows `to` all events, and those of one place altered.
class OneAltered final : public EachEvent<OneAltered> {
 public:
  // `place` counts from 0.
  OneAltered(const checkers::RunInfo& run, const Alteration& alteration, std::uint64_t place, Observer& to)
      : book_(run), alteration_(alteration), places_left_(place + 1), to_(to) {}

  template <typename Event>
  void each(const Event& event) {
    if (!is_altered(event)) to_.on(event);
    book_.note(event);
  }

 private:
  template <typename Event>
  bool is_altered(const Event& event) {
    if (places_left_ == 0 || !book_.alter(alteration_, event, no_listener_)) return false;
    return --places_left_ == 0 && book_.alter(alteration_, event, to_);
  }

  TruthBook book_;
  const Alteration& alteration_;
  std::uint64_t places_left_;
  Observer no_listener_;
  Observer& to_;
};

}  // namespace groundhog::test
