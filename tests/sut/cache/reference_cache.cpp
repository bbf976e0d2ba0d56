#include "tests/sut/cache/reference_cache.hpp"

#include <algorithm>
#include <utility>

namespace burrow::test {

namespace {

// Written out, not taken from the cache: the constant is part of what is promised.
std::size_t weight_of_item(const std::string& key, const std::string& value) { return key.size() + value.size() + 128; }

std::string at(std::optional<long> deadline, const std::string& none) {
  return deadline ? " @" + std::to_string(*deadline) : none;
}

}  // namespace

std::optional<std::string> ReferenceCache::get(const std::string& key) {
  const Place place = find_alive(key);
  if (place == items_.end()) return std::nullopt;
  const std::string value = place->value;
  if (owner && (capacity != 0 || max_memory_bytes != 0)) touch(place);
  return value;
}

std::vector<std::string> ReferenceCache::keys() const {
  std::vector<std::string> found;
  for (const Item& item : items_) {
    if (item.alive(now)) found.push_back(item.key);
  }
  return found;
}

bool ReferenceCache::exists(const std::string& key) {
  const Place place = find_alive(key);
  return place != items_.end();
}

bool ReferenceCache::set(const std::string& key, const std::string& value, std::optional<long> ttl) {
  const std::size_t needed = weight_of_item(key, value);
  if (max_memory_bytes != 0 && needed > max_memory_bytes) return false;
  Place held = find_alive(key);
  if (ttl && *ttl <= 0) {
    if (held != items_.end()) erase(held, "client");
    return true;
  }
  if (held != items_.end()) touch(held);
  const auto is_over = [&] {
    held = find(key);
    const bool absent = held == items_.end();
    const std::size_t released = absent ? 0 : weight_of_item(held->key, held->value);
    return over_limits(items_.size() + (absent ? 1 : 0), weight() - released + needed);
  };
  while (is_over()) remove_victim();
  const std::optional<long> deadline = ttl ? std::optional(now + *ttl) : std::nullopt;
  apply_set(key, value, deadline);
  events_.push_back("SET " + key + " " + value + at(deadline, ""));
  return true;
}

bool ReferenceCache::remove(const std::string& key) {
  const Place place = find_alive(key);
  if (place == items_.end()) return false;
  erase(place, "client");
  return true;
}

bool ReferenceCache::expire(const std::string& key, long ttl) {
  const Place place = find_alive(key);
  if (place == items_.end()) return false;
  if (ttl <= 0) {
    erase(place, "client");
  } else {
    change_deadline(place, now + ttl);
  }
  return true;
}

bool ReferenceCache::persist(const std::string& key) {
  const Place place = find_alive(key);
  if (place == items_.end()) return false;
  const bool had_ttl = place->deadline.has_value();
  change_deadline(place, std::nullopt);
  return had_ttl;
}

void ReferenceCache::flush() {
  if (!items_.empty()) events_.emplace_back("FLUSH");
  items_.clear();
}

void ReferenceCache::sweep(std::size_t limit) {
  for (; limit > 0 && first_dead() != items_.end(); --limit) erase(first_dead(), "expire");
}

void ReferenceCache::enforce_limits() {
  while (owner && over_limits(items_.size(), weight())) remove_victim();
}

void ReferenceCache::apply_set(const std::string& key, const std::string& value, std::optional<long> deadline) {
  const Place place = find(key);
  if (place != items_.end()) items_.erase(place);
  items_.push_back({key, value, deadline, next_order_++});
}

bool ReferenceCache::apply_deadline(const std::string& key, std::optional<long> deadline) {
  const Place place = find(key);
  if (place == items_.end()) return false;
  place->deadline = deadline;
  place->deadline_order = next_order_++;
  return true;
}

bool ReferenceCache::apply_removed(const std::string& key) {
  const Place place = find(key);
  if (place == items_.end()) return false;
  items_.erase(place);
  return true;
}

std::vector<std::string> ReferenceCache::take_events() { return std::exchange(events_, {}); }

ReferenceCache::Place ReferenceCache::find(const std::string& key) {
  return std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.key == key; });
}

ReferenceCache::Place ReferenceCache::find_alive(const std::string& key) {
  const Place place = find(key);
  if (place == items_.end() || place->alive(now)) return place;
  if (owner) erase(place, "expire");
  return items_.end();
}

ReferenceCache::Place ReferenceCache::first_dead() {
  Place first = items_.end();
  for (Place place = items_.begin(); place != items_.end(); ++place) {
    if (place->alive(now)) continue;
    const auto rank = [](Place p) { return std::pair(*p->deadline, p->deadline_order); };
    if (first == items_.end() || rank(place) < rank(first)) first = place;
  }
  return first;
}

void ReferenceCache::touch(Place place) { std::rotate(place, place + 1, items_.end()); }

void ReferenceCache::change_deadline(Place place, std::optional<long> deadline) {
  const std::string key = place->key;
  const bool equal = place->deadline == deadline;
  touch(place);
  if (equal) return;
  apply_deadline(key, deadline);
  events_.push_back("DEADLINE " + key + at(deadline, " none"));
}

void ReferenceCache::erase(Place place, const std::string& cause) {
  events_.push_back("DEL " + place->key + " " + cause);
  items_.erase(place);
}

void ReferenceCache::remove_victim() {
  const Place dead = first_dead();
  if (dead != items_.end()) return erase(dead, "expire");
  erase(items_.begin(), "evict");
}

bool ReferenceCache::over_limits(std::size_t entries, std::size_t total) const {
  return (capacity != 0 && entries > capacity) || (max_memory_bytes != 0 && total > max_memory_bytes);
}

std::size_t ReferenceCache::weight() const {
  std::size_t total = 0;
  for (const Item& item : items_) total += weight_of_item(item.key, item.value);
  return total;
}

}  // namespace burrow::test
