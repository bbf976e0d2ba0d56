// Each line of a .repro ends with the XXH3 of what stands before it, so that damage is named by its line.
#pragma once

#include <string>
#include <string_view>

namespace groundhog::harness {

// `object` is a JSON object with members; the seal becomes its last one. No end of line.
std::string sealed(std::string_view object);

// Whether the line is as it was sealed.
bool seal_holds(std::string_view line);

}  // namespace groundhog::harness
