#define XXH_INLINE_ALL
#include "harness/repro/line_seal.hpp"

#include <cstdio>

#include <xxhash.h>

namespace groundhog::harness {
namespace {

constexpr std::size_t seal_size = sizeof(R"(,"xxh3":"0123456789abcdef"})") - 1;

std::string seal_of(std::string_view members) {
  char seal[seal_size + 1];
  std::snprintf(seal, sizeof seal, R"(,"xxh3":"%016llx"})",
                static_cast<unsigned long long>(XXH3_64bits(members.data(), members.size())));
  return seal;
}

}  // namespace

std::string sealed(std::string_view object) {
  const std::string_view members = object.substr(0, object.size() - 1);
  return std::string(members) + seal_of(members);
}

bool seal_holds(std::string_view line) {
  if (line.size() < seal_size) return false;
  const std::string_view members = line.substr(0, line.size() - seal_size);
  return line.substr(members.size()) == seal_of(members);
}

}  // namespace groundhog::harness
