#define XXH_INLINE_ALL
#include <fstream>
#include <string>

#include <xxhash.h>

#include "harness/repro/build_identity.hpp"
#include "harness/repro/repro.hpp"

namespace groundhog::harness {
namespace {

std::uint64_t hash_of_this_executable() {
  std::ifstream file("/proc/self/exe", std::ios::binary | std::ios::ate);
  std::string content(static_cast<std::size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  return XXH3_64bits(content.data(), content.size());
}

}  // namespace

BuildStamp build_stamp() {
  static const std::uint64_t binary = hash_of_this_executable();
  const BuildIdentity build = build_identity();
  return {std::string(build.version), std::string(build.commit), std::string(build.compiler),
          std::string(build.flags),   std::string(build.mutant), binary};
}

}  // namespace groundhog::harness
