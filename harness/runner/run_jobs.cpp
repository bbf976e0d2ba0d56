#include "harness/runner/run_jobs.hpp"

#include <algorithm>
#include <memory>
#include <poll.h>
#include <thread>
#include <utility>
#include <vector>

#include "harness/runner/process.hpp"
#include "harness/runner/worker.hpp"

namespace groundhog::harness {
namespace {

using Clock = std::chrono::steady_clock;

// Few enough that a crash or the end wastes little, enough that workers never wait for orders.
constexpr std::size_t batch_size = 4;
constexpr std::chrono::milliseconds progress_interval{200};

class Runner {
 public:
  Runner(const Jobs& jobs, const RunnerOptions& options, const RunnerReporter& reporter)
      : jobs_(jobs), queue_(jobs.count), options_(options), reporter_(reporter), started_(Clock::now()) {
    progress_.total = jobs.count;
    progress_.time_limit = options.time_limit;
    const std::uint64_t wanted = std::min<std::uint64_t>(std::max(options.workers, 1U), jobs.count);
    while (workers_.size() < wanted) add_worker();
  }

  bool run() {
    while (!finished_) {
      hand_out();
      if (queue_.drained()) break;
      wait();
      collect();
      report();
      enforce_time();
      if (interruption_.happened()) return true;
    }
    return false;
  }

 private:
  void add_worker() { workers_.push_back(std::make_unique<Worker>(jobs_, options_.limits, workers_)); }

  void hand_out() {
    for (const auto& worker : workers_) {
      if (!worker->idle()) continue;
      std::vector<std::uint64_t> batch;
      while (batch.size() < batch_for_now()) {
        const auto index = queue_.take();
        if (!index) break;
        batch.push_back(*index);
      }
      if (!batch.empty()) worker->assign(batch);
    }
  }

  // The last jobs go out one by one, so that no worker sits on a batch while another has nothing to do.
  std::size_t batch_for_now() const {
    const std::uint64_t left = progress_.total - progress_.done;
    return left > 2 * batch_size * workers_.size() ? batch_size : 1;
  }

  // Until something arrives, a job has had its time, or the progress is due.
  std::chrono::milliseconds patience() const {
    auto until = Clock::now() + progress_interval;
    for (const auto& worker : workers_) until = std::min(until, worker->deadline().value_or(until));
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()), std::chrono::milliseconds(0));
  }

  void wait() {
    std::vector<pollfd> watched = {{interruption_.descriptor(), POLLIN, 0}};
    for (const auto& worker : workers_) {
      watched.push_back({worker->results_descriptor(), POLLIN, 0});
      watched.push_back({worker->errors_descriptor(), POLLIN, 0});
    }
    ::poll(watched.data(), watched.size(), static_cast<int>(patience().count()));
  }

  void collect() {
    for (auto& worker : workers_) {
      const auto deadline = worker->deadline();
      for (Worker::Finished& finished : worker->receive()) {
        ++progress_.done;
        progress_.failed += finished.result.failed() ? 1 : 0;
        progress_.simulated += finished.result.simulated;
        queue_.finished(finished.index, std::move(finished.result));
      }
      const bool overdue = deadline && deadline == worker->deadline() && Clock::now() >= *deadline;
      if (overdue && !worker->dead()) worker->kill_for_timeout();
    }
    replace_the_dead();
  }

  void replace_the_dead() {
    for (const auto& worker : workers_) {
      for (const std::uint64_t index : worker->unstarted()) queue_.give_back(index);
    }
    const std::size_t fallen = std::erase_if(workers_, [](const auto& worker) { return worker->dead(); });
    for (std::size_t i = 0; i < fallen; ++i) add_worker();
  }

  void report() {
    while (auto result = queue_.next_in_order()) {
      failures_reported_ += result->failed() ? 1 : 0;
      if (reporter_.on_result) reporter_.on_result(*result);
      if (options_.fail_fast && failures_reported_ >= *options_.fail_fast) {
        finished_ = true;
        return;
      }
    }
    progress_.elapsed = Clock::now() - started_;
    if (reporter_.on_progress) reporter_.on_progress(progress_);
  }

  void enforce_time() {
    if (options_.time_limit && Clock::now() - started_ >= *options_.time_limit) {
      queue_.close();
      finished_ = finished_ || !options_.finish_begun;
    }
    if (options_.fail_fast && progress_.failed >= *options_.fail_fast) queue_.close();
  }

  const Jobs& jobs_;
  JobQueue queue_;
  const RunnerOptions& options_;
  const RunnerReporter& reporter_;
  Interruption interruption_;
  Clock::time_point started_;
  std::vector<std::unique_ptr<Worker>> workers_;
  RunnerProgress progress_;
  std::uint64_t failures_reported_ = 0;
  bool finished_ = false;
};

}  // namespace

bool run_jobs(const Jobs& jobs, const RunnerOptions& options, const RunnerReporter& reporter) {
  return Runner(jobs, options, reporter).run();
}

std::optional<SeedResult> run_job(const Job& job, const WorkerLimits& limits) {
  std::optional<SeedResult> result;
  const Jobs one{1, [&](std::uint64_t) { return job; }};
  run_jobs(one, {.limits = limits}, {.on_result = [&](const SeedResult& each) { result = each; }});
  return result;
}

unsigned available_processors() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace groundhog::harness
