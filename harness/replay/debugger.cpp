#include "harness/replay/debugger.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <vector>

namespace groundhog::harness {
namespace {

// Where the event that violates leaves the code that told it; above it are only those who look on.
constexpr const char* way_out = "frame function groundhog::FanOut::on";

}  // namespace

std::string become_gdb(const std::string& file, bool guided) {
  std::error_code error;
  const std::string binary = std::filesystem::read_symlink("/proc/self/exe", error).string();
  std::vector<std::string> words = {"gdb",  "-q",     "-ex",  "run",    "-ex", way_out, "-ex",
                                    "up 2", "--args", binary, "replay", file,  "--trap"};
  if (guided) words.emplace_back("--guided");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execvp("gdb", pointers.data());
  if (errno == ENOENT) return "there is no gdb here: install the Debian package gdb (apt-get install gdb)";
  return std::string("gdb did not start: ") + std::strerror(errno);
}

}  // namespace groundhog::harness
