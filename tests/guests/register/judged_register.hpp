// The register system with what judges it: for `groundhog_main`.
#pragma once

#include <memory>

#include "tests/sim/register_system/register_system.hpp"

namespace groundhog::test {

std::unique_ptr<Guest> make_judged_register(RegisterOptions options = {});

}  // namespace groundhog::test
