#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "checkers/checker.hpp"
#include "cli/campaign.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/console.hpp"
#include "cli/output/report_text.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/signature.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/process.hpp"
#include "harness/runner/run_jobs.hpp"
#include "harness/shrink/minimise.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {
namespace {

// Asked by opening it; what was not there is not there afterwards.
bool can_write(const std::string& file) {
  const bool existed = std::filesystem::exists(file);
  const bool opened = std::ofstream(file, std::ios::app).is_open();
  if (opened && !existed) std::filesystem::remove(file);
  return opened;
}

// The name of the property, which may be given by its id; nullopt: there is none.
std::optional<std::string> property_named(const Guest& guest, const std::string& name) {
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    if (entry.name == name || entry.id == name) return std::string(entry.name);
  }
  return std::nullopt;
}

std::string unknown_check(const Guest& guest, const std::string& name) {
  std::vector<std::string_view> names;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) names.push_back(entry.name);
  const std::string near = did_you_mean(name, names);
  return "--check: there is no property \"" + name + "\"" + (near.empty() ? " (see groundhog list checks)" : near);
}

class Shrink : public Command {
  void add_options(Options& options) override {
    options.text("FILE", file_, "a .repro, such as full.repro of a filed failure",
                 {.values = some_file(), .required = true});
    options.text("--check", check_, "the property that must stay violated (default: the one it is about)",
                 {.type = "NAME", .values = {.lists = {"checks"}}});
    add_mutant_of_repro(options, "to run it with", mutant_);
    add_mutants_folder(options, mutants_folder_);
    options.text("--out", out_file_, "where to (default: min.repro beside it)",
                 {.type = "FILE", .values = some_file()});
    options.flag("--force", force_, "overwrite an existing file");
    options.value("--budget", settings_.budget, real_time_limit_value,
                  "real time after which the best so far is good enough (default: 60s)", {.type = "TIME"});
    add_jobs(options, settings_.jobs);
    limits_.add_to(options);
    options.flag("--json", json_, "the result as a line of JSON on stdout");
  }

  ExitCode run(const Session& session) override {
    if (out_file_.empty()) out_file_ = std::filesystem::path(file_).replace_filename("min.repro").string();
    auto repro = harness::read_repro(file_);
    if (!repro) return complain(repro.error());
    const std::string mutant = mutant_.value_or(repro->build.mutant);
    const harness::Museum museum(mutants_folder_);
    if (is_elsewhere(mutant)) return continue_in_mutant(mutant, session.words, museum, session.console);
    const harness::Catalogue catalogue(session.guest, museum.names());
    const auto scenario = harness::recorded_scenario(*repro, file_, catalogue.loader());
    if (!scenario) {
      return complain("the plan in " + file_ + " is no scenario of this build:\n" +
                      render(scenario.error(), session.console.color));
    }
    repro->build.mutant = harness::planted_mutant();
    if (const auto problem = choose_property(*repro, session.guest)) return complain(*problem);
    if (const auto problem = why_not_to(*repro)) return complain(*problem);

    if (!can_write(out_file_)) return complain("cannot write " + out_file_, ExitCode::internal_error);
    const harness::Interruption interruption;
    if (const auto refusal = find_failure(*repro, *scenario, session.guest)) return *refusal;
    const ExitCode code = shrink(session);
    return interruption.happened() ? ExitCode::interrupted : code;
  }

  // What --check says, or what the file is about. The answer is what is wrong with it.
  std::optional<std::string> choose_property(harness::Repro& repro, const Guest& guest) const {
    if (check_.empty()) return std::nullopt;
    const auto property = property_named(guest, check_);
    if (!property) return unknown_check(guest, check_);
    repro.about = *property;
    return std::nullopt;
  }

  // What speaks against writing there, before any time is spent on it: a file of something else.
  std::optional<std::string> why_not_to(const harness::Repro& repro) const {
    if (std::filesystem::is_directory(out_file_)) return "--out: " + out_file_ + " is a folder: name a file";
    harness::Repro unknown = repro;  // how small it will become
    unknown.outcome.reset();
    const std::string reason = force_ ? std::string() : harness::reason_to_stay(out_file_, unknown, false);
    if (!reason.empty()) {
      return out_file_ + " exists, and " + reason + ": name another file with --out, or overwrite it with --force";
    }
    return std::nullopt;
  }

  // Runs it: does it fail here, and how? The answer is an exit code if there is nothing to shrink.
  std::optional<ExitCode> find_failure(const harness::Repro& repro, const Scenario& scenario, const Guest& guest) {
    const std::string& about = repro.about;
    settings_.limits = limits_.over(repro.limits);
    failure_.scenario_file = repro.scenario_file;
    failure_.plan = expand(scenario, repro.seed);
    const auto run = [&] { return harness::checked_run(failure_.plan, guest); };
    auto result = harness::run_job({repro.seed, run}, settings_.limits);
    if (!result) return complain("interrupted before it was known whether this run fails", ExitCode::interrupted);
    failure_.result = std::move(*result);
    failure_.signature = harness::signature_of(failure_.result, about);
    // What was shrunk before is reported from where that began.
    failure_.size = repro.minimised_from.value_or(harness::size_of(failure_.plan, failure_.result));
    if (!failure_.result.failed()) {
      return complain(file_ + " does not fail with this build: there is nothing to shrink", ExitCode::inconclusive);
    }
    if (!about.empty() && failure_.signature.about != about) {
      return complain(file_ + " does not violate " + about + " with this build, but " +
                          joined(causes_of(failure_.result)) + ": choose with --check",
                      ExitCode::inconclusive);
    }
    const auto recorded = check_.empty() ? harness::signature_of(repro) : std::nullopt;
    if (!recorded || shows(failure_.result, *recorded)) return std::nullopt;
    return complain(file_ + " shows " + about + " with this build, but in another way than was recorded",
                    ExitCode::inconclusive);
  }

  ExitCode shrink(const Session& session) {
    const harness::Minimised minimised = minimise(failure_, session.guest, settings_, session.console);
    const ExitCode interrupted = minimised.outcome.interrupted ? ExitCode::interrupted : ExitCode::as_expected;
    const std::string nothing = no_minimum_text(failure_, minimised);
    if (!nothing.empty()) {
      return complain(nothing + ": nothing was written; --budget gives it more time",
                      worse_of(interrupted, ExitCode::inconclusive));
    }
    const auto file = write_minimal(out_file_, minimised, force_);
    if (!file) return complain(file.error(), ExitCode::internal_error);
    report(minimised, *file, session);
    return interrupted;
  }

  void report(const harness::Minimised& minimised, const std::string& file, const Session& session) const {
    const MinimisedFailure found{
        file,
        {},
        failure_,
        minimised,
        view_failure(minimised.outcome.shrunk.plan, session.guest, minimised.result, failure_.signature.about)};
    if (json_) print_data(minimised_json_line(found));
    print_error(minimised_text(found, session.console) + minimal_run_text(found.view));
    if (!minimised.outcome.shrunk.minimal) print_error("groundhog: the same command continues from here\n");
  }

  std::string file_;                   // a .repro
  std::string check_;                  // the property to keep; empty: the one that the file is about
  std::string out_file_;               // empty: min.repro beside the file
  std::optional<std::string> mutant_;  // nullopt: what the repro was recorded with
  std::string mutants_folder_ = default_mutants_folder;
  bool force_ = false;
  bool json_ = false;
  RecordedLimits limits_;
  harness::ShrinkSettings settings_;
  harness::FoundFailure failure_;
};

}  // namespace

std::unique_ptr<Command> make_shrink() { return std::make_unique<Shrink>(); }

}  // namespace groundhog::cli
