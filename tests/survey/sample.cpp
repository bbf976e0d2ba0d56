#include "tests/survey/sample.hpp"

#include <algorithm>
#include <numeric>

#include "tests/survey/hash.hpp"

namespace survey {

std::vector<std::size_t> shares_of(std::size_t total, std::span<const std::size_t> sizes) {
  const std::size_t all = std::accumulate(sizes.begin(), sizes.end(), std::size_t{0});
  std::vector<std::size_t> shares(sizes.size(), 0);
  // What a stratum still lacks of its part, in units of 1/all; one that has nothing yet comes before all that have.
  const auto need = [&](std::size_t stratum) {
    const auto lack =
        static_cast<std::int64_t>(total * sizes[stratum]) - static_cast<std::int64_t>(all * shares[stratum]);
    return std::pair(shares[stratum] == 0, lack);
  };
  for (std::size_t given = 0; given < std::min(total, all); ++given) {
    std::size_t neediest = sizes.size();
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      if (shares[i] == sizes[i]) continue;
      if (neediest == sizes.size() || need(i) > need(neediest)) neediest = i;
    }
    ++shares[neediest];
  }
  return shares;
}

std::vector<std::size_t> turns_of(std::uint64_t seed, std::span<const std::string> ids) {
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t index) { return std::pair(hash_of(ids[index], seed), ids[index]); });
  std::vector<std::size_t> turns(ids.size());
  for (std::size_t turn = 0; turn < order.size(); ++turn) turns[order[turn]] = turn;
  return turns;
}

}  // namespace survey
