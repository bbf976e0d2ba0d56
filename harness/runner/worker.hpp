// One worker process: a fork that runs jobs one after the other and sends a record home for each. Whatever a job does
// to its process (a signal, an abort, endless memory), the parent sees an end of stream and the exit status, and goes
// on.
//
// Must be started while the process has one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

#include "harness/runner/job.hpp"
#include "harness/runner/process.hpp"

namespace groundhog::harness {

class Worker {
 public:
  // `siblings` are closed in the child, or they would hold each other's pipes open. `jobs` must outlive it.
  Worker(const Jobs& jobs, const WorkerLimits& limits, std::span<const std::unique_ptr<Worker>> siblings);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  bool idle() const { return assigned_.empty(); }
  int results_descriptor() const { return results_.number(); }
  int errors_descriptor() const { return errors_.number(); }

  // Indices of jobs.
  void assign(std::span<const std::uint64_t> indices);

  struct Finished {
    std::uint64_t index;
    SeedResult result;
  };
  // Takes in what the process sent. Once it has died, the job that it was running is among the results as a failure.
  std::vector<Finished> receive();
  bool dead() const { return dead_; }
  // What it was given and did not begin, after its death.
  std::span<const std::uint64_t> unstarted() const { return unstarted_; }

  // When the running job must be done; nullopt while idle.
  std::optional<std::chrono::steady_clock::time_point> deadline() const;
  // The running job has had its time.
  void kill_for_timeout();

 private:
  void close_descriptors();
  void fail_if_late(SeedResult& result) const;
  SeedResult autopsy(std::uint64_t index);

  const Jobs& jobs_;
  WorkerLimits limits_;
  pid_t pid_ = -1;
  FileDescriptor orders_;
  FileDescriptor results_;
  FileDescriptor errors_;
  std::string received_;
  std::string last_words_;
  std::deque<std::uint64_t> assigned_;  // the front one is running
  std::vector<std::uint64_t> unstarted_;
  std::chrono::steady_clock::time_point job_started_{};
  bool timed_out_ = false;
  bool killed_too_late_ = false;  // the job that had its time was done before the signal came: none is to blame
  bool dead_ = false;
};

}  // namespace groundhog::harness
