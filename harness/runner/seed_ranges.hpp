// Which seeds a campaign runs: a set of numbers written as ranges, and the part of it that one shard takes.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace groundhog::harness {

// Both ends belong to it: 1..200 is 200 seeds.
struct SeedRange {
  std::uint64_t first;
  std::uint64_t last;

  friend auto operator<=>(const SeedRange&, const SeedRange&) = default;
};

// An ordered set of seeds, kept as disjoint ranges. Fewer than 2^64 of them.
class SeedRanges {
 public:
  SeedRanges() = default;
  explicit SeedRanges(std::vector<SeedRange> ranges);

  static SeedRanges single(std::uint64_t seed) { return SeedRanges({{seed, seed}}); }
  static SeedRanges of(std::span<const std::uint64_t> seeds);
  // `count` seeds from `base` on; fewer where the numbers end.
  static SeedRanges counted(std::uint64_t base, std::uint64_t count);
  // Every seed from `first` on, for campaigns that are limited by time.
  static SeedRanges from(std::uint64_t first);

  std::uint64_t size() const;
  bool empty() const { return ranges_.empty(); }
  std::uint64_t at(std::uint64_t index) const;
  bool contains_all(const SeedRanges& other) const;
  std::span<const SeedRange> ranges() const { return ranges_; }

  // As parse_seeds reads it: "1..200,0x5f1c9a" with decimal numbers.
  std::string text() const;

  friend bool operator==(const SeedRanges&, const SeedRanges&) = default;

 private:
  std::vector<SeedRange> ranges_;  // ascending, with gaps between them
};

// One of `count` equal parts: every count-th seed, beginning with the `number`-th (from 1).
struct Shard {
  std::uint64_t number = 1;
  std::uint64_t count = 1;

  friend bool operator==(const Shard&, const Shard&) = default;
};

// The seeds of one shard, by index. Together the shards of a set are the set, and no two share a seed.
class ShardedSeeds {
 public:
  ShardedSeeds(SeedRanges set, Shard shard);

  std::uint64_t size() const;
  std::uint64_t at(std::uint64_t index) const;

 private:
  SeedRanges set_;
  Shard shard_;
};

// One seed, decimal or 0x hexadecimal. The error is a sentence for people.
tl::expected<std::uint64_t, std::string> parse_seed(std::string_view text);

// "7", "1..200", "0x10..0x1f", or several of these separated by commas or white space; '#' begins a comment up to the
// end of the line, so that a file of seeds can say why each of them is there.
tl::expected<SeedRanges, std::string> parse_seeds(std::string_view text);

// "2/8".
tl::expected<Shard, std::string> parse_shard(std::string_view text);

// "0x5f1c9a", and without 0x as a folder name.
std::string seed_text(std::uint64_t seed);
std::string seed_folder_name(std::uint64_t seed);

}  // namespace groundhog::harness
