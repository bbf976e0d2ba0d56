#define XXH_INLINE_ALL
#include <fstream>
#include <iterator>

#include <xxhash.h>

#include "cli/build_identity.hpp"
#include "cli/repro/repro.hpp"

namespace groundhog {
namespace {

std::uint64_t hash_of_this_executable() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  return XXH3_64bits(content.data(), content.size());
}

}  // namespace

BuildStamp build_stamp() {
  static const std::uint64_t binary = hash_of_this_executable();
  const BuildIdentity build = build_identity();
  return {std::string(build.version),
          std::string(build.commit),
          std::string(build.compiler),
          std::string(build.flags),
          {},
          binary};
}

}  // namespace groundhog
