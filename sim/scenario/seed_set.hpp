// A set of seeds, written as ranges: those of a scenario, or those that a campaign runs; and the part that a shard
// takes.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace groundhog {

// An ordered set of seeds, kept as disjoint ranges. Fewer than 2^64 of them.
class SeedSet {
 public:
  // Both ends belong to it: 1..200 is 200 seeds.
  struct Range {
    std::uint64_t first;
    std::uint64_t last;

    friend auto operator<=>(const Range&, const Range&) = default;
  };

  SeedSet() = default;
  explicit SeedSet(std::vector<Range> ranges);

  static SeedSet single(std::uint64_t seed) { return SeedSet({{seed, seed}}); }
  static SeedSet of(std::span<const std::uint64_t> seeds);
  // `count` seeds from `base` on; fewer where the numbers end.
  static SeedSet counted(std::uint64_t base, std::uint64_t count);
  // Every seed from `first` on, for campaigns that are limited by time.
  static SeedSet from(std::uint64_t first);

  std::uint64_t size() const;
  bool empty() const { return ranges_.empty(); }
  std::uint64_t at(std::uint64_t index) const;
  bool contains_all(const SeedSet& other) const;
  std::span<const Range> ranges() const { return ranges_; }

  // As parse_seeds reads it: "0x1..0xc8,0x5f1c9a".
  std::string text() const;

  friend bool operator==(const SeedSet&, const SeedSet&) = default;

 private:
  std::vector<Range> ranges_;  // ascending, with gaps between them
};

// One of `count` equal parts of a list: every count-th item, beginning with the `number`-th (from 1). Together the
// shards of a list are the list, and no two share an item.
struct Shard {
  std::uint64_t number = 1;
  std::uint64_t count = 1;

  // How many of `all` items belong to it, and where the i-th of these stands in the list.
  std::uint64_t size_of(std::uint64_t all) const { return all < number ? 0 : (all - number) / count + 1; }
  std::uint64_t position(std::uint64_t i) const { return number - 1 + i * count; }
  // The same shard of what stands behind the first `all` items.
  Shard behind(std::uint64_t all) const {
    const std::uint64_t rest = all % count;
    return {number > rest ? number - rest : number + (count - rest), count};
  }
  std::string text() const { return std::to_string(number) + "/" + std::to_string(count); }

  friend bool operator==(const Shard&, const Shard&) = default;
};

// One seed, decimal or 0x hexadecimal. The error is a sentence for people.
tl::expected<std::uint64_t, std::string> parse_seed(std::string_view text);

// "7", "1..200", "0x10..0x1f", or several of these separated by commas or white space; '#' begins a comment up to the
// end of the line, so that a file of seeds can say why each of them is there.
tl::expected<SeedSet, std::string> parse_seeds(std::string_view text);

// "2/8".
tl::expected<Shard, std::string> parse_shard(std::string_view text);

// "0x5f1c9a": as every report, file and folder name has it.
std::string seed_text(std::uint64_t seed);

}  // namespace groundhog
