// Counts what nodes announce, by name: for coverage over the whole run, for faults since chaos began.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace groundhog {

class AnnouncementCounter {
 public:
  // `known` are the names that the system may announce; others are counted too.
  explicit AnnouncementCounter(std::span<const std::string_view> known);

  void count(std::string_view event);
  // From here on happened_in_chaos() tells.
  void begin_chaos();
  bool happened_in_chaos(std::string_view event) const;

  // Adds every name that occurred, with its count over the whole run.
  void report(std::map<std::string, std::uint64_t, std::less<>>& into) const;

 private:
  struct Entry {
    std::string name;
    std::uint64_t total = 0;
    std::uint64_t before_chaos = 0;
  };

  std::vector<Entry>::iterator place_of(std::string_view event);

  std::vector<Entry> entries_;  // sorted by name
};

}  // namespace groundhog
