// KEYS on a large cache: clients wait while the keys are gathered, a slice at a time, one client after the other.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "sut/cache/cache.hpp"
#include "sut/runtime/runtime.hpp"

namespace burrow {

class KeyListings {
 public:
  // Keys that match, each encoded as a bulk string.
  struct Result {
    std::size_t keys = 0;
    std::string encoded;
  };
  using Done = std::function<void(seam::StreamId client, const Result& result)>;

  // A result of more than `limit_bytes` is not completed: the client will be closed.
  KeyListings(seam::Runtime& runtime, StringCache& cache, std::size_t limit_bytes, Done done)
      : runtime_(runtime), cache_(cache), limit_bytes_(limit_bytes), done_(std::move(done)) {}

  // The state of the present instant if no client is before it, of the instant when its turn comes otherwise.
  void add(seam::StreamId client, std::string_view pattern);
  void remove(seam::StreamId client);

 private:
  struct Request {
    seam::StreamId client;
    std::string pattern;
    bool begun = false;
  };

  void begin();
  void advance();
  bool advance_slice();
  void schedule();

  seam::Runtime& runtime_;
  StringCache& cache_;
  std::size_t limit_bytes_;
  Done done_;
  std::deque<Request> requests_;  // the first one is being served
  Result result_;
  std::size_t steps_ = 0;  // of comparing, in the present slice
  seam::Timer turn_timer_;
};

}  // namespace burrow
