#include "sut/resp/wire.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "sut/runtime/assert.hpp"

namespace burrow::resp {

namespace {

constexpr std::size_t max_digits = 18;  // never overflows 64 bits

constexpr Header incomplete{Header::Status::incomplete};
constexpr Header malformed{Header::Status::malformed};

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// "-1\r\n" after the type byte.
Header read_null(std::string_view bytes) {
  constexpr std::string_view null_tail = "-1\r\n";
  const std::string_view tail = bytes.substr(1, null_tail.size());
  if (!null_tail.starts_with(tail)) return malformed;
  if (tail.size() < null_tail.size()) return incomplete;
  return {Header::Status::complete, -1, 1 + null_tail.size()};
}

}  // namespace

Header read_any_header(std::string_view bytes, char type, Negative negative) {
  if (bytes.empty()) return incomplete;
  if (bytes[0] != type) return malformed;
  const bool is_negative = bytes.size() > 1 && bytes[1] == '-';
  if (is_negative && negative == Negative::null_only) return read_null(bytes);
  const std::size_t first = is_negative ? 2 : 1;
  std::size_t at = first;
  std::int64_t value = 0;
  for (; at < bytes.size() && is_digit(bytes[at]); ++at) {
    if (at - first >= max_digits) return malformed;
    value = value * 10 + (bytes[at] - '0');
  }
  const bool leads_with_zero = at > first && bytes[first] == '0';
  if (leads_with_zero && (is_negative || at > first + 1)) return malformed;
  if (at == bytes.size()) return incomplete;
  if (at == first || bytes[at] != '\r') return malformed;
  if (at + 1 == bytes.size()) return incomplete;
  if (bytes[at + 1] != '\n') return malformed;
  return {Header::Status::complete, is_negative ? -value : value, at + 2};
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty()) return std::nullopt;
  if (digits.front() == '0' && text.size() > 1) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void append_integer(std::string& out, std::int64_t value) {
  char digits[20];  // "-9223372036854775808"
  const auto result = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, result.ptr);
}

namespace {

bool is_line_break(char byte) { return byte == '\r' || byte == '\n'; }

void append_header(std::string& out, char type, std::int64_t value) {
  out.push_back(type);
  append_integer(out, value);
  out.append(terminator);
}

}  // namespace

bool ReplyWriter::admits(std::size_t payload_bytes) {
  constexpr std::size_t header_bytes = 32;
  const std::size_t room = limit_bytes_ - std::min(limit_bytes_, out_.size());
  overflowed_ = overflowed_ || payload_bytes > room || header_bytes > room - payload_bytes;
  return !overflowed_;
}

void ReplyWriter::status(std::string_view text) {
  if (!admits(text.size())) return;
  SEAM_ASSERT(std::none_of(text.begin(), text.end(), is_line_break));
  out_.push_back('+');
  out_.append(text);
  out_.append(terminator);
}

void ReplyWriter::error(std::string_view text) {
  if (!admits(text.size())) return;
  out_.push_back('-');
  const std::size_t begin = out_.size();
  out_.append(text);
  std::replace_if(out_.begin() + static_cast<std::ptrdiff_t>(begin), out_.end(), is_line_break, ' ');
  out_.append(terminator);
}

void ReplyWriter::integer(std::int64_t value) {
  if (admits(0)) append_header(out_, ':', value);
}

void ReplyWriter::bulk(std::string_view bytes) {
  if (admits(bytes.size())) append_bulk(out_, bytes);
}

void ReplyWriter::nil_array() { out_ += "*-1\r\n"; }

void ReplyWriter::nil() {
  if (admits(0)) out_.append("$-1\r\n");
}

void ReplyWriter::array(std::size_t count) {
  if (admits(0)) append_array_header(out_, count);
}

void ReplyWriter::encoded(std::string_view elements) {
  if (admits(elements.size())) out_.append(elements);
}

void append_bulk(std::string& out, std::string_view bytes) {
  append_header(out, '$', static_cast<std::int64_t>(bytes.size()));
  out.append(bytes);
  out.append(terminator);
}

void append_array_header(std::string& out, std::size_t count) {
  append_header(out, '*', static_cast<std::int64_t>(count));
}

void append_request(std::string& out, std::span<const std::string_view> arguments) {
  append_array_header(out, arguments.size());
  for (const std::string_view argument : arguments) append_bulk(out, argument);
}

}  // namespace burrow::resp
