#include "harness/mutants/mutants.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "checkers/checker.hpp"
#include "harness/runner/process.hpp"
#include "sim/core/characters.hpp"
#include "sim/scenario/decode.hpp"

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

using Kind = KeySpec::Kind;

constexpr KeySpec mutant_keys[] = {
    {.name = "title", .kind = Kind::text, .required = true},
    {.name = "class", .kind = Kind::text, .required = true},
    {.name = "seen_in", .kind = Kind::scalars, .required = true},
    {.name = "violates", .kind = Kind::text, .required = true},
    {.name = "scenario", .kind = Kind::text, .required = true},
    {.name = "seeds", .kind = Kind::text, .required = true},
    {.name = "about", .kind = Kind::scalars},
};

bool is_bug_class(std::string_view text) {
  return text.size() == 3 && text[0] == 'B' && is_digit(text[1]) && is_digit(text[2]);
}

// The values that are there. Whatever is wrong with one is reported.
PlantedBug read_planted_bug(const Section& in, std::span<const std::string_view> check_names, bool wants_scenario) {
  const auto error = [&](std::string_view key, std::string message, std::string_view suggestion = {}) {
    in.decoder().error(in.find(key)->mark, std::move(message), suggestion);
  };
  PlantedBug bug;
  in.read("title", bug.title);
  if (in.read("class", bug.bug_class) && !is_bug_class(bug.bug_class)) {
    error("class", "'" + bug.bug_class + "' is no class: it is B and two digits, such as B11");
  }
  bug.seen_in = in.read_values<std::string>("seen_in");
  if (in.read("violates", bug.violates) && std::ranges::find(check_names, bug.violates) == check_names.end()) {
    error("violates", "unknown check '" + bug.violates + "'", closest(bug.violates, check_names));
  }
  std::error_code ignored;
  if (in.read("scenario", bug.scenario) && wants_scenario && !fs::exists(bug.scenario, ignored)) {
    error("scenario", "there is no " + bug.scenario + " below the current folder");
  }
  if (std::string text; in.read("seeds", text)) {
    const auto seeds = parse_seeds(text);
    if (!seeds) error("seeds", seeds.error());
    bug.seeds = seeds.value_or(SeedSet());
  }
  bug.about = in.read_values<std::string>("about");
  return bug;
}

constexpr const char* mutant_file = "mutant.yaml";

std::vector<std::string_view> check_names() {
  std::vector<std::string_view> names;
  for (const checkers::CheckerEntry& entry : checkers::checker_table()) names.push_back(entry.name);
  return names;
}

// The sources that a build folder was configured for.
std::optional<fs::path> source_of(const fs::path& build_folder) {
  constexpr std::string_view key = "CMAKE_HOME_DIRECTORY:INTERNAL=";
  std::ifstream cache(build_folder / "CMakeCache.txt");
  for (std::string line; std::getline(cache, line);) {
    if (line.starts_with(key)) return fs::path(line.substr(key.size()));
  }
  return std::nullopt;
}

// "12/345" of the last line "[12/345] Building …" of ninja's; empty if there is none since then.
std::string step_in(const fs::path& log, fs::file_time_type since) {
  std::error_code error;
  if (fs::last_write_time(log, error) < since) return {};
  std::string step;
  std::ifstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t end = line.find("] ");
    if (line.starts_with('[') && end != std::string::npos) step = line.substr(1, end - 1);
  }
  return step;
}

}  // namespace

tl::expected<PlantedBug, Diagnostics> parse_planted_bug(std::string_view text, const fs::path& file,
                                                        std::span<const std::string_view> check_names,
                                                        bool wants_scenario) {
  DiagnosticSink sink(file.string(), text);
  const std::optional<YamlValue> root = parse_yaml(text, sink);
  if (!root) return tl::unexpected(sink.take());
  const ParamValues no_params;
  const Decoder decoder(no_params, {}, nullptr, sink);
  PlantedBug bug =
      read_planted_bug(Section(&*root, mutant_keys, "a mutant.yaml", decoder), check_names, wants_scenario);
  if (sink.has_errors()) return tl::unexpected(sink.take());
  bug.name = file.parent_path().filename().string();
  bug.file = file.string();
  return bug;
}

Museum::Museum(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (fs::exists(entry.path() / mutant_file, error)) names_.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names_);
}

tl::expected<PlantedBug, std::string> Museum::planted_bug(const std::string& name, bool color) const {
  if (!std::ranges::binary_search(names_, name)) return tl::unexpected(unknown(name));
  const fs::path file = folder_ / name / mutant_file;
  std::ifstream input(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  if (!input.is_open() || input.bad()) return tl::unexpected("groundhog: cannot read " + file.string() + "\n");
  return parse_planted_bug(text, file, check_names(), true).map_error([&](const Diagnostics& problems) {
    return render(problems, color);
  });
}

tl::expected<std::vector<PlantedBug>, std::string> Museum::planted_bugs(bool color) const {
  std::vector<PlantedBug> bugs;
  std::string problems;
  for (const std::string& name : names_) {
    auto each = planted_bug(name, color);
    if (each) {
      bugs.push_back(std::move(*each));
    } else {
      problems += each.error();
    }
  }
  if (!problems.empty()) return tl::unexpected(problems);
  return bugs;
}

std::string Museum::unknown(const std::string& name) const {
  if (names_.empty()) {
    return "groundhog: there are no mutants in " + folder_.string() + ": name their folder with --mutants DIR\n";
  }
  return "groundhog: there is no mutant called \"" + name + "\"" + did_you_mean(name, names_) +
         "; groundhog list mutants names them\n";
}

tl::expected<fs::path, std::string> build_mutant(const std::string& name, const fs::path& mutants_folder,
                                                 const BuildReporter& reporter) {
  std::error_code error;
  const fs::path build_folder = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
  const auto source = source_of(build_folder);
  if (!source) {
    return tl::unexpected("mutants are built beside the build of this binary, but " + build_folder.string() +
                          " is no build folder");
  }
  ChildProcess script{.program = (*source / "ci" / "build-mutants").string(),
                      .arguments = {name},
                      .environment = environment_without({"BUILD_DIR", "MUTANTS_DIR"}),
                      .input = {}};
  script.environment.push_back("BUILD_DIR=" + build_folder.string());
  script.environment.push_back("MUTANTS_DIR=" + fs::absolute(mutants_folder, error).string());
  const fs::path log = build_folder / "mutants.log";  // of ci/build-mutants
  if (reporter.on_start) reporter.on_start(log);
  if (reporter.on_progress) {
    const auto start = fs::file_time_type::clock::now();
    script.meanwhile = [&reporter, log, start](std::chrono::steady_clock::duration elapsed) {
      reporter.on_progress({elapsed, step_in(log, start)});
    };
  }
  const auto built = run_child(script, script.program);
  if (!built) return tl::unexpected(built.error());
  if (built->exit_status != 0) return tl::unexpected("mutant " + name + " was not built");
  return fs::path(built->text.substr(0, built->text.find('\n')));
}

std::string continue_in(const fs::path& binary, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), binary.string());
  become(std::move(arguments));
  return "cannot run " + binary.string() + ": " + std::strerror(errno);
}

}  // namespace groundhog::harness
