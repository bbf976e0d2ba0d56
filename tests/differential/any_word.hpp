// Words of commands, drawn. What they are drawn from is small, so that commands meet at the same keys, and is full of
// edges. No deadline lies near the present, so that no reply depends on which server was the faster one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <rapidcheck.h>

namespace burrow::differential {

class Draw {
 public:
  explicit Draw(const rc::Random& random) : random_(random) {}

  // 0 … end - 1
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_.next() % end); }
  bool once_in(std::size_t times) { return below(times) == 0; }
  template <typename Elements>
  const auto& one_of(const Elements& elements) {
    return elements[below(std::size(elements))];
  }

 private:
  rc::Random random_;
};

std::string any_key(Draw& draw);
std::string any_value(Draw& draw);
// Whole numbers to the end of 64 bits, and what looks like one.
std::string any_integer(Draw& draw);
std::string any_float(Draw& draw);
// Within a value, before and behind it; as far as memory allows, and farther than a value may reach.
std::string any_offset(Draw& draw);
std::string any_pattern(Draw& draw);
// Of Redis, of none, and much that nearly is one. Never one that the servers know.
std::string any_unknown_name(Draw& draw);

enum class TimeUnit : std::uint8_t { seconds, milliseconds };
enum class TimeBase : std::uint8_t { now, epoch };

// A TTL or a deadline: one that is over, one that is far away, or none at all. Two that are far away differ by more
// than a run takes.
std::string any_time(Draw& draw, TimeUnit unit, TimeBase base);

// The same letters in another case, now and then.
std::string any_case(Draw& draw, std::string_view word);

// A word too many. No small number: it could become a TTL that ends within the run.
std::string any_stray_word(Draw& draw);

}  // namespace burrow::differential
