// One directed link: what happens to a transmission on it. Every draw is keyed by (link, frame type, ordinal, attempt).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/net/director.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

// An index of a link's list of frame types.
enum class LinkStream : std::uint32_t {};

class Link {
 public:
  // `delays` and `losses` are the keys of this link.
  Link(RandomKey delays, RandomKey losses, const LinkSpec& spec);

  // From now on what is drawn here is told to `director`, as transmissions from `from` to `to`, and what it says is
  // done.
  void set_director(NetworkDirector* director, HostId from, HostId to);

  // The stream of this frame type; `type` must have static lifetime.
  LinkStream stream(std::string_view type);
  std::string_view type(LinkStream stream) const { return at(stream).type; }
  // 1, 2, 3 … per stream.
  std::uint64_t next_ordinal(LinkStream stream) { return ++streams_[static_cast<std::size_t>(stream)].count; }

  // What becomes of this attempt. One that rides in another's packet shares that one's luck: only a director can lose
  // it.
  Fate transmit(LinkStream stream, std::uint64_t ordinal, std::uint32_t attempt) const;
  Fate ride(LinkStream stream, std::uint64_t ordinal, std::uint32_t attempt) const;
  // The same for a bare acknowledgement, which takes the mean delay: only its loss is drawn.
  Fate acknowledge();

  void cut(std::uint32_t fault);
  void heal(std::uint32_t fault);
  bool is_cut() const { return !cuts_.empty(); }
  void hold(std::uint32_t fault) { holds_.push_back(fault); }
  void release(std::uint32_t fault) { std::erase(holds_, fault); }
  bool is_held() const { return !holds_.empty(); }
  void override_with(const LinkOverride& change, std::uint32_t fault);
  void restore(std::uint32_t fault);
  // Mean delay only, for good.
  void heal_for_good();

  // The faults that shape transmissions at the moment: the cuts, else the overrides.
  template <typename Visit>
  void each_fault(Visit visit) const {
    for (const std::uint32_t fault : cuts_) visit(fault);
    if (!cuts_.empty()) return;
    for (const Overridden& entry : overrides_) visit(entry.fault);
  }

  template <typename Visit>
  void each_hold(Visit visit) const {
    for (const std::uint32_t fault : holds_) visit(fault);
  }

 private:
  struct Stream {
    std::string_view type;
    RandomKey delays;
    RandomKey losses;
    std::uint64_t count = 0;
  };
  struct Overridden {
    LinkOverride change;
    std::uint32_t fault;
  };

  const Stream& at(LinkStream stream) const { return streams_[static_cast<std::size_t>(stream)]; }
  bool is_lost(const Stream& stream, std::uint64_t ordinal, std::uint32_t attempt) const;
  Duration delay_of(const Stream& stream, std::uint64_t ordinal, std::uint32_t attempt) const;
  bool draws_delays() const;
  Fate directed(const Stream& stream, std::uint64_t ordinal, std::uint32_t attempt, Fate drawn) const;
  void recompute();

  NetworkDirector* director_ = nullptr;
  HostId from_ = no_host;  // known where there is a director
  HostId to_ = no_host;
  RandomKey delays_;
  RandomKey losses_;
  LinkSpec base_;
  LinkSpec spec_;  // base_ with the overrides
  std::vector<Stream> streams_;
  std::vector<std::uint32_t> cuts_;
  std::vector<std::uint32_t> holds_;
  std::vector<Overridden> overrides_;
};

// `spec` with the fields that `change` names.
LinkSpec with_override(LinkSpec spec, const LinkOverride& change);

// What the network says of the link from one host to another, by their names.
LinkSpec link_properties(const NetworkSpec& spec, std::string_view from, std::string_view to);

// One delay from 64 random bits; never negative.
Duration draw_delay(const DelaySpec& spec, std::uint64_t bits);

}  // namespace groundhog
