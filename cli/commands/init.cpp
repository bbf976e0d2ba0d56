#include <filesystem>
#include <fstream>

#include "cli/commands/commands.hpp"
#include "cli/commands/complaint.hpp"
#include "sim/scenario/starter.hpp"

namespace groundhog::cli {

ExitCode init_command(const InitOptions& options) {
  const std::filesystem::path file(options.file);
  if (std::filesystem::exists(file) && !options.force) {
    return complain(options.file + " exists already; --force overwrites it");
  }
  std::ofstream out(file);
  out << starter_scenario(file.stem().string());
  out.flush();
  if (!out) return complain("cannot write " + options.file);
  print_error("wrote " + options.file + "; try it: groundhog run " + options.file + "\n");
  return ExitCode::as_expected;
}

}  // namespace groundhog::cli
