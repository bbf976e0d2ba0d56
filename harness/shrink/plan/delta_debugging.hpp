// Delta debugging of a list: which elements can go so that the rest still fails?
//
// The complement half of ddmin (Zeller, Hildebrandt: "Simplifying and Isolating Failure-Inducing Input", 2002), in
// sweeps: at each size of chunk every chunk is taken out once, from front to back, and stays out if the rest still
// fails. Sizes halve from the whole list to single elements; single elements are swept until nothing goes any more. So
// the result is 1-minimal whatever the test: take out any one element and it passes.
//
// Where a failure needs k of n elements together and nothing else matters, at most
// 1 + (2k + 1) * ceil(log2 n) + k candidates are asked for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace groundhog::harness {

// Asked about `count` candidates, made on demand: the first, in their order, that still fails. It may try several at
// once; as the first counts, the outcome does not depend on how many.
template <typename T>
using FirstFailingList = std::function<std::optional<std::size_t>(
    std::size_t count, const std::function<std::vector<T>(std::size_t)>& candidate)>;

namespace delta_debugging {

template <typename T>
std::vector<T> without_chunk(std::span<const T> list, std::size_t from, std::size_t size) {
  std::vector<T> rest(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(from));
  const std::size_t to = std::min(from + size, list.size());
  rest.insert(rest.end(), list.begin() + static_cast<std::ptrdiff_t>(to), list.end());
  return rest;
}

// Takes out every chunk once, and keeps out what is not needed. Whether anything went.
template <typename T>
bool sweep(std::vector<T>& list, std::size_t size, const FirstFailingList<T>& first_failing) {
  const std::size_t before = list.size();
  std::size_t at = 0;
  while (at < list.size()) {
    const std::size_t chunks = (list.size() - at + size - 1) / size;
    const auto candidate = [&](std::size_t i) { return without_chunk<T>(list, at + i * size, size); };
    const std::optional<std::size_t> hit = first_failing(chunks, candidate);
    if (!hit) break;
    list = candidate(*hit);
    at += *hit * size;
  }
  return list.size() != before;
}

}  // namespace delta_debugging

// `list` must fail. Once `first_failing` answers nothing more, what was reached is returned.
template <typename T>
std::vector<T> minimise_list(std::vector<T> list, const FirstFailingList<T>& first_failing) {
  for (std::size_t size = list.size(); size > 1; size = (std::min(size, list.size()) + 1) / 2) {
    delta_debugging::sweep(list, size, first_failing);
  }
  while (!list.empty() && delta_debugging::sweep(list, 1, first_failing)) {
  }
  return list;
}

}  // namespace groundhog::harness
