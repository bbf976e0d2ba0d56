#include "cli/output/status_line.hpp"

namespace groundhog::cli {
namespace {

constexpr std::chrono::seconds period{10};

}  // namespace

void StatusLine::show(std::chrono::steady_clock::duration elapsed, const std::function<std::string()>& text) {
  switch (console_.progress) {
    case ProgressStyle::none:
      return;
    case ProgressStyle::live:
      print_error("\r\x1b[K" + text());
      drawn_ = true;
      return;
    case ProgressStyle::periodic:
      if (elapsed - last_shown_ < period) return;
      last_shown_ = elapsed;
      print_error(text() + "\n");
      return;
  }
}

void StatusLine::clear() {
  if (drawn_) print_error("\r\x1b[K");
  drawn_ = false;
}

}  // namespace groundhog::cli
