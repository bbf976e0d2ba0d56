#include "harness/repro/running_seeds.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

bool is_gone(pid_t process) { return ::kill(process, 0) != 0 && errno == ESRCH; }

}  // namespace

RunningSeeds::RunningSeeds(const std::string& out_folder, const Scenario& scenario, const WorkerLimits& limits)
    : repro_(unfinished_repro(scenario, 0, limits)), births_(make_pipe()), owner_(::getpid()) {
  set_nonblocking(births_.read);
  set_nonblocking(births_.write);
  std::error_code error;
  for (const fs::path& folder :
       {fs::path(out_folder), fs::path(out_folder) / scenario.name, fs::path(out_folder) / scenario.name / "running"}) {
    if (!fs::exists(folder, error) && fs::create_directories(folder, error)) made_.push_back(folder);
    folder_ = folder;
  }
}

RunningSeeds::~RunningSeeds() {
  if (kept_ || ::getpid() != owner_) return;
  learn_workers();
  std::error_code error;
  for (const pid_t worker : workers_) fs::remove(file_of(worker), error);
  for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) fs::remove(*folder, error);
}

void RunningSeeds::begin(std::uint64_t seed) {
  if (!file_.open()) open_for_this_process();
  repro_.seed = seed;
  const std::string text = to_text(repro_);
  const std::size_t header = text.find('\n') + 1;
  [[maybe_unused]] const ssize_t written = ::pwrite(file_.number(), text.data(), header, 0);
}

// From here on `repro_` has no day: only its header is written again.
void RunningSeeds::open_for_this_process() {
  const pid_t self = ::getpid();
  file_ = FileDescriptor(::open(file_of(self).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  write_all(file_.number(), to_text(repro_));
  repro_.day.clear();
  char raw[sizeof self];
  std::memcpy(raw, &self, sizeof raw);
  write_all(births_.write.number(), std::string_view(raw, sizeof raw));
}

void RunningSeeds::learn_workers() {
  std::string raw;
  read_available(births_.read, raw);
  for (std::size_t at = 0; at + sizeof(pid_t) <= raw.size(); at += sizeof(pid_t)) {
    pid_t worker = 0;
    std::memcpy(&worker, raw.data() + at, sizeof worker);
    workers_.push_back(worker);
  }
}

fs::path RunningSeeds::file_of(pid_t worker) const { return folder_ / (std::to_string(worker) + ".repro"); }

void RunningSeeds::forget_the_dead() {
  learn_workers();
  std::error_code error;
  std::erase_if(workers_, [&](pid_t worker) {
    if (!is_gone(worker)) return false;
    fs::remove(file_of(worker), error);
    return true;
  });
}

std::vector<std::string> RunningSeeds::keep() {
  kept_ = true;
  learn_workers();
  std::vector<std::string> files;
  std::error_code error;
  for (const pid_t worker : workers_) {
    if (fs::exists(file_of(worker), error)) files.push_back(file_of(worker).string());
  }
  return files;
}

}  // namespace groundhog::harness
