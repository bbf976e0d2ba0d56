// Verbs that act on links.
#pragma once

#include <algorithm>
#include <string>

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

// The verb `hold`.
class Hold final : public LinkFault {
 public:
  using LinkFault::LinkFault;

  void start() override {
    for (const auto& [from, to] : links_) world_.network().hold(from, to, fault_);
  }
  void stop() override {
    for (const auto& [from, to] : links_) world_.network().release(from, to, fault_);
  }
};

inline constexpr KeySpec hold_parameters[] = {link_parameter};

inline constexpr std::string_view hold_causes[] = {"a link carries nothing for a while, and then all of it"};

inline constexpr FaultEntry hold_entry{
    .verb = "hold",
    .summary = "What connections carry over a link is queued until released.",
    .description =
        "Bytes that a process writes, and the end of its stream, stay in its kernel while the hold lasts and leave "
        "in order when it ends: nothing is lost and no retransmission timer runs. What had left before still "
        "arrives; acknowledgements, connects and resets pass. A full send buffer stops the writer, as always. Holds "
        "that overlap add up. Effective once per connection and attempt that it kept from sending.",
    .parameters = hold_parameters,
    .make = make_fault<Hold>,
    .causes = hold_causes,
};

// The verb `link`.

class LinkChange final : public LinkFault {
 public:
  LinkChange(World& world, const PlannedFault& plan, std::uint32_t index) : LinkFault(world, plan, index) {
    if (const Duration* delay = find_parameter<Duration>(plan, "delay")) change_.mean = *delay;
    if (const Duration* jitter = find_parameter<Duration>(plan, "jitter")) change_.jitter = *jitter;
    if (const std::string* shape = find_parameter<std::string>(plan, "dist")) change_.shape = shape_of(*shape);
    if (const double* loss = find_parameter<double>(plan, "loss")) change_.loss = *loss;
    if (const Duration* burst = find_parameter<Duration>(plan, "burst")) change_.burst = *burst;
    if (const auto* rate = find_parameter<BytesPerSecond>(plan, "rate")) {
      change_.rate_bytes = static_cast<std::uint64_t>(*rate);
    }
    if (const Bytes* limit = find_parameter<Bytes>(plan, "limit")) {
      change_.limit_bytes = static_cast<std::uint64_t>(*limit);
    }
  }

  void start() override {
    for (const auto& [from, to] : links_) world_.network().override_link(from, to, change_, fault_);
  }
  void stop() override {
    for (const auto& [from, to] : links_) world_.network().restore_link(from, to, fault_);
  }

 private:
  static DelaySpec::Shape shape_of(std::string_view word) {
    const auto* const found = std::ranges::find(delay_words, word);
    SEAM_ASSERT(found != std::end(delay_words));
    return static_cast<DelaySpec::Shape>(found - delay_words);
  }

  LinkOverride change_;
};

inline constexpr KeySpec link_parameters[] = {
    link_parameter,
    {"delay", KeySpec::Kind::duration, false, "mean delay of a transmission"},
    {"jitter", KeySpec::Kind::duration, false, "around the mean; with dist normal the standard deviation"},
    {"dist", KeySpec::Kind::word, false, "shape of the delay", nullptr, delay_words},
    {"loss", KeySpec::Kind::probability, false, "of each transmission; TCP retransmits"},
    {"burst", KeySpec::Kind::duration, false, "mean length of the times in which all is lost; 0s: each by itself"},
    {"rate", KeySpec::Kind::byte_rate, false, "that the link carries, all connections together"},
    {"limit", KeySpec::Kind::size, false, "that may wait for the rate, more is lost; 0B: no limit"},
};

inline void check_link_change(const FaultParameters& parameters, std::span<const NodeSpec> /*nodes*/,
                              FaultProblems& problems) {
  const bool is_empty = std::ranges::none_of(link_parameters, [&](const KeySpec& key) {
    return &key != &link_parameters[0] && (parameters.contains(std::string(key.name)) || problems.is_written(key.name));
  });
  if (!is_empty) return;
  problems.at_fault(
      "the link keeps all its properties: one of delay, jitter, dist, loss, burst, rate and limit is needed");
}

inline constexpr std::string_view link_causes[] = {
    "a slow or jittery path", "packets are lost, one by one or in bursts", "packets are damaged on the wire: lost",
    "packets overtake one another: jitter", "a thin wire, a full queue"};

inline constexpr FaultEntry link_entry{
    .verb = "link",
    .summary = "A link becomes slow, jittery, lossy or thin.",
    .description =
        "Changes properties of a link for a while; what is not named stays as it is, and of two faults on one link "
        "the later one wins, word by word. Connections are TCP-shaped: bytes still arrive in order and intact, so "
        "loss shows as stalls until a retransmission timer fires, and finally as a reset. With `burst` it follows "
        "Gilbert's model: the link is good or bad by turns, and a bad one loses all. With `rate` what is sent waits "
        "until the link has carried what was sent before, as fast as it is by then, and with `limit` what finds too "
        "much waiting is lost. "
        "Effective once per transmission whose delay or loss would have been another without it.",
    .parameters = link_parameters,
    .make = make_fault<LinkChange>,
    .check = check_link_change,
    .causes = link_causes,
};

}  // namespace groundhog
