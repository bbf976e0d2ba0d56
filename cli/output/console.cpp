#include "cli/output/console.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/output/standard_stream.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

bool wants_color(ColorChoice choice, bool terminal) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  return terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

constexpr std::chrono::seconds period{10};

std::optional<Duration> time_left(const harness::RunnerProgress& progress) {
  const double elapsed = to_seconds(progress.elapsed);
  std::optional<double> left;
  if (progress.time_limit) left = to_seconds(*progress.time_limit) - elapsed;
  if (progress.done > 0) {
    const double per_seed = elapsed / static_cast<double>(progress.done);
    const double by_count = per_seed * static_cast<double>(progress.total - progress.done);
    left = left ? std::min(*left, by_count) : by_count;
  }
  if (!left) return std::nullopt;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::max(*left, 0.0)));
}

// That stderr is, now: its window may have another size than before. The last column stays free, since a terminal may
// begin a new line as soon as that is written.
std::size_t columns_of_terminal() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::string::npos;
  return size.ws_col - 1U;
}

}  // namespace

Console Console::detect(ColorChoice choice) {
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  Console console;
  console.color = wants_color(choice, terminal);
  console.github = environment("GITHUB_ACTIONS") == "true";
  if (!environment("CI").empty()) {
    console.progress = ProgressStyle::periodic;
  } else if (terminal) {
    console.progress = ProgressStyle::terminal;
  }
  return console;
}

std::string Console::painted(std::string_view text, std::string_view code) const {
  if (!color) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string Console::bold(std::string_view text) const { return painted(text, "1"); }
std::string Console::red(std::string_view text) const { return painted(text, "1;31"); }
std::string Console::green(std::string_view text) const { return painted(text, "32"); }
std::string Console::yellow(std::string_view text) const { return painted(text, "33"); }

void print_error(std::string_view text) { standard_error().write(text); }

void print_data(std::string_view text) { standard_output().write(text); }

void print_from_run(std::string_view text) {
  try {
    print_data(text);
  } catch (const ReaderLeft&) {
    end_without_reader();
  }
}

ExitCode complain(const std::string& text, ExitCode code) {
  print_error("groundhog: " + text + "\n");
  return code;
}

ExitCode refuse(const std::string& lines) {
  print_error(lines);
  return ExitCode::usage;
}

std::string progress_text(const std::string& scenario, const harness::RunnerProgress& progress) {
  const double elapsed = std::max(to_seconds(progress.elapsed), 1e-9);
  const bool endless = progress.time_limit && progress.total > 1'000'000'000;
  std::string text = scenario + ": " + with_separators(progress.done);
  if (!endless) text += " of " + with_separators(progress.total);
  text += " seeds, " + with_separators(static_cast<std::uint64_t>(static_cast<double>(progress.done) / elapsed)) + "/s";
  const double simulated = to_seconds(progress.simulated);
  text += ", " + with_separators(static_cast<std::uint64_t>(simulated / elapsed)) + " × real time";
  text += ", " + with_separators(progress.failed) + " failed";
  if (const auto left = time_left(progress)) text += ", " + long_duration_text(*left) + " left";
  return text;
}

void StatusLine::show(std::chrono::steady_clock::duration elapsed, const std::function<std::string()>& text) {
  if (console_.progress == ProgressStyle::terminal) {
    print_error("\r\x1b[K" + cut_to_columns(text(), columns_of_terminal()));
    drawn_ = true;
  } else if (console_.progress == ProgressStyle::periodic && elapsed - last_shown_ >= period) {
    last_shown_ = elapsed;
    print_error(text() + "\n");
  }
}

void StatusLine::clear() {
  if (drawn_) print_error("\r\x1b[K");
  drawn_ = false;
}

}  // namespace groundhog::cli
