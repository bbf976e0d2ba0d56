// Announcements that strangers can cause at will: at most one a second, however many there are to make.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sut/runtime/runtime.hpp"

namespace burrow {

class ClientNews {
 public:
  ClientNews(seam::Runtime& runtime, seam::Severity severity, std::string_view event)
      : runtime_(runtime), severity_(severity), event_(event) {}

  // Said at once after a second of silence; else the last one is said when the second is over, with their number.
  void tell(const seam::Address& client, std::string_view reason);

 private:
  void say();

  seam::Runtime& runtime_;
  seam::Severity severity_;
  std::string_view event_;
  std::string client_;
  std::string reason_;
  std::int64_t untold_ = 0;
  bool resting_ = false;
  seam::Timer rest_;
};

}  // namespace burrow
