// The log of the server: announcements as lines on stderr. It never waits for who reads them, and cuts them at 4 KiB.
#pragma once

#include <memory>
#include <string_view>

#include "sut/runtime/runtime.hpp"

namespace burrow {

class Log {
 public:
  explicit Log(seam::Severity least);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // "replica.left replica=127.0.0.1:50412 reason=\"end of stream\"".
  void write(const seam::Announcement& announcement);
  void write(seam::Severity severity, std::string_view text);

 private:
  class Sink;
  std::unique_ptr<Sink> sink_;
  seam::Severity least_;
};

}  // namespace burrow
