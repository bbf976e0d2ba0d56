// What worker processes are given to do, and in which order it goes out and its results come back.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "harness/runner/seed_result.hpp"

namespace groundhog::harness {

// One run: `run` makes its plan, executes it in a worker process and records what is wanted of it there.
struct Job {
  std::uint64_t seed = 0;  // of the plan: what the result is called, even if the process dies
  std::function<SeedResult()> run;
};

// Made on demand, by their index, in any order and on both sides of a fork: there may be more of them than memory
// holds.
struct Jobs {
  std::uint64_t count = 0;
  std::function<Job(std::uint64_t index)> at;
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GROUNDHOG_TAKES_ADDRESS_SPACE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GROUNDHOG_TAKES_ADDRESS_SPACE 1
#endif
#endif

// Unless --memory says otherwise. A sanitizer reserves more address space than any machine has: no limit is kept then.
#ifdef GROUNDHOG_TAKES_ADDRESS_SPACE
inline constexpr std::size_t usual_memory_bytes = 0;
#else
inline constexpr std::size_t usual_memory_bytes = std::size_t{2} << 30;
#endif

// What a worker process may take of the machine.
struct WorkerLimits {
  std::chrono::milliseconds seed_timeout{std::chrono::seconds(60)};  // real time for one job
  // Address space that a worker may take beyond that of the process that forked it; 0: no limit.
  std::size_t memory_bytes = usual_memory_bytes;

  friend bool operator==(const WorkerLimits&, const WorkerLimits&) = default;
};

// Who runs what next, and in which order results come out: jobs are handed out in order, results arrive in any order
// and leave in the order of the jobs, so that a report is the same on one core and on sixty-four.
//
// A plain value of indices: it knows nothing of processes and time.
class JobQueue {
 public:
  explicit JobQueue(std::uint64_t count) : count_(count) {}

  // The next job to run: one that was returned, else a new one; nullopt if there is none.
  std::optional<std::uint64_t> take() {
    if (!returned_.empty()) return returned_.extract(returned_.begin()).value();
    if (!has_new()) return std::nullopt;
    return next_new_++;
  }
  // A job that was taken and could not be run.
  void give_back(std::uint64_t index) { returned_.insert(index); }
  void finished(std::uint64_t index, SeedResult result) { waiting_.emplace(index, std::move(result)); }

  // No new jobs from now on; those taken or returned are still run, so that what was reported has no holes.
  void close() { closed_ = true; }

  // The next result in the order of the jobs, once it is there.
  std::optional<SeedResult> next_in_order() {
    if (waiting_.empty() || waiting_.begin()->first != next_out_) return std::nullopt;
    ++next_out_;
    return std::move(waiting_.extract(waiting_.begin()).mapped());
  }

  // Everything handed out has been reported and nothing new will be handed out.
  bool drained() const { return !has_new() && next_out_ == next_new_; }

 private:
  bool has_new() const { return !closed_ && next_new_ < count_; }

  std::uint64_t count_;
  bool closed_ = false;
  std::uint64_t next_new_ = 0;
  std::uint64_t next_out_ = 0;
  std::set<std::uint64_t> returned_;
  std::map<std::uint64_t, SeedResult> waiting_;  // by index; those before it are still out
};

}  // namespace groundhog::harness
