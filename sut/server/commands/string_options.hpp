// The option words of SET and GETEX.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sut/server/commands/expiry_argument.hpp"

namespace burrow::commands {

struct ExpiryOption {
  ExpiryForm form;
  std::string_view amount;  // not looked at yet
};

struct StringOptions {
  enum class Condition : std::uint8_t { none, if_absent, if_present };

  Condition condition = Condition::none;  // SET: NX, XX
  bool keep_ttl = false;                  // SET: KEEPTTL
  bool return_old = false;                // SET: GET
  bool persist = false;                   // GETEX: PERSIST
  std::optional<ExpiryOption> expiry;     // EX, PX, EXAT, PXAT; the last one of its kind counts
};

// nullopt is a syntax error: an unknown word, a missing time, or two options that exclude each other.
std::optional<StringOptions> parse_set_options(std::span<const std::string_view> words);
std::optional<StringOptions> parse_getex_options(std::span<const std::string_view> words);

}  // namespace burrow::commands
