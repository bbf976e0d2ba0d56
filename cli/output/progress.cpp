#include "cli/output/progress.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "harness/text/text.hpp"

namespace groundhog::cli {
namespace {

constexpr std::chrono::seconds period{10};

std::optional<harness::Duration> time_left(const harness::RunnerProgress& progress) {
  const double elapsed = harness::in_seconds(progress.elapsed);
  std::optional<double> left;
  if (progress.time_limit) left = harness::in_seconds(*progress.time_limit) - elapsed;
  if (progress.done > 0) {
    const double per_seed = elapsed / static_cast<double>(progress.done);
    const double by_count = per_seed * static_cast<double>(progress.total - progress.done);
    left = left ? std::min(*left, by_count) : by_count;
  }
  if (!left) return std::nullopt;
  return std::chrono::duration_cast<harness::Duration>(std::chrono::duration<double>(std::max(*left, 0.0)));
}

}  // namespace

std::string progress_text(const std::string& scenario, const harness::RunnerProgress& progress) {
  const double elapsed = std::max(harness::in_seconds(progress.elapsed), 1e-9);
  const bool endless = progress.time_limit && progress.total > 1'000'000'000;
  std::string text = scenario + ": " + harness::with_thousands(progress.done);
  if (!endless) text += " of " + harness::with_thousands(progress.total);
  text += " seeds, " +
          harness::with_thousands(static_cast<std::uint64_t>(static_cast<double>(progress.done) / elapsed)) + "/s";
  const double simulated = harness::in_seconds(progress.simulated);
  text += ", " + harness::with_thousands(static_cast<std::uint64_t>(simulated / elapsed)) + " × real time";
  text += ", " + harness::with_thousands(progress.failed) + " failed";
  if (const auto left = time_left(progress)) text += ", " + harness::long_duration_text(*left) + " left";
  return text;
}

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
