#include "sut/burrow_server/password_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace burrow {

namespace {

constexpr std::size_t longest_password = 4096;

}  // namespace

tl::expected<std::string, std::string> read_password_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path);
  std::string password;
  const bool is_read = static_cast<bool>(std::getline(file, password));
  if (!is_read && errno != 0) return tl::unexpected(path + ": " + std::strerror(errno));
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty()) return tl::unexpected(path + ": its first line is empty; write the password there");
  if (password.size() > longest_password) return tl::unexpected(path + ": its first line is too long for a password");
  return password;
}

}  // namespace burrow
