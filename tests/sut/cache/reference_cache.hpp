// The cache once more, as slow and plain as its rules read: one list from the least to the most recently used, searched
// and sorted again by every operation. Writes down the events that an observer should hear, in the words of
// event_log.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace burrow::test {

class ReferenceCache {
 public:
  struct Item {
    std::string key;
    std::string value;
    std::optional<long> deadline;  // milliseconds since the origin of the event log
    int deadline_order = 0;        // which of equal deadlines was set first

    bool alive(long at) const { return !deadline || at < *deadline; }
  };

  // Knobs and state, moved by the test.
  long now = 0;
  std::size_t capacity = 0;
  std::size_t max_memory_bytes = 0;
  bool owner = true;

  // Owner and follower.
  std::optional<std::string> get(const std::string& key);
  std::vector<std::string> keys() const;
  bool exists(const std::string& key);

  // Owner.
  bool set(const std::string& key, const std::string& value, std::optional<long> ttl);  // false: too large
  bool remove(const std::string& key);
  bool expire(const std::string& key, long ttl);
  bool persist(const std::string& key);
  void flush();
  void sweep(std::size_t limit);
  void enforce_limits();

  // Follower.
  void apply_set(const std::string& key, const std::string& value, std::optional<long> deadline);
  bool apply_deadline(const std::string& key, std::optional<long> deadline);
  bool apply_removed(const std::string& key);
  void apply_flushed() { items_.clear(); }

  const std::vector<Item>& items() const { return items_; }
  std::vector<std::string> take_events();

 private:
  using Place = std::vector<Item>::iterator;

  Place find(const std::string& key);
  // The same, having removed a dead one at an owner; items_.end() if there is no live one.
  Place find_alive(const std::string& key);
  Place first_dead();
  void touch(Place place);
  void change_deadline(Place place, std::optional<long> deadline);
  void erase(Place place, const std::string& cause);
  void remove_victim();
  bool over_limits(std::size_t entries, std::size_t weight) const;
  std::size_t weight() const;

  std::vector<Item> items_;
  std::vector<std::string> events_;
  int next_order_ = 0;
};

}  // namespace burrow::test
