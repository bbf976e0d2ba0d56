#include "harness/repro/filing.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <sstream>
#include <unistd.h>

#include "harness/repro/event_window.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/text/json.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

// Says what was found; while it has the first name, the seed counts as failed.
constexpr const char* failed_file = "run.json";
constexpr const char* passed_file = "run.passed.json";

// A seed that hangs would hang here again; its first seconds show where.
constexpr std::chrono::milliseconds longest_hang{10'000};

// Writing everything down takes more memory than running it: at most so many times.
constexpr std::size_t memory_for_recording = 2;

// A run that ends is recorded whole, however slow it is.
WorkerLimits limits_for_recording(const SeedResult& result, const WorkerLimits& limits) {
  WorkerLimits raised{std::min(limits.seed_timeout, longest_hang), limits.memory_bytes * memory_for_recording};
  const bool hangs =
      result.end == SeedEnd::timed_out && result.events == 0;  // else it was late, and ended all the same
  if (hangs) return raised;
  const auto time = std::chrono::ceil<std::chrono::milliseconds>(result.wall) * patience_for_recording;
  raised.seed_timeout = std::max(raised.seed_timeout, time);
  return raised;
}

std::string run_json(const Scenario& scenario, const SeedResult& result, const WorkerLimits& limits) {
  JsonObject object = json_line("run");
  object.add("scenario", scenario.name).add("file", scenario.file);
  add_seed_members(object, result);
  object.add("command", same_seed_command(scenario.file, result.seed, limits)).add("build", build_json());
  return object.text() + "\n";
}

std::optional<Duration> first_violation(const SeedResult& result) {
  const auto first = std::ranges::min_element(result.violations, {}, &SeedViolation::at);
  return first != result.violations.end() ? std::optional(first->at) : std::nullopt;
}

// The outcome is as the campaign saw it.
Repro as_found(Repro repro, const Scenario& scenario, const SeedResult& result, const WorkerLimits& limits) {
  repro.scenario_file = scenario.file;
  repro.limits = limits;
  repro.about = causes_of(result).front();
  if (!repro.outcome) repro.outcome.emplace();
  repro.outcome->end = result.end;
  repro.outcome->detail = result.detail;
  repro.outcome->violations = result.violations;
  return repro;
}

bool is_gone(pid_t process) { return ::kill(process, 0) != 0 && errno == ESRCH; }

}  // namespace

std::string full_repro_in(const std::string& folder) { return (fs::path(folder) / "full.repro").string(); }

std::string failure_folder(const std::string& out_folder, const std::string& scenario, std::uint64_t seed) {
  return (fs::path(out_folder) / scenario / seed_text(seed)).string();
}

Written file_failure(const std::string& folder, const Scenario& scenario, const Guest& guest, const SeedResult& result,
                     const WorkerLimits& limits) {
  std::error_code error;
  fs::create_directories(folder, error);
  fs::remove(fs::path(folder) / passed_file, error);
  const std::string file = full_repro_in(folder);
  // Until the seed is recorded, if that is interrupted: the scenario as it is written.
  const Repro as_written = as_found(unfinished_repro(scenario, result.seed, limits), scenario, result, limits);
  Written begun =
      write_file((fs::path(folder) / failed_file).string(), run_json(scenario, result, limits)).and_then([&] {
        return write_repro(file, as_written);
      });
  if (!begun) return begun;

  const Plan plan = expand(scenario, result.seed);
  EventWindow window;
  const auto recorded = record_in_worker(plan, guest, limits_for_recording(result, limits), [&](const Record& record) {
    EventJson json(plan);
    EventWindowFiller events(plan, first_violation(result), json, window);
    Observer* const observers[] = {&json, &events};
    record(observers, [&](const checkers::Violation& violation) {
      events.note_violation(violation.at, violation.node, violation.key, violation.check, violation.message);
    });
  });
  Written events = write_file((fs::path(folder) / "events.jsonl").string(), window.text());
  if (!events || !recorded) return events;
  return write_repro(file, as_found(*recorded, scenario, result, limits));
}

SeedSet filed_seeds(const std::string& out_folder, const std::string& scenario) {
  std::vector<std::uint64_t> seeds;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(fs::path(out_folder) / scenario, error)) {
    const auto seed = parse_seed(entry.path().filename().string());
    if (seed && fs::exists(entry.path() / failed_file, error)) seeds.push_back(*seed);
  }
  return SeedSet::of(seeds);
}

Written mark_as_passed(const std::string& folder) {
  std::error_code error;
  fs::rename(fs::path(folder) / failed_file, fs::path(folder) / passed_file, error);
  if (!error) return {};
  return tl::unexpected("cannot rename " + (fs::path(folder) / failed_file).string() + ": " + error.message());
}

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

// From here on `repro_` has no plan: only its header is written again.
void RunningSeeds::open_for_this_process() {
  const pid_t self = ::getpid();
  file_ = FileDescriptor(::open(file_of(self).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  write_all(file_.number(), to_text(repro_));
  repro_.plan.clear();
  write_all(births_.write.number(), std::to_string(self) + "\n");
}

void RunningSeeds::learn_workers() {
  std::string text;
  read_available(births_.read, text);
  std::istringstream in(text);
  for (pid_t worker = 0; in >> worker;) workers_.push_back(worker);
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
