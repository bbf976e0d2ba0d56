#include "sim/cluster/fan_out.hpp"

namespace groundhog {

void AnnouncementCounter::count(std::string_view event) {
  auto found = counts_.find(event);
  if (found == counts_.end()) found = counts_.emplace(event, Counts{}).first;
  ++found->second.total;
}

void AnnouncementCounter::begin_chaos() {
  for (auto& [name, counts] : counts_) counts.before_chaos = counts.total;
}

bool AnnouncementCounter::happened_in_chaos(std::string_view event) const {
  const auto found = counts_.find(event);
  return found != counts_.end() && found->second.total > found->second.before_chaos;
}

void AnnouncementCounter::report(std::map<std::string, std::uint64_t, std::less<>>& into) const {
  for (const auto& [name, counts] : counts_) into[name] += counts.total;
}

}  // namespace groundhog
