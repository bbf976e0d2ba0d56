// The verb `hold`.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

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

inline constexpr FaultEntry hold_entry{
    .verb = "hold",
    .shape = FaultEntry::Shape::window,
    .summary = "What connections carry over a link is queued until released.",
    .description =
        "Bytes that a process writes, and the end of its stream, stay in its kernel while the hold lasts and leave in "
        "order when it ends: nothing is lost and no retransmission timer runs. What had left before still arrives; "
        "acknowledgements, connects and resets pass. A full send buffer stops the writer, as always. Holds that "
        "overlap add up. Effective once per connection and attempt that it kept from sending.",
    .parameters = hold_parameters,
    .make = make_fault<Hold>,
};

}  // namespace groundhog
