#include "harness/repro/repro_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace groundhog::harness {

tl::expected<Repro, std::string> read_repro(const std::string& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return tl::unexpected(file + " is a folder: name a .repro file, such as full.repro in it");
  }
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return tl::unexpected("cannot read " + file + (errno != 0 ? std::string(": ") + std::strerror(errno) : ""));
  return parse_repro(text, file);
}

bool write_repro(const std::string& file, const Repro& repro) {
  const std::string part = file + "." + std::to_string(::getpid()) + ".part";
  std::ofstream out(part, std::ios::binary);
  out << to_text(repro);
  out.close();
  if (out && std::rename(part.c_str(), file.c_str()) == 0) return true;
  std::remove(part.c_str());
  return false;
}

}  // namespace groundhog::harness
