// Seed results as records on a pipe between two processes of the same binary: a 32-bit length, then the fields in the
// order of the struct, integers in the machine's own byte order.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "harness/runner/seed_result.hpp"

namespace groundhog::harness {

void append_record(std::string& out, const SeedResult& result);

struct DecodedRecord {
  SeedResult result;
  std::size_t size_bytes = 0;  // of the whole record
};

// The first record in `bytes`, or nullopt while it is incomplete.
std::optional<DecodedRecord> first_record(std::string_view bytes);

}  // namespace groundhog::harness
