// R1: a read shows a value that some client had asked to write to that register before the read was answered.
#pragma once

#include <memory>

#include "checkers/checker.hpp"

namespace groundhog::test {

std::unique_ptr<checkers::Checker> make_written_check(const checkers::CheckContext& context);

}  // namespace groundhog::test
