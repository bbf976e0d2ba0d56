// The whole content of a cache, dead entries included, from the least to the most recent.
#pragma once

#include <utility>
#include <vector>

#include "sut/cache/cache.hpp"

namespace burrow::test {

inline std::vector<StringItem> contents_of(const StringCache& cache) {
  std::vector<StringItem> items;
  cache.inspect([&](const StringEntry& entry) { items.push_back({entry.key, entry.value, entry.deadline}); });
  return items;
}

// The same, through a frozen copy.
inline std::vector<StringItem> copy_of(StringCache& cache) {
  std::vector<StringItem> items;
  cache.begin_copy();
  while (auto item = cache.copy_next()) items.push_back(std::move(*item));
  return items;
}

// `items` must be of distinct keys.
inline void replace_all(StringCache& cache, const std::vector<StringItem>& items) {
  StringCache::Image image;
  for (const StringItem& item : items) {
    const bool is_new = image.load(item.key, item.value, item.deadline);
    SEAM_ASSERT(is_new);
  }
  cache.replace_all(image);
}

}  // namespace burrow::test
