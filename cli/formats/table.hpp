// The formats that --report takes. Each is one file of its name in this folder.
#pragma once

#include <memory>
#include <string_view>

#include "cli/formats/format.hpp"

namespace groundhog::cli {

std::unique_ptr<Format> make_json(const Sink& sink);
std::unique_ptr<Format> make_junit(const Sink& sink);
std::unique_ptr<Format> make_github(const Sink& sink);
std::unique_ptr<Format> make_markdown(const Sink& sink);
std::unique_ptr<Format> make_tap(const Sink& sink);

struct FormatEntry {
  std::string_view name;
  std::unique_ptr<Format> (*make)(const Sink& sink);
};

// A line each.
// clang-format off
inline constexpr FormatEntry format_table[] = {
    {"json", make_json},
    {"junit", make_junit},
    {"github", make_github},
    {"markdown", make_markdown},
    {"tap", make_tap},
};
// clang-format on

}  // namespace groundhog::cli
