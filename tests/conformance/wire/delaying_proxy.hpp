// Passes one connection's bytes on, later: the delay of a wire whose machine has no netem.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "tests/support/recording_stream.hpp"

namespace groundhog::test {

class DelayingProxy {
 public:
  // Listens beside the client, and connects to `target` when a client comes.
  DelayingProxy(seam::Runtime& runtime, seam::Address target, seam::Duration one_way)
      : runtime_(runtime), target_(std::move(target)), one_way_(one_way) {
    listener_ = std::move(*runtime_.listen({"127.0.0.1", 0}, [this](std::unique_ptr<seam::Stream> stream) {
      near_.adopt(std::move(stream));
      far_.connect(runtime_, target_);
    }));
  }

  seam::Address address() const { return listener_->local(); }

 private:
  void on_event(std::string_view event, RecordingStream& from, RecordingStream& to) {
    if (event != "readable") return;
    from.drain();
    timers_.push_back(runtime_.start_timer(one_way_, [&to, bytes = std::exchange(from.received, {})] {
      to.write(bytes);  // they are few: they fit
    }));
  }

  seam::Runtime& runtime_;
  seam::Address target_;
  seam::Duration one_way_;
  RecordingStream near_{[this](std::string_view event) { on_event(event, near_, far_); }};
  RecordingStream far_{[this](std::string_view event) { on_event(event, far_, near_); }};
  std::deque<seam::Timer> timers_;
  std::unique_ptr<seam::Listener> listener_;
};

}  // namespace groundhog::test
