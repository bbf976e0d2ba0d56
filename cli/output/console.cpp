#include "cli/output/console.hpp"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

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

}  // namespace

Console Console::detect(ColorChoice choice) {
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  Console console;
  console.color = wants_color(choice, terminal);
  console.github = environment("GITHUB_ACTIONS") == "true";
  if (!environment("CI").empty()) {
    console.progress = ProgressStyle::periodic;
  } else if (terminal) {
    console.progress = ProgressStyle::live;
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

void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void print_data(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

ExitCode complain(const std::string& text, ExitCode code) {
  print_error("groundhog: " + text + "\n");
  return code;
}

ExitCode refuse(const std::string& lines) {
  print_error(lines);
  return ExitCode::usage;
}

}  // namespace groundhog::cli
