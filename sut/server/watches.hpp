// Which keys clients watch (WATCH), and whether one of them changed since.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "sut/replication/log.hpp"
#include "sut/runtime/stream.hpp"

namespace burrow {

class Watches {
 public:
  // Counted for each watched key beside its bytes.
  static constexpr std::size_t key_overhead_bytes = 256;

  // `is_held`: whether the key is alive now. Watching it again changes nothing.
  void add(seam::StreamId client, std::string_view key, bool is_held);
  void remove(seam::StreamId client);
  // What the client's watched keys take.
  std::size_t bytes(seam::StreamId client) const;

  // What is appended to the log. That a key leaves which was dead when it was watched is no change.
  void note(const Effect& effect);
  // Another state took the place of this one: every watched key may have changed.
  void note_replaced();

  // Whether one of the client's keys changed. `is_held` says of a key that was alive whether it still is: it may be
  // dead without having left.
  bool has_change(seam::StreamId client, const std::function<bool(std::string_view key)>& is_held) const;

 private:
  struct Client {
    std::map<std::string, bool, std::less<>> keys;  // whether alive when it was watched
    std::size_t bytes = 0;
    bool has_change = false;
  };

  void note_key(std::string_view key, bool leaves);

  std::map<seam::StreamId, Client> clients_;
  std::map<std::string, std::set<seam::StreamId>, std::less<>> watchers_;
};

}  // namespace burrow
