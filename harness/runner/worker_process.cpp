#include "harness/runner/worker_process.hpp"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <exception>
#include <new>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/runner/seed_result_codec.hpp"

namespace groundhog::harness {
namespace {

[[noreturn]] void give_up_for_memory() {
  constexpr std::string_view words = "out of memory\n";
  write_all(STDERR_FILENO, words);
  ::_exit(out_of_memory_status);
}

void confine(const WorkerLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // A Ctrl-C at the terminal reaches the whole group; the campaign decides what becomes of its workers.
  sigset_t none;
  ::sigemptyset(&none);
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGTERM, SIG_IGN);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (limits.memory_bytes == 0) return;
  const rlimit memory{limits.memory_bytes, limits.memory_bytes};
  ::setrlimit(RLIMIT_AS, &memory);
  std::set_new_handler(give_up_for_memory);
}

bool next_order(int orders, std::uint64_t& seed) {
  auto* into = reinterpret_cast<char*>(&seed);
  std::size_t have = 0;
  while (have < sizeof seed) {
    const ssize_t count = ::read(orders, into + have, sizeof seed - have);
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

SeedResult run_guarded(const RunSeed& run_seed, std::uint64_t seed) {
  const auto start = std::chrono::steady_clock::now();
  const Duration cpu_start = cpu_time();
  SeedResult result;
  try {
    result = run_seed(seed);
  } catch (const std::bad_alloc&) {
    give_up_for_memory();
  } catch (const std::exception& error) {
    result = {};
    result.end = SeedEnd::internal_error;
    result.detail = error.what();
  }
  result.seed = seed;
  result.wall = std::chrono::steady_clock::now() - start;
  result.cpu = cpu_time() - cpu_start;
  return result;
}

}  // namespace

void run_worker_process(const RunSeed& run_seed, const WorkerLimits& limits, int orders, int results) {
  confine(limits);
  std::string record;
  std::uint64_t seed = 0;
  while (next_order(orders, seed)) {
    record.clear();
    append_record(record, run_guarded(run_seed, seed));
    if (!write_all(results, record)) break;
  }
  ::_exit(0);
}

}  // namespace groundhog::harness
