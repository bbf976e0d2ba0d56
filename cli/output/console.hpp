// How the terminal looks: colour or not, and what kind of reader sits behind stderr; how a command refuses,
// and how it shows how far it is.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cli/exit_code.hpp"
#include "harness/runner/run_jobs.hpp"

namespace groundhog::cli {

enum class ColorChoice : std::uint8_t { automatic, always, never };
enum class ProgressStyle : std::uint8_t { none, terminal, periodic };

struct Console {
  bool color = false;
  ProgressStyle progress = ProgressStyle::none;
  bool github = false;  // running as a GitHub Actions step

  // From the choice on the command line, NO_COLOR, TERM, CI, GITHUB_ACTIONS and whether stderr is a terminal.
  static Console detect(ColorChoice choice);

  std::string bold(std::string_view text) const;
  std::string red(std::string_view text) const;
  std::string green(std::string_view text) const;
  std::string yellow(std::string_view text) const;

 private:
  std::string painted(std::string_view text, std::string_view code) const;
};

void print_error(std::string_view text);  // to stderr, for people
void print_data(std::string_view text);   // to stdout; of a worker process, too
// The same from within a run, through which nothing may throw: without a reader the process ends here.
void print_from_run(std::string_view text);

// A line for people, and the exit code. `text`: without "groundhog:" and without a full stop.
ExitCode complain(const std::string& text, ExitCode code = ExitCode::usage);

// What is printed as it is, and ExitCode::usage.
ExitCode refuse(const std::string& lines);

// How far a long work is: one line that redraws itself on a terminal, cut to its width; a line every 10 s in CI,
// nothing elsewhere.
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

// "dropped-pongs: 120 of 200 seeds, 41/s, 1,230 × real time, 1 failed, 2 s left"
std::string progress_text(const std::string& scenario, const harness::RunnerProgress& progress);

}  // namespace groundhog::cli
