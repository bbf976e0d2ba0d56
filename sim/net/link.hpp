// One directed link: what happens to a transmission on it. Every draw is keyed by (link, frame type, ordinal, attempt).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/core/virtual_time.hpp"
#include "sim/net/network_faults.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

// Constants of the simulated TCP. The defaults are those of Linux.
struct TcpOptions {
  // Bytes that a stream accepts beyond what its peer has acknowledged, and that a kernel keeps for a process that does
  // not read.
  std::size_t send_buffer_bytes = std::size_t{2} << 20;
  std::size_t receive_window_bytes = std::size_t{2} << 20;

  // After a write that a fault made short though there was room: until the kernel says that there is.
  Duration room_after = std::chrono::microseconds(20);

  // Retransmission timer: doubles from min to max; after `data_retries` unanswered ones (924.6 s) the connection times
  // out.
  Duration rto_min = std::chrono::milliseconds(200);
  Duration rto_max = std::chrono::seconds(120);
  std::uint32_t data_retries = 15;

  // What IP and TCP add to each transmission, where a link has a rate.
  std::size_t header_bytes = 40;

  // A retransmission carries this many bytes at once, which are lost or arrive together.
  std::size_t segment_bytes = 1448;

  // Handshake timer: doubles; a connect gives up after 127 s, a half-open accept after 63 s.
  Duration syn_timeout = std::chrono::seconds(1);
  std::uint32_t syn_retries = 6;
  std::uint32_t syn_ack_retries = 5;

  // An incomplete frame waits at its sender until it is whole, so that message faults see whole frames; from this size
  // on its bytes travel ahead, and the frame can no longer be dropped or delayed.
  std::size_t gate_bytes = std::size_t{16} << 10;

  // One way, between processes of one machine.
  Duration loopback_delay = std::chrono::microseconds(50);
};

// The place where decisions of the network can be heard and replaced: what a recording is made of, and how a recorded
// run is imposed on a build whose own draws would differ.
//
// Only what is drawn is a decision. A cut link loses everything, a link without jitter or loss has nothing to decide:
// neither asks.

// What becomes of one transmission: how long it takes, or nullopt: lost.
using Fate = std::optional<Duration>;

// The time that so many bytes take.
Duration time_of(std::uint64_t bytes, std::uint64_t rate_bytes);

// A link's rate is another from now on: what waits for its turn leaves earlier or later than was said.
struct RateChange {
  VirtualTime at;
  std::uint64_t before;  // bytes per second; 0: nothing waits
  std::uint64_t after;

  VirtualTime moved(VirtualTime leaves) const;
};

// Which transmission.
struct Transmission {
  HostId from;
  HostId to;
  std::string_view type;      // of the frame, or "syn", "fin" …; static lifetime
  std::uint64_t ordinal = 0;  // 1, 2, … of this type on this link
  std::uint32_t attempt = 0;  // 0; 1, 2 … of retransmissions
};

class NetworkDirector {
 public:
  // Asked once for each transmission that has something to decide, in the order of the run. `drawn` is what the seed
  // says; what is returned is done.
  virtual Fate decide(const Transmission& transmission, Fate drawn) = 0;

 protected:
  ~NetworkDirector() = default;
};

// An index of a link's list of frame types.
enum class LinkStream : std::uint32_t {};

// Those of one link that are active.
struct LinkRules {
  std::vector<SlowReading> readers;
  std::vector<Slicing> slices;
  std::vector<ConnectAnswer> connects;
  std::vector<NameAnswer> names;

  void add(const SlowReading& rule) { readers.push_back(rule); }
  void add(const Slicing& rule) { slices.push_back(rule); }
  void add(const ConnectAnswer& rule) { connects.push_back(rule); }
  void add(const NameAnswer& rule) { names.push_back(rule); }
  void end(std::uint32_t fault) {
    const auto is_of_fault = [fault](const auto& rule) { return rule.fault == fault; };
    std::erase_if(readers, is_of_fault);
    std::erase_if(slices, is_of_fault);
    std::erase_if(connects, is_of_fault);
    std::erase_if(names, is_of_fault);
  }
};

class Link {
 public:
  // `delays` and `losses` are the keys of this link.
  Link(RandomKey delays, RandomKey losses, const LinkSpec& spec);

  // From now on what is drawn here is reported to `director`, as transmissions from `from` to `to`, and what it says is
  // done.
  void set_director(NetworkDirector* director, HostId from, HostId to);

  // The stream of this frame type; `type` must have static lifetime.
  LinkStream stream(std::string_view type);
  std::string_view type(LinkStream stream) const { return at(stream).type; }
  // 1, 2, 3 … per stream.
  std::uint64_t next_ordinal(LinkStream stream) { return ++streams_[static_cast<std::size_t>(stream)].count; }

  // How a transmission travels: alone; in another's packet, whose luck it shares, so that only a director can lose it;
  // or as a bare acknowledgement, which takes the mean delay: only its loss is drawn.
  enum class Carriage : std::uint8_t { packet, ride, acknowledgement };
  static constexpr LinkStream acknowledgements{0};

  struct Attempt {
    Carriage carriage;
    LinkStream stream;
    std::uint64_t ordinal;
    std::uint32_t attempt;  // 0; 1, 2 … of retransmissions
    VirtualTime at;
  };

  // What becomes of it, but for the rate.
  Fate transmit(const Attempt& attempt) const;

  // What is carried takes its time at the link's rate, behind what was sent before. How long until it is through;
  // nullopt: too much waits, it is lost.
  Fate take_turn(VirtualTime now, std::uint64_t bytes);
  // When it has carried all that was sent.
  VirtualTime free_at() const { return free_at_; }

  void cut(std::uint32_t fault);
  void heal(std::uint32_t fault);
  bool is_cut() const { return !cuts_.empty(); }
  void hold(std::uint32_t fault) { holds_.push_back(fault); }
  void release(std::uint32_t fault) { std::erase(holds_, fault); }
  bool is_held() const { return !holds_.empty(); }
  // As the plan has it, for connections that are opened over it.
  std::optional<std::uint64_t> socket_buffer_bytes() const { return base_.socket_buffer_bytes; }
  // For the network, which follows them.
  LinkRules& rules() { return rules_; }
  RateChange override_with(const LinkOverride& change, std::uint32_t fault, VirtualTime now);
  RateChange restore(std::uint32_t fault, VirtualTime now);
  // Mean delay only, for good.
  RateChange heal_for_good(VirtualTime now);

  // The faults that changed what became of a transmission: without them the same draw would have decided otherwise. A
  // cut is judged by what the link would have done without any, the rest one by one.
  template <typename Visit>
  void each_effective(const Attempt& attempt, Visit visit) const {
    if (cuts_.empty() && overrides_.empty()) return;
    const Fate uncut = drawn(spec_, attempt);
    if (is_cut() && attempt.carriage != Carriage::ride) {
      for (const std::uint32_t fault : cuts_) {
        if (uncut) visit(fault);
      }
      return;
    }
    for (const Overridden& entry : overrides_) {
      if (drawn(spec_without(entry.fault), attempt) != uncut) visit(entry.fault);
    }
  }
  // Of those, the ones that give it its rate or limit.
  template <typename Visit>
  void each_throttle(Visit visit) const {
    for (const Overridden& entry : overrides_) {
      const LinkSpec without = spec_without(entry.fault);
      const bool throttles = without.rate_bytes != spec_.rate_bytes || without.limit_bytes != spec_.limit_bytes;
      if (throttles) visit(entry.fault);
    }
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
  // What the seed says under these properties.
  Fate drawn(const LinkSpec& spec, const Attempt& attempt) const;
  bool is_bad(const LinkSpec& spec, VirtualTime at) const;
  LinkSpec spec_without(std::uint32_t fault) const;
  RateChange change_to(const LinkSpec& spec, VirtualTime now);

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
  LinkRules rules_;
  VirtualTime free_at_{};
};

// What the network says of the link from one host to another, by their names.
LinkSpec link_properties(const NetworkSpec& spec, std::string_view from, std::string_view to);

// One delay from 64 random bits; never negative.
Duration draw_delay(const DelaySpec& spec, std::uint64_t bits);

}  // namespace groundhog
