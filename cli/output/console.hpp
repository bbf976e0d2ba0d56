// How the terminal looks: colour or not, and what kind of reader sits behind stderr.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/options.hpp"

namespace groundhog::cli {

enum class ProgressStyle : std::uint8_t { none, live, periodic };

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
void print_data(std::string_view text);   // to stdout

}  // namespace groundhog::cli
