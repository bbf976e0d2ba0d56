#include "cli/replay/debugger.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <vector>

namespace groundhog {

std::string become_gdb(const std::string& file, bool guided) {
  std::error_code error;
  const std::string binary = std::filesystem::read_symlink("/proc/self/exe", error).string();
  std::vector<std::string> words = {"gdb", "-q", "-ex", "run", "--args", binary, "replay", file, "--trap"};
  if (guided) words.emplace_back("--guided");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execvp("gdb", pointers.data());
  if (errno == ENOENT) return "there is no gdb here: install the Debian package gdb (apt-get install gdb)";
  return std::string("gdb did not start: ") + std::strerror(errno);
}

}  // namespace groundhog
