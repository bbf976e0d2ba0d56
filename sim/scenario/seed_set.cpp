#include "sim/scenario/seed_set.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "sim/core/text.hpp"

namespace groundhog {
namespace {

using Range = SeedSet::Range;

constexpr std::uint64_t last_seed = std::numeric_limits<std::uint64_t>::max();

std::uint64_t size_of(Range range) { return range.last - range.first + 1; }

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

// "5-9", as other tools write a range.
bool is_range_with_dash(std::string_view text) {
  const std::size_t dash = text.find('-');
  return dash != std::string_view::npos && parse_seed(text.substr(0, dash)) && parse_seed(text.substr(dash + 1));
}

tl::expected<Range, std::string> parse_range(std::string_view text) {
  if (is_range_with_dash(text)) {
    const std::string with_dots = std::string(text).replace(text.find('-'), 1, "..");
    return tl::unexpected(quoted(text) + " is neither a seed nor a range (did you mean " + with_dots + "?)");
  }
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    return parse_seed(text).map([](std::uint64_t seed) { return Range{seed, seed}; });
  }
  const auto first = parse_seed(text.substr(0, dots));
  if (!first) return tl::unexpected(first.error());
  const auto last = parse_seed(text.substr(dots + 2));
  if (!last) return tl::unexpected(last.error());
  if (*last < *first) {
    return tl::unexpected("the range of seeds " + quoted(text) + " is empty: did you mean " + seed_text(*last) + ".." +
                          seed_text(*first) + "?");
  }
  if (*first == 0 && *last == last_seed)
    return tl::unexpected("the range " + quoted(text) + " has more than 2^64 - 1 seeds");
  return Range{*first, *last};
}

// Comments become white space.
std::string without_comments(std::string_view text) {
  std::string plain(text);
  bool in_comment = false;
  for (char& c : plain) {
    if (c == '\n') in_comment = false;
    if (c == '#') in_comment = true;
    if (in_comment) c = ' ';
  }
  return plain;
}

}  // namespace

SeedSet::SeedSet(std::vector<Range> ranges) {
  std::ranges::sort(ranges);
  for (const Range& range : ranges) {
    const bool touches =
        !ranges_.empty() && (ranges_.back().last == last_seed || range.first <= ranges_.back().last + 1);
    if (touches) {
      ranges_.back().last = std::max(ranges_.back().last, range.last);
    } else {
      ranges_.push_back(range);
    }
  }
}

SeedSet SeedSet::of(std::span<const std::uint64_t> seeds) {
  std::vector<Range> ranges;
  ranges.reserve(seeds.size());
  for (std::uint64_t seed : seeds) ranges.push_back({seed, seed});
  return SeedSet(std::move(ranges));
}

SeedSet SeedSet::counted(std::uint64_t base, std::uint64_t count) {
  if (count == 0) return {};
  return SeedSet({{base, count - 1 > last_seed - base ? last_seed : base + count - 1}});
}

SeedSet SeedSet::from(std::uint64_t first) { return SeedSet({{std::max<std::uint64_t>(first, 1), last_seed}}); }

std::uint64_t SeedSet::size() const {
  std::uint64_t total = 0;
  for (const Range& range : ranges_) total += size_of(range);
  return total;
}

std::uint64_t SeedSet::at(std::uint64_t index) const {
  auto range = ranges_.begin();
  while (index >= size_of(*range)) {
    index -= size_of(*range);
    ++range;
  }
  return range->first + index;
}

bool SeedSet::contains_all(const SeedSet& other) const {
  return std::ranges::all_of(other.ranges_, [this](const Range& wanted) {
    return std::ranges::any_of(
        ranges_, [&](const Range& range) { return range.first <= wanted.first && wanted.last <= range.last; });
  });
}

std::string SeedSet::text() const {
  std::string out;
  for (const Range& range : ranges_) {
    if (!out.empty()) out += ',';
    out += seed_text(range.first);
    if (range.last != range.first) out += ".." + seed_text(range.last);
  }
  return out;
}

tl::expected<std::uint64_t, std::string> parse_seed(std::string_view text) {
  const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  const std::string_view digits = hexadecimal ? text.substr(2) : text;
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seed, hexadecimal ? 16 : 10);
  if (error == std::errc::result_out_of_range) {
    return tl::unexpected("the seed " + quoted(text) + " is larger than 64 bits");
  }
  if (error == std::errc{} && end == digits.data() + digits.size()) return seed;

  const bool would_be_hexadecimal =
      !hexadecimal && !digits.empty() && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  std::string message = quoted(text) + " is not a seed: write a decimal number or 0x and hexadecimal digits";
  if (would_be_hexadecimal) message += " (did you mean 0x" + std::string(digits) + "?)";
  return tl::unexpected(message);
}

tl::expected<SeedSet, std::string> parse_seeds(std::string_view text) {
  const std::string plain = without_comments(text);
  std::vector<Range> ranges;
  constexpr std::string_view separators = ", \t\r\n";
  for (std::size_t at = plain.find_first_not_of(separators); at != std::string::npos;
       at = plain.find_first_not_of(separators, at)) {
    const std::size_t end = std::min(plain.find_first_of(separators, at), plain.size());
    const auto range = parse_range(std::string_view(plain).substr(at, end - at));
    if (!range) return tl::unexpected(range.error());
    ranges.push_back(*range);
    at = end;
  }
  if (ranges.empty()) return tl::unexpected("no seed in " + quoted(text) + ": write 7, 1..200 or 1..50,0x5f1c9a");
  return SeedSet(std::move(ranges));
}

tl::expected<Shard, std::string> parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto fail = [&] {
    return tl::unexpected(quoted(text) + " is not a shard: write i/n with i from 1 to n, such as 2/8");
  };
  if (slash == std::string_view::npos) return fail();
  const auto number = parse_seed(text.substr(0, slash));
  const auto count = parse_seed(text.substr(slash + 1));
  if (!number || !count || *number == 0 || *number > *count) return fail();
  return Shard{*number, *count};
}

std::string seed_text(std::uint64_t seed) { return "0x" + hex_digits(seed); }

}  // namespace groundhog
