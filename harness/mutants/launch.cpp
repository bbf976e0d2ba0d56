#include "harness/mutants/launch.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <unistd.h>

#include "harness/runner/child_process.hpp"

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

// The sources that a build folder was configured for.
std::optional<fs::path> source_of(const fs::path& build_folder) {
  constexpr std::string_view key = "CMAKE_HOME_DIRECTORY:INTERNAL=";
  std::ifstream cache(build_folder / "CMakeCache.txt");
  for (std::string line; std::getline(cache, line);) {
    if (line.starts_with(key)) return fs::path(line.substr(key.size()));
  }
  return std::nullopt;
}

}  // namespace

tl::expected<fs::path, std::string> build_mutant(const std::string& name, const fs::path& mutants_folder) {
  std::error_code error;
  const fs::path build_folder = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
  const auto source = source_of(build_folder);
  if (!source) {
    return tl::unexpected("mutants are built beside the build of this binary, but " + build_folder.string() +
                          " is no build folder");
  }
  ChildProcess script{.program = (*source / "ci" / "build-mutants").string(),
                      .arguments = {name},
                      .environment = environment_without({"BUILD_DIR", "MUTANTS_DIR"}),
                      .input = {}};
  script.environment.push_back("BUILD_DIR=" + build_folder.string());
  script.environment.push_back("MUTANTS_DIR=" + fs::absolute(mutants_folder, error).string());
  const auto built = run_child(script, script.program);
  if (!built) return tl::unexpected(built.error());
  if (built->exit_status != 0) return tl::unexpected("mutant " + name + " was not built");
  return fs::path(built->text.substr(0, built->text.find('\n')));
}

std::string continue_in(const fs::path& binary, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), binary.string());
  std::vector<char*> words;
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  ::execv(binary.c_str(), words.data());
  return "cannot run " + binary.string() + ": " + std::strerror(errno);
}

}  // namespace groundhog::harness
