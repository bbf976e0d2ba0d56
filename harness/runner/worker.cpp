#include "harness/runner/worker.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <fcntl.h>
#include <new>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "harness/runner/seed_result.hpp"
#include "sim/core/text.hpp"

namespace groundhog::harness {
namespace {

// Exit status by which a worker says that it ran out of memory.
constexpr int out_of_memory_status = 83;

// ---- inside the worker process

// Without taking any memory; 0: not known.
std::size_t address_space() {
  const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  char text[32];
  const ssize_t size = ::read(file, text, sizeof text);
  ::close(file);
  std::size_t pages = 0;
  std::from_chars(text, text + std::max<ssize_t>(size, 0), pages);
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t address_space_at_start = 0;

// Says in bytes how much it had taken.
[[noreturn]] void give_up_for_memory() {
  char words[32] = "\n";
  const std::size_t taken = address_space() - address_space_at_start;
  write_all(STDERR_FILENO, {words, std::to_chars(words + 1, words + sizeof words, taken).ptr});
  ::_exit(out_of_memory_status);
}

void confine(const WorkerLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // A Ctrl-C at the terminal reaches the whole group; the parent decides what becomes of its workers.
  sigset_t none;
  ::sigemptyset(&none);
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGTERM, SIG_IGN);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (limits.memory_bytes == 0) return;
  address_space_at_start = address_space();
  const rlim_t most = address_space_at_start + limits.memory_bytes;
  const rlimit memory{most, most};
  ::setrlimit(RLIMIT_AS, &memory);
  std::set_new_handler(give_up_for_memory);
}

bool next_order(int orders, std::uint64_t& index) {
  auto* into = reinterpret_cast<char*>(&index);
  std::size_t have = 0;
  while (have < sizeof index) {
    const ssize_t count = ::read(orders, into + have, sizeof index - have);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    have += static_cast<std::size_t>(count);
  }
  return true;
}

Duration cpu_time() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

SeedResult run_guarded(const Job& job) {
  const auto start = std::chrono::steady_clock::now();
  const Duration cpu_start = cpu_time();
  SeedResult result;
  try {
    result = job.run();
  } catch (const std::bad_alloc&) {
    give_up_for_memory();
  } catch (const std::exception& error) {
    result = {};
    result.end = SeedEnd::internal_error;
    result.detail = error.what();
  }
  result.seed = job.seed;
  result.wall = std::chrono::steady_clock::now() - start;
  result.cpu = cpu_time() - cpu_start;
  return result;
}

// Reads orders (indices of jobs as raw 64-bit numbers) from one descriptor and writes a record for each to the other,
// until the orders end.
[[noreturn]] void run_worker_process(const Jobs& jobs, const WorkerLimits& limits, int orders, int results) {
  confine(limits);
  std::string record;
  std::uint64_t index = 0;
  while (next_order(orders, index)) {
    record.clear();
    append_record(record, run_guarded(jobs.at(index)));
    if (!write_all(results, record)) break;
  }
  ::_exit(0);
}

// ---- in the parent

constexpr std::size_t last_words_limit = 2000;

std::string describe_status(int status) {
  if (WIFSIGNALED(status)) {
    const char* name = ::sigabbrev_np(WTERMSIG(status));
    return std::string("killed by SIG") + (name != nullptr ? name : "?");
  }
  return "exited with status " + std::to_string(WEXITSTATUS(status));
}

std::string seconds_of(Duration duration) { return formatted("%g s", std::chrono::duration<double>(duration).count()); }

std::string mebibytes(std::size_t bytes) { return with_separators(bytes >> 20) + " MiB"; }

// `taken`: what give_up_for_memory() said.
std::string memory_text(std::size_t limit, const std::string& taken) {
  std::size_t bytes = 0;
  std::from_chars(taken.data(), taken.data() + taken.size(), bytes);
  return "needed more than " + mebibytes(limit) + " (--memory): it had taken " + mebibytes(bytes) +
         ", and what it asked for next did not fit";
}

void keep_end(std::string& text, std::size_t limit) {
  if (text.size() <= 2 * limit) return;
  text.erase(0, text.size() - limit);
}

}  // namespace

Worker::Worker(const Jobs& jobs, const WorkerLimits& limits, std::span<const std::unique_ptr<Worker>> siblings)
    : jobs_(jobs), limits_(limits) {
  Pipe orders = make_pipe();
  Pipe results = make_pipe();
  Pipe errors = make_pipe();
  std::fflush(nullptr);
  pid_ = ::fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ == 0) {
    for (const auto& sibling : siblings) sibling->close_descriptors();
    orders.write.close();
    results.read.close();
    ::dup2(errors.write.number(), STDERR_FILENO);
    run_worker_process(jobs, limits, orders.read.number(), results.write.number());
  }
  orders_ = std::move(orders.write);
  results_ = std::move(results.read);
  errors_ = std::move(errors.read);
  set_nonblocking(results_);
  set_nonblocking(errors_);
}

Worker::~Worker() {
  if (dead_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Worker::close_descriptors() {
  orders_.close();
  results_.close();
  errors_.close();
}

void Worker::assign(std::span<const std::uint64_t> indices) {
  assigned_.insert(assigned_.end(), indices.begin(), indices.end());
  job_started_ = std::chrono::steady_clock::now();
  // A worker that died meanwhile is noticed by receive(): its jobs come back from there.
  write_all(orders_.number(), {reinterpret_cast<const char*>(indices.data()), indices.size_bytes()});
}

std::vector<Worker::Finished> Worker::receive() {
  read_available(errors_, last_words_);
  keep_end(last_words_, last_words_limit);
  const bool open = read_available(results_, received_);

  std::vector<Finished> finished;
  std::size_t used = 0;
  while (auto record = first_record(std::string_view(received_).substr(used))) {
    used += record->size_bytes;
    fail_if_late(record->result);
    finished.push_back({assigned_.front(), std::move(record->result)});
    assigned_.pop_front();
    killed_too_late_ = timed_out_;
    last_words_.clear();
    job_started_ = std::chrono::steady_clock::now();
  }
  received_.erase(0, used);
  if (open) return finished;

  dead_ = true;
  if (!assigned_.empty() && !killed_too_late_) {
    finished.push_back({assigned_.front(), autopsy(assigned_.front())});
    assigned_.pop_front();
  } else {
    ::waitpid(pid_, nullptr, 0);
  }
  unstarted_.assign(assigned_.begin(), assigned_.end());
  assigned_.clear();
  return finished;
}

// It was done before the clock was looked at: the limit holds all the same.
void Worker::fail_if_late(SeedResult& result) const {
  if (result.wall <= limits_.seed_timeout || result.end == SeedEnd::internal_error) return;
  result.end = SeedEnd::timed_out;
  result.detail = "took " + seconds_of(result.wall) + " of real time, more than " + seconds_of(limits_.seed_timeout);
}

SeedResult Worker::autopsy(std::uint64_t index) {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  read_available(errors_, last_words_);
  keep_end(last_words_, last_words_limit);

  SeedResult result;
  result.seed = jobs_.at(index).seed;
  result.wall = std::chrono::steady_clock::now() - job_started_;
  if (timed_out_) {
    result.end = SeedEnd::timed_out;
    result.detail = "still running after " + seconds_of(limits_.seed_timeout) + " of real time";
  } else if (WIFEXITED(status) && WEXITSTATUS(status) == out_of_memory_status) {
    result.end = SeedEnd::out_of_memory;
    result.detail = memory_text(limits_.memory_bytes, last_words_.substr(last_words_.rfind('\n') + 1));
  } else {
    result.end = SeedEnd::crashed;
    result.detail = describe_status(status);
  }
  const std::string words = last_words_.substr(0, last_words_.find_last_not_of("\n ") + 1);
  if (!words.empty() && result.end != SeedEnd::out_of_memory) result.detail += "; its last words:\n" + words;
  return result;
}

std::optional<std::chrono::steady_clock::time_point> Worker::deadline() const {
  if (idle() || timed_out_) return std::nullopt;
  return job_started_ + limits_.seed_timeout;
}

void Worker::kill_for_timeout() {
  timed_out_ = true;
  ::kill(pid_, SIGKILL);
}

}  // namespace groundhog::harness
