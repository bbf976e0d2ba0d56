#include "sut/burrow_server/descriptors.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace burrow {

namespace {

// Log, listener, event queue, connections that are being turned away, and our own to an upstream.
constexpr rlim_t reserve = 128;

}  // namespace

std::size_t make_room_for(std::size_t clients) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return clients;
  const rlim_t wanted = static_cast<rlim_t>(clients) + reserve;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min(limit.rlim_max, wanted);
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur >= wanted) return clients;
  return limit.rlim_cur > reserve ? static_cast<std::size_t>(limit.rlim_cur - reserve) : 0;
}

}  // namespace burrow
