// The command line of burrow-server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sut/burrow_server/settings.hpp"

namespace burrow {

struct Flags {
  std::string config_file;  // empty: none
  std::vector<WrittenSetting> settings;
};

// What there is to do: run with these flags, or print (help, version, an error) and exit.
struct CommandLine {
  std::optional<Flags> flags;
  std::string out;  // for stdout
  std::string err;  // for stderr
  int exit_code = 0;
};

CommandLine parse_command_line(int argc, const char* const* argv, const std::vector<SettingSpec>& table);

}  // namespace burrow
