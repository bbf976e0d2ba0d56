#include "harness/runner/worker.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "harness/runner/seed_result_codec.hpp"
#include "harness/runner/worker_process.hpp"

namespace groundhog::harness {
namespace {

constexpr std::size_t last_words_limit = 2000;

std::string describe_status(int status) {
  if (WIFSIGNALED(status)) {
    const char* name = ::sigabbrev_np(WTERMSIG(status));
    return std::string("killed by SIG") + (name != nullptr ? name : "?");
  }
  return "exited with status " + std::to_string(WEXITSTATUS(status));
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string seconds_of(Duration duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%g s", std::chrono::duration<double>(duration).count());
  return text;
}

void keep_end(std::string& text, std::size_t limit) {
  if (text.size() <= 2 * limit) return;
  text.erase(0, text.size() - limit);
}

}  // namespace

Worker::Worker(const RunSeed& run_seed, const WorkerLimits& limits, std::span<const std::unique_ptr<Worker>> siblings)
    : limits_(limits) {
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
    run_worker_process(run_seed, limits, orders.read.number(), results.write.number());
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

void Worker::assign(std::vector<SeedQueue::Ticket> tickets) {
  std::string orders;
  for (const SeedQueue::Ticket& ticket : tickets) {
    char raw[sizeof ticket.seed];
    std::memcpy(raw, &ticket.seed, sizeof raw);
    orders.append(raw, sizeof raw);
    tickets_.push_back(ticket);
  }
  seed_started_ = std::chrono::steady_clock::now();
  // A worker that died meanwhile is noticed by receive(): its tickets come back from there.
  write_all(orders_.number(), orders);
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
    finished.push_back({tickets_.front(), std::move(record->result)});
    tickets_.pop_front();
    killed_too_late_ = timed_out_;
    last_words_.clear();
    seed_started_ = std::chrono::steady_clock::now();
  }
  received_.erase(0, used);
  if (open) return finished;

  dead_ = true;
  if (!tickets_.empty() && !killed_too_late_) {
    const SeedQueue::Ticket victim = tickets_.front();
    tickets_.pop_front();
    finished.push_back(autopsy(victim));
  } else {
    ::waitpid(pid_, nullptr, 0);
  }
  unstarted_.assign(tickets_.begin(), tickets_.end());
  tickets_.clear();
  return finished;
}

// It was done before anybody looked at the clock: the limit holds all the same.
void Worker::fail_if_late(SeedResult& result) const {
  if (result.wall <= limits_.seed_timeout || result.end == SeedEnd::internal_error) return;
  result.end = SeedEnd::timed_out;
  result.detail = "took " + seconds_of(result.wall) + " of real time, more than " + seconds_of(limits_.seed_timeout);
}

Worker::Finished Worker::autopsy(SeedQueue::Ticket ticket) {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  read_available(errors_, last_words_);
  keep_end(last_words_, last_words_limit);

  SeedResult result;
  result.seed = ticket.seed;
  result.wall = std::chrono::steady_clock::now() - seed_started_;
  if (timed_out_) {
    result.end = SeedEnd::timed_out;
    result.detail = "still running after " + seconds_of(limits_.seed_timeout) + " of real time";
  } else if (WIFEXITED(status) && WEXITSTATUS(status) == out_of_memory_status) {
    result.end = SeedEnd::out_of_memory;
    result.detail = "needed more than " + std::to_string(limits_.memory_bytes >> 20) + " MiB";
  } else {
    result.end = SeedEnd::crashed;
    result.detail = describe_status(status);
  }
  const std::string words = trimmed(last_words_);
  if (!words.empty() && result.end != SeedEnd::out_of_memory) result.detail += "; its last words:\n" + words;
  return {ticket, std::move(result)};
}

std::optional<std::chrono::steady_clock::time_point> Worker::deadline() const {
  if (idle() || timed_out_) return std::nullopt;
  return seed_started_ + limits_.seed_timeout;
}

void Worker::kill_for_timeout() {
  timed_out_ = true;
  ::kill(pid_, SIGKILL);
}

}  // namespace groundhog::harness
