#include "sim/cluster/fan_out.hpp"

#include <algorithm>

namespace groundhog {

AnnouncementCounter::AnnouncementCounter(std::span<const std::string_view> known) {
  entries_.reserve(known.size());
  for (const std::string_view name : known) entries_.push_back({.name = std::string(name)});
  std::ranges::sort(entries_, {}, &Entry::name);
}

std::vector<AnnouncementCounter::Entry>::iterator AnnouncementCounter::place_of(std::string_view event) {
  return std::ranges::lower_bound(entries_, event, {}, [](const Entry& entry) { return std::string_view(entry.name); });
}

void AnnouncementCounter::count(std::string_view event) {
  auto place = place_of(event);
  if (place == entries_.end() || place->name != event) place = entries_.insert(place, {.name = std::string(event)});
  ++place->total;
}

void AnnouncementCounter::begin_chaos() {
  for (Entry& entry : entries_) entry.before_chaos = entry.total;
}

bool AnnouncementCounter::happened_in_chaos(std::string_view event) const {
  return std::ranges::any_of(
      entries_, [&](const Entry& entry) { return entry.name == event && entry.total > entry.before_chaos; });
}

void AnnouncementCounter::report(std::map<std::string, std::uint64_t, std::less<>>& into) const {
  for (const Entry& entry : entries_) {
    if (entry.total > 0) into[entry.name] += entry.total;
  }
}

}  // namespace groundhog
