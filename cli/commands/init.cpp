#include <filesystem>
#include <fstream>

#include "cli/commands/commands.hpp"
#include "sim/scenario/starter.hpp"

namespace groundhog {

ExitCode init_command(const InitOptions& options, const Console&) {
  const std::filesystem::path file(options.file);
  if (std::filesystem::exists(file) && !options.force) {
    print_error("groundhog: " + options.file + " exists already; --force overwrites it\n");
    return ExitCode::usage;
  }
  std::ofstream out(file);
  out << starter_scenario(file.stem().string());
  out.flush();
  if (!out) {
    print_error("groundhog: cannot write " + options.file + "\n");
    return ExitCode::usage;
  }
  print_error("wrote " + options.file + "; try it: groundhog run " + options.file + "\n");
  return ExitCode::as_expected;
}

}  // namespace groundhog
