// Pieces of a line of the timeline: every function appends to `out`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/events/observer.hpp"

namespace groundhog::trace {

// Bytes for people, shortened where they are long (sim/core/spelling.hpp).
void append_value(std::string& out, std::string_view value);

// " name=value"
void append_pair(std::string& out, std::string_view name, std::string_view value);
void append_number(std::string& out, std::string_view name, std::uint64_t value);
// Hexadecimal. An identity that was drawn from 64 bits (a history, a process) keeps its leading zeros, as on the wire;
// a counted one (a connection) has none.
std::string id_text(std::uint64_t value);
void append_id(std::string& out, std::string_view name, std::uint64_t value);
void append_deadline(std::string& out, std::string_view name, const Deadline& deadline);
void append_field(std::string& out, const seam::Field& field);

// Seconds with nine decimals and a sign where negative: -0.250000000
void append_seconds(std::string& out, Duration time);
// In the largest unit that leaves a whole number before the point: 4.1ms, 12s, 250us
void append_duration(std::string& out, Duration time);

void append_command(std::string& out, std::span<const std::string> arguments);
void append_reply(std::string& out, const Reply& reply);

// Words of enumerations.
std::string_view to_string(Phase phase);
std::string_view to_string(Outcome outcome);
std::string_view to_string(EffectKind kind);
std::string_view to_string(DelCause cause);
std::string_view to_string(SampleReason reason);
std::string_view to_string(CloseReason reason);
std::string_view to_string(FrameChanged::Change change);

}  // namespace groundhog::trace
