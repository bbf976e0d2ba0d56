// Starts a replay over again under gdb.
#pragma once

#include <string>

namespace groundhog::harness {

// Becomes gdb, running this binary on the file until the first violation is noticed and told, in the frame of who told
// the event. Returns only if that cannot be:
// why, and the remedy.
std::string become_gdb(const std::string& file, bool guided);

}  // namespace groundhog::harness
