// The cache's reasons to remove a key, and the log's words for them.
#pragma once

#include "sut/cache/statistics.hpp"
#include "sut/replication/effect.hpp"

namespace burrow {

constexpr DelCause to_del_cause(RemovalCause cause) {
  switch (cause) {
    case RemovalCause::client:
      return DelCause::client;
    case RemovalCause::expire:
      return DelCause::expire;
    case RemovalCause::evict:
      return DelCause::evict;
  }
  return DelCause::client;
}

constexpr RemovalCause to_removal_cause(DelCause cause) {
  switch (cause) {
    case DelCause::expire:
      return RemovalCause::expire;
    case DelCause::evict:
      return RemovalCause::evict;
    case DelCause::client:
    case DelCause::none:
      return RemovalCause::client;
  }
  return RemovalCause::client;
}

}  // namespace burrow
