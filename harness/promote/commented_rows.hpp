// Lists of flow mappings with a comment for each row, aligned for the eye.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/yaml.hpp"

namespace groundhog::harness {

constexpr std::size_t line_width = 120;  // columns

// "- {…}" per row. Fields are aligned where all rows have the same ones. A comment stands behind its row, or, if one of
// the list does not fit there, each above its row. Missing comments are none.
std::string commented_rows(std::span<const FlowMapping> rows, std::span<const std::string> comments,
                           std::size_t margin);

// "# …", broken between words to fit the line. Bytes that a comment cannot hold are replaced.
std::string comment_lines(std::string_view text, std::size_t margin);

}  // namespace groundhog::harness
