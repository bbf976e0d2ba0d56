// The state of a node at one offset, frozen: what a full synchronisation sends. Replicas that join at the same time
// share one.
#pragma once

#include <string>
#include <vector>

#include "sut/cache/cache.hpp"
#include "sut/replication/checksum.hpp"
#include "sut/replication/history.hpp"

namespace burrow {

using SnapshotEntry = Cache<std::string, std::string>::Item;

struct Snapshot {
  History history;
  Offset offset = 0;
  Checksum log_checksum = Checksum::empty;
  std::vector<SnapshotEntry> entries;  // from the least to the most recently used
};

}  // namespace burrow
