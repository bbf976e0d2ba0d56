#include "sut/replication/checksum.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace burrow {

Checksum checksum_of(std::string_view bytes) { return Checksum{XXH64(bytes.data(), bytes.size(), 0)}; }

Checksum extend(Checksum log, std::string_view entry) { return Checksum{XXH64(entry.data(), entry.size(), raw(log))}; }

void StateDigest::add(std::string_view key, std::string_view value, const Deadline& deadline) {
  // "No TTL" and a deadline at the epoch must differ, hence the tag beside the count of milliseconds.
  const std::uint64_t has_deadline = deadline ? 1 : 0;
  const auto deadline_ms = deadline ? static_cast<std::uint64_t>(deadline->time_since_epoch().count()) : 0;
  const std::uint64_t of_key = XXH64(key.data(), key.size(), deadline_ms * 2 + has_deadline);
  sum_ += XXH64(value.data(), value.size(), of_key);
}

}  // namespace burrow
