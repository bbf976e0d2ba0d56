// A replay under gdb.
#pragma once

#include <cstdint>
#include <string>

namespace groundhog::harness {

// Becomes gdb, running this binary on the file up to the event of this number, with the innermost frame of the system
// under test selected. Returns only if that cannot be: why, and the remedy.
std::string become_gdb(const std::string& file, bool guided, std::uint64_t event);

}  // namespace groundhog::harness
