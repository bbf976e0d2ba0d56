// Knobs of replication, and the wait before the next connect.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "sut/replication/failure_detector.hpp"
#include "sut/replication/log.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

// Doubles with every failure, up to a limit.
struct BackoffOptions {
  seam::Duration initial = std::chrono::milliseconds(100);
  seam::Duration maximum = std::chrono::seconds(2);
};

class Backoff {
 public:
  explicit Backoff(BackoffOptions options) : options_(options), next_(options.initial) {}

  seam::Duration next() {
    const seam::Duration wait = next_;
    next_ = std::min(next_ * 2, options_.maximum);
    return wait;
  }
  void reset() { next_ = options_.initial; }

 private:
  BackoffOptions options_;
  seam::Duration next_;
};

// Knobs of replication, with their defaults.

struct ReplicationOptions {
  seam::Duration heartbeat_interval = std::chrono::seconds(1);
  seam::Duration heartbeat_timeout{0};  // 0: the interval
  std::uint32_t heartbeat_misses = 3;
  BackoffOptions reconnect;
  BacklogOptions backlog;
  seam::Duration empty_primary_hold = std::chrono::seconds(60);
  // What a replica says with AUTH before its hello; empty: nothing.
  std::string upstream_password;
  // Frames above this are damage. Must cover the largest key and value plus a header.
  std::size_t max_frame_bytes = 1025 * 1024 * 1024;
  // Frames that may wait for room in one connection's stream; more is pulled from snapshot and backlog as it drains.
  std::size_t outbox_bytes = 16 * 1024;
  std::size_t snapshot_part_bytes = 8 * 1024;

  // Entries of one command that a replica keeps until it has them all: its primary's backlog held them at once, and
  // each costs up to four times as much here.
  std::size_t max_step_bytes() const {
    const std::size_t held = std::max(backlog.limit_bytes, backlog.sync_buffer_bytes);
    return seam::saturating_add(max_frame_bytes, seam::saturating_mul(std::size_t{4}, held));
  }

  FailureDetectorOptions detector() const {
    return {.window = std::max(heartbeat_interval, heartbeat_timeout), .misses = heartbeat_misses};
  }
};

}  // namespace burrow
