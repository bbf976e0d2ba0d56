#include "harness/repro/filing.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/text/json.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/trace/event_renderer.hpp"
#include "sim/trace/text.hpp"

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

// A seed that hangs would hang here again; its first seconds show where.
constexpr std::chrono::milliseconds longest_hang{10'000};

// A run that ends is recorded whole, however slow it is.
std::chrono::milliseconds time_for_recording(const SeedResult& result, const WorkerLimits& limits) {
  const auto least = std::min(limits.seed_timeout, longest_hang);
  const bool hangs =
      result.end == SeedEnd::timed_out && result.events == 0;  // else it was late, and ended all the same
  if (hangs) return least;
  return std::max(least, std::chrono::ceil<std::chrono::milliseconds>(result.wall) * patience_for_recording);
}

bool write_run_json(const fs::path& file, const Scenario& scenario, const SeedResult& result,
                    const WorkerLimits& limits) {
  JsonObject object;
  object.add("scenario", scenario.name).add("file", scenario.file);
  add_seed_members(object, result);
  object.add("command", same_seed_command(scenario.file, result.seed, limits)).add("build", build_json());
  std::ofstream out(file);
  out << object.text() << '\n';
  return out.good();
}

// JSON Lines: one event, one object {t, node, peer, type, key, text}, t in scenario seconds.
class EventsFile final : public EventRenderer {
 public:
  // Lines are flushed one by one where `survives_crash`: slower, and nothing is lost if the process dies.
  EventsFile(const Plan& plan, const std::string& file, bool survives_crash)
      : EventRenderer(plan), out_(file), survives_crash_(survives_crash) {}

  using EventRenderer::on;
  void on(const PhaseStarted& event) override {
    if (event.phase == Phase::chaos) {
      origin_ = event.at;
      warmup_ = false;
    }
    EventRenderer::on(event);
  }

 private:
  bool wanted() override { return true; }
  void line(const TraceLine& line) override {
    std::string time;
    trace::append_seconds(time, line.at - origin_);
    JsonObject object;
    object.add("t", time);
    if (warmup_) object.add("warmup", true);
    if (line.node) object.add("node", name_of(*line.node));
    if (line.peer) object.add("peer", name_of(*line.peer));
    if (!line.type.empty()) object.add("type", line.type);
    if (!line.key.empty()) object.add("key", line.key);
    object.add("text", line.text);
    out_ << object.text() << '\n';
    if (survives_crash_) out_.flush();
  }

  std::ofstream out_;
  bool survives_crash_;
  VirtualTime origin_{};  // events of warmup are counted from the start of the run, with "warmup": true
  bool warmup_ = true;
};

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
  return (fs::path(out_folder) / scenario / seed_folder_name(seed)).string();
}

bool file_failure(const std::string& folder, const Scenario& scenario, const Guest& guest, const SeedResult& result,
                  const WorkerLimits& limits) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!write_run_json(fs::path(folder) / "run.json", scenario, result, limits)) return false;
  const std::string file = full_repro_in(folder);
  // Until the seed is recorded, if that is interrupted: the scenario as it is written.
  const Repro as_written = unfinished_repro(scenario, result.seed, limits);
  if (!write_repro(file, as_found(as_written, scenario, result, limits))) return false;

  const Plan plan = expand(scenario, result.seed);
  const WorkerLimits while_recording{time_for_recording(result, limits), limits.memory_bytes};
  const auto recorded = record_in_worker(plan, guest, while_recording, [&](const Record& record) {
    EventsFile events(plan, fs::path(folder) / "events.jsonl", result.end != SeedEnd::completed);
    Observer* const observers[] = {&events};
    record(observers);
  });
  return !recorded || write_repro(file, as_found(*recorded, scenario, result, limits));
}

SeedSet filed_seeds(const std::string& out_folder, const std::string& scenario) {
  std::vector<std::uint64_t> seeds;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(fs::path(out_folder) / scenario, error)) {
    const auto seed = parse_seed("0x" + entry.path().filename().string());
    if (seed && fs::exists(entry.path() / "run.json")) seeds.push_back(*seed);
  }
  return SeedSet::of(seeds);
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
