// For people. Not in the table: it is always there.
#pragma once

#include <memory>

#include "cli/formats/format.hpp"
#include "cli/output/console.hpp"

namespace groundhog::cli {

// Of several scenarios, each is summed up in a line.
std::unique_ptr<Format> make_text(const Sink& sink, const Console& console, bool several_scenarios);

}  // namespace groundhog::cli
