// One line that redraws itself on a terminal, a line every 10 s in CI, nothing elsewhere.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "cli/output/console.hpp"

namespace groundhog::cli {

class StatusLine {
 public:
  explicit StatusLine(const Console& console) : console_(console) {}

  // `text` is asked for only if it is shown.
  void show(std::chrono::steady_clock::duration elapsed, const std::function<std::string()>& text);
  // Before anything else is printed.
  void clear();

 private:
  const Console& console_;
  std::chrono::steady_clock::duration last_shown_{0};
  bool drawn_ = false;
};

}  // namespace groundhog::cli
