// Comparing passwords.
#pragma once

#include <cstddef>
#include <string_view>

namespace burrow {

// Takes as long for a near miss as for a wild guess: the time tells nothing but the length of `given`.
inline bool is_secret(std::string_view given, std::string_view secret) {
  if (secret.empty()) return given.empty();
  unsigned difference = given.size() == secret.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i) {
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(secret[i % secret.size()]);
  }
  return difference == 0;
}

}  // namespace burrow
