#include "sut/resp/header.hpp"

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

Header read_header(std::string_view bytes, char type) {
  if (bytes.empty()) return incomplete;
  if (bytes[0] != type) return malformed;
  if (bytes.size() > 1 && bytes[1] == '-') return read_null(bytes);
  std::size_t at = 1;
  std::int64_t value = 0;
  for (; at < bytes.size() && is_digit(bytes[at]); ++at) {
    if (at > max_digits) return malformed;
    value = value * 10 + (bytes[at] - '0');
  }
  if (at > 2 && bytes[1] == '0') return malformed;
  if (at == bytes.size()) return incomplete;
  if (at == 1 || bytes[at] != '\r') return malformed;
  if (at + 1 == bytes.size()) return incomplete;
  if (bytes[at + 1] != '\n') return malformed;
  return {Header::Status::complete, value, at + 2};
}

}  // namespace burrow::resp
