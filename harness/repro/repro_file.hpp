// The file format of a .repro: JSON Lines, one section per line: the header and the plan, which can be written before
// the run starts, and what came of it. docs/reference/repro.md describes it.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "harness/repro/repro.hpp"
#include "harness/text/output_file.hpp"

namespace groundhog::harness {

// Raised with every change that an older groundhog would misread.
constexpr std::uint32_t repro_format = 2;

std::string to_text(const Repro& repro);

// `file` is for messages. The error is a sentence for people that names the file, the line, what is wrong and the
// remedy: a file that is truncated, foreign, damaged or of a newer format is refused as a whole.
tl::expected<Repro, std::string> parse_repro(std::string_view text, const std::string& file);

tl::expected<Repro, std::string> read_repro(const std::string& file);

// All of it or none.
Written write_repro(const std::string& file, const Repro& repro);

// Each line of a .repro ends with the XXH3 of what stands before it, so that damage is named by its line. `object` is a
// JSON object with members; the seal becomes its last one. No end of line.
std::string sealed(std::string_view object);

// Whether the line is as it was sealed.
bool seal_holds(std::string_view line);

}  // namespace groundhog::harness
