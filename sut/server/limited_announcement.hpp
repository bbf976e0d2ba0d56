// An announcement that unauthenticated clients can cause at will: made at most once a second, with the number of
// causes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sut/runtime/runtime.hpp"

namespace burrow {

class LimitedAnnouncement {
 public:
  LimitedAnnouncement(seam::Runtime& runtime, seam::Severity severity, std::string_view event)
      : runtime_(runtime), severity_(severity), event_(event) {}

  // Said at once after a second of silence; else the last one is said when the second is over, with their number.
  void note(const seam::Address& client, std::string_view reason);

 private:
  void announce_pending();

  seam::Runtime& runtime_;
  seam::Severity severity_;
  std::string_view event_;
  std::string client_;
  std::string reason_;
  std::int64_t pending_ = 0;
  bool resting_ = false;
  seam::Timer rest_;
};

}  // namespace burrow
