// What Burrow answers otherwise than Redis, and why. Whatever is not listed here has to be the same, byte by byte.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "tests/differential/command.hpp"

namespace burrow::differential {

// What must hold where the bytes differ.
enum class Rule : std::uint8_t {
  near_times,     // integers, apart by no more than the time that the run took; in seconds by one more, for rounding
  same_elements,  // arrays of the same elements, in any order
  held_key,       // either is a key that its server lists right afterwards
  held_keys,      // integers: how many keys Burrow lists right afterwards, and no less than Redis does
  whole_scan,     // from cursor 0 to cursor 0: the same keys, in any order and number; else any page
  same_kind,      // no errors, and of the same type
  errors,         // errors with the same code
  refusal,        // an error of Burrow's
  not_queued,     // the same where Redis queues
  queued,         // Burrow queues what Redis refuses at once
  not_sent,       // while a client watches keys: a deadline that is over
  anything,       // replies
};

struct Exclusion {
  std::string_view commands;  // lower case, with blanks between them
  std::string_view word;      // the second word, in lower case; empty: any
  Rule rule;
  std::string_view reason;
};

std::span<const Exclusion> exclusions();

bool is_about(const Exclusion& exclusion, const Words& words);

}  // namespace burrow::differential
