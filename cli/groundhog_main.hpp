// The whole program `groundhog` for one guest. For another system, write a main() of one line.
#pragma once

#include "sim/guest/guest.hpp"

namespace groundhog {

// The exit code of the process.
int groundhog_main(int argc, const char* const* argv, const Guest& guest);

}  // namespace groundhog
