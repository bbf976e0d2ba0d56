#include "sim/trace/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "sim/core/spelling.hpp"
#include "sim/core/text.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/runtime/quantity.hpp"

namespace groundhog::trace {
namespace {

// Of enumerations, in their order.
constexpr std::string_view phase_words[] = {"warmup", "chaos", "settle", "ended"};
constexpr std::string_view outcome_words[] = {"ok", "error", "unknown", "unsent"};
constexpr std::string_view effect_words[] = {"set", "deadline", "del", "flush"};
constexpr std::string_view cause_words[] = {"none", "client", "expire", "evict"};
constexpr std::string_view sample_words[] = {"periodic", "loaded", "converging", "ended"};
constexpr std::string_view close_words[] = {"closed", "aborted", "process_died", "reset", "timed_out", "refused"};
constexpr std::string_view change_words[] = {"duplicated", "corrupted", "cut"};

template <typename Enum>
std::string_view word_of(std::span<const std::string_view> words, Enum value) {
  SEAM_ASSERT(static_cast<std::size_t>(value) < words.size());
  return words[static_cast<std::size_t>(value)];
}

template <typename Integer>
void append_integer(std::string& out, Integer value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_name(std::string& out, std::string_view name) {
  out += ' ';
  out += name;
  out += '=';
}

}  // namespace

void append_value(std::string& out, std::string_view value) { out += spelled_briefly(value); }

void append_pair(std::string& out, std::string_view name, std::string_view value) {
  append_name(out, name);
  append_value(out, value);
}

void append_number(std::string& out, std::string_view name, std::uint64_t value) {
  append_name(out, name);
  append_integer(out, value);
}

std::string id_text(std::uint64_t value) {
  return hex_digits(value, value > std::numeric_limits<std::uint32_t>::max() ? 16 : 1);
}

void append_id(std::string& out, std::string_view name, std::uint64_t value) {
  append_name(out, name);
  out += id_text(value);
}

void append_deadline(std::string& out, std::string_view name, const Deadline& deadline) {
  append_name(out, name);
  if (!deadline) {
    out += "none";
    return;
  }
  append_integer(out, deadline->time_since_epoch().count());
}

void append_field(std::string& out, const seam::Field& field) {
  switch (field.kind) {
    case seam::Field::Kind::text:
      append_pair(out, field.name, field.text);
      return;
    case seam::Field::Kind::number:
      append_name(out, field.name);
      append_integer(out, field.number);
      return;
    case seam::Field::Kind::id:
      append_id(out, field.name, field.id);
      return;
    case seam::Field::Kind::none:
      append_pair(out, field.name, "none");
      return;
  }
}

void append_seconds(std::string& out, Duration time) {
  constexpr std::int64_t per_second = 1'000'000'000;
  std::int64_t nanoseconds = time.count();
  if (nanoseconds < 0) out += '-';
  nanoseconds = std::abs(nanoseconds);
  append_integer(out, nanoseconds / per_second);
  std::array<char, 10> decimals{};
  std::to_chars(decimals.data(), decimals.data() + decimals.size(), per_second + nanoseconds % per_second);
  decimals[0] = '.';
  out.append(decimals.data(), decimals.size());
}

void append_duration(std::string& out, Duration time) {
  if (time < Duration{0}) out += '-';
  out += seam::decimal_text(static_cast<std::uint64_t>(std::abs(time.count())), std::span(seam::time_units).first(4));
}

void append_command(std::string& out, std::span<const std::string> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i > 0) out += ' ';
    append_value(out, arguments[i]);
  }
}

void append_reply(std::string& out, const Reply& reply) {
  switch (reply.kind) {
    case ReplyKind::none:
      return;
    case ReplyKind::nil:
      out += "nil";
      return;
    case ReplyKind::integer:
      append_integer(out, reply.integer);
      return;
    case ReplyKind::status:
    case ReplyKind::error:
    case ReplyKind::text:
      append_value(out, reply.text);
      return;
    case ReplyKind::array:
      out += '[';
      for (const Reply& element : reply.elements) {
        if (&element != reply.elements.data()) out += ' ';
        append_reply(out, element);
      }
      out += ']';
      return;
  }
}

std::string_view to_string(Phase phase) { return word_of(phase_words, phase); }
std::string_view to_string(Outcome outcome) { return word_of(outcome_words, outcome); }
std::string_view to_string(EffectKind kind) { return word_of(effect_words, kind); }
std::string_view to_string(DelCause cause) { return word_of(cause_words, cause); }
std::string_view to_string(SampleReason reason) { return word_of(sample_words, reason); }
std::string_view to_string(CloseReason reason) { return word_of(close_words, reason); }
std::string_view to_string(FrameChanged::Change change) { return word_of(change_words, change); }

}  // namespace groundhog::trace
