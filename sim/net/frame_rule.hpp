// What a message fault may do to a frame at its sender. The first rule that does not pass decides.
#pragma once

#include "sim/history/history.hpp"

namespace groundhog {

struct FrameVerdict {
  enum class Action : std::uint8_t {
    pass,
    drop,   // the frame never enters the stream; the bytes around it close the gap
    delay,  // held for `by`, and everything behind it on that connection with it
  };

  Action action = Action::pass;
  Duration by{0};
};

class FrameRule {
 public:
  virtual FrameVerdict judge(const Frame& frame) = 0;

  // Index of the fault in the plan, for FrameDropped.
  virtual std::uint32_t fault() const = 0;

 protected:
  ~FrameRule() = default;
};

}  // namespace groundhog
