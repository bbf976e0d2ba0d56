// One worker process: a fork of the campaign that runs seeds one after the other and sends a record home for each.
// Whatever a seed does to its process (a signal, an abort, endless memory), the campaign sees an end of stream and the
// exit status, and goes on.
//
// Must be started while the process has one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

#include "harness/runner/file_descriptor.hpp"
#include "harness/runner/seed_queue.hpp"
#include "harness/runner/seed_result.hpp"
#include "harness/runner/worker_limits.hpp"

namespace groundhog::harness {

using RunSeed = std::function<SeedResult(std::uint64_t seed)>;

class Worker {
 public:
  // `siblings` are closed in the child, or they would hold each other's pipes open.
  Worker(const RunSeed& run_seed, const WorkerLimits& limits, std::span<const std::unique_ptr<Worker>> siblings);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  bool idle() const { return tickets_.empty(); }
  int results_descriptor() const { return results_.number(); }
  int errors_descriptor() const { return errors_.number(); }

  void assign(std::vector<SeedQueue::Ticket> tickets);

  struct Finished {
    SeedQueue::Ticket ticket;
    SeedResult result;
  };
  // Takes in what the process sent. Once it has died, the seed that it was running is among the results as a failure.
  std::vector<Finished> receive();
  bool dead() const { return dead_; }
  // What it was given and did not begin, after its death.
  std::span<const SeedQueue::Ticket> unstarted() const { return unstarted_; }

  // When the running seed must be done; nullopt while idle.
  std::optional<std::chrono::steady_clock::time_point> deadline() const;
  // The running seed has had its time.
  void kill_for_timeout();

 private:
  void close_descriptors();
  void fail_if_late(SeedResult& result) const;
  Finished autopsy(SeedQueue::Ticket ticket);

  WorkerLimits limits_;
  pid_t pid_ = -1;
  FileDescriptor orders_;
  FileDescriptor results_;
  FileDescriptor errors_;
  std::string received_;
  std::string last_words_;
  std::deque<SeedQueue::Ticket> tickets_;  // the front one is running
  std::vector<SeedQueue::Ticket> unstarted_;
  std::chrono::steady_clock::time_point seed_started_{};
  bool timed_out_ = false;
  bool killed_too_late_ = false;  // the seed that had its time was done before the signal came: none is to blame
  bool dead_ = false;
};

}  // namespace groundhog::harness
