#include <filesystem>

#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/console.hpp"
#include "cli/scenario_files.hpp"
#include "cli/scenario_schema.hpp"
#include "harness/promote/promotion.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/repro/signature.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "harness/text/output_file.hpp"
#include "harness/text/shell.hpp"
#include "sim/core/text.hpp"
#include "sim/plan/limits.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {
namespace {

namespace fs = std::filesystem;

// More than this is more than a reader looks at.
constexpr std::size_t readable_operations = 100;

// The repro, if there is something in it to promote.
tl::expected<harness::Repro, std::string> promotable(const std::string& file) {
  auto repro = harness::read_repro(file);
  if (!repro) return repro;
  if (!repro->outcome) {
    return tl::unexpected(file + " is of a run that has not ended, so nothing is known of its failure; run it again: " +
                          harness::run_command(repro->scenario_file, repro->seed, repro->build.mutant));
  }
  if (!result_of(*repro).failed()) return tl::unexpected(file + " shows no failure: there is nothing to keep");
  return repro;
}

// "ttl.safety" of dropped-pongs: ttl-safety-dropped-pongs
std::string made_name(const harness::Repro& repro) {
  std::string name = signature_of(result_of(repro), repro.about).about + "-" + repro.scenario_name;
  for (char& c : name) {
    if (c == '.' || c == '_' || c == ' ') c = '-';
  }
  return name.substr(0, longest_name);
}

// The file in this folder that has the name already, other than `own`; empty if none has.
std::string bearer_of(const std::string& name, const fs::path& folder, const fs::path& own,
                      const harness::Catalogue& catalogue) {
  const std::string names[] = {folder.string()};
  const auto files = scenario_files(names);
  if (!files) return {};
  for (const std::string& file : *files) {
    if (fs::path(file).filename() == own.filename()) continue;
    const auto scenario = load_scenario(file, catalogue.loader());
    if (scenario && scenario->name == name) return file;
  }
  return {};
}

harness::Written write(const fs::path& file, const std::string& text) {
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  return harness::write_file(file.string(), text);
}

// ---- what is printed

std::string size_text(const harness::Promotion& promotion) {
  return count_of(promotion.plan.operations.size(), "operation") + ", " +
         count_of(promotion.plan.faults.size(), "fault");
}

std::string seen_text(const harness::Promotion& promotion, const Console& console) {
  const harness::Survival& survival = promotion.survival;
  std::string text = "  fails here, and with other random draws: " + std::to_string(survival.failing) + " of " +
                     std::to_string(survival.seeds) + " other seeds\n";
  if (survival.is_poor()) {
    return text + console.yellow("  warning:") +
           " it rests on what is drawn for this seed; a change elsewhere may hide the bug from it\n";
  }
  if (!survival.rests_on_a_draw()) return text;
  return text + "  it rests on an order that a seed draws: the scenario runs several seeds, any of which may show it\n";
}

std::string status_text(const std::string& name, const harness::TrialStatus& now) {
  return "promoting " + name + ": " + count_of(now.runs, "run") + ", " + long_duration_text(now.elapsed);
}

std::string next_steps(const std::string& written, const std::string& mutant) {
  const std::string file = harness::shell_file(written);
  if (mutant.empty()) return "  try it: groundhog run " + file + "     # red until the bug is fixed\n";
  return "  try it: groundhog run " + file + "     # must be green\n          groundhog run " + file + " --mutant " +
         mutant + "     # must find it\n";
}

std::string report(const harness::Promotion& promotion, const std::string& file,
                   const harness::PromotionOptions& options, const Console& console) {
  std::string text = "wrote " + file + ": " + size_text(promotion) + "\n";
  if (promotion.result) {
    text += seen_text(promotion, console);
  } else {
    text += console.yellow("  warning:") + " not verified and without comments: this build has not " + options.mutant +
            " planted\n";
  }
  if (promotion.plan.operations.size() > readable_operations) {
    text += console.yellow("  warning:") + " too much to read: groundhog shrink the repro first\n";
  }
  return text + next_steps(file, options.mutant);
}

class Promote : public Command {
  void add_options(Options& options) override {
    options.text("FILE", file_, "a .repro, best a minimal one", {.values = some_file(), .required = true});
    options.text("--name", name_, "of the scenario (default: made from property and scenario)", {.type = "NAME"});
    options.text("--out", out_folder_, "folder of the scenario",
                 {.type = "DIR", .shows = out_folder_, .values = some_folder()});
    add_mutant_of_repro(options, "that it is about", mutant_);
    add_mutants_folder(options, mutants_folder_);
    options.text("--description", description_, "a true sentence for its head", {.type = "TEXT"});
    options.flag("--gate", gate_, "tag it for the gate, too");
    options.flag("--force", force_, "overwrite an existing file");
    options.flag("--stdout", to_stdout_, "print the scenario, write no file", {.excludes = "--force"});
    limits_.add_to(options);
  }

  ExitCode run(const Session& session) override {
    const auto repro = promotable(file_);
    if (!repro) return complain(repro.error());
    harness::PromotionOptions options = options_for(*repro, session.guest);
    if (!is_identifier(options.name)) {
      return complain("\"" + options.name +
                      "\" cannot be the name of a scenario: use letters, digits and . _ - (--name)");
    }
    if (options.name.size() > longest_name) {
      return complain("--name: may have " + std::string(longest_name_text));
    }
    const harness::Museum museum(mutants_folder_);
    const harness::Catalogue catalogue(session.guest, museum.names());
    const fs::path file = fs::path(out_folder_) / (options.name + ".yaml");
    if (const std::string problem = why_not_to(file, options.name, catalogue); !problem.empty()) {
      return complain(problem);
    }
    // Only with the bug planted does the run fail again.
    if (is_elsewhere(options.mutant) && !museum.names().empty()) {
      return continue_in_mutant(options.mutant, session.words, museum, session.console);
    }
    StatusLine status(session.console);
    options.trials.on_progress = [&](const harness::TrialStatus& now) {
      status.show(now.elapsed, [&] { return status_text(options.name, now); });
    };
    const auto promotion = promote(*repro, file_, options, catalogue.loader());
    status.clear();
    if (!promotion) return complain(promotion.error().message, exit_code_of(promotion.error()));
    if (to_stdout_) {
      print_data(promotion->text);
    } else {
      const auto written = write(file, promotion->text);
      if (!written) return complain(written.error(), ExitCode::internal_error);
      print_error(report(*promotion, file.string(), options, session.console));
    }
    return exit_code_of(*promotion);
  }

  harness::PromotionOptions options_for(const harness::Repro& repro, const Guest& guest) const {
    harness::PromotionOptions options;
    options.name = name_.empty() ? made_name(repro) : name_;
    options.description = description_;
    options.mutant = mutant_.value_or(repro.build.mutant);
    options.gate = gate_;
    options.schema = schema_reference(out_folder_, json_schema(harness::Catalogue(guest).loader()));
    options.trials.limits = limits_.over(repro.limits);
    options.trials.jobs = harness::available_processors();
    return options;
  }

  std::string why_not_to(const fs::path& file, const std::string& name, const harness::Catalogue& catalogue) const {
    if (to_stdout_) return {};
    if (fs::exists(file) && !force_) {
      return file.string() + " exists already; --force overwrites it, --name chooses another";
    }
    const std::string bearer = bearer_of(name, out_folder_, file, catalogue);
    if (bearer.empty()) return {};
    return bearer + " has the name " + name + " already: choose another with --name";
  }

  std::string file_;  // a .repro
  std::string name_;  // of the scenario; empty: made from property and scenario
  std::string out_folder_ = "scenarios/regressions";
  std::optional<std::string> mutant_;
  std::string mutants_folder_ = default_mutants_folder;
  std::string description_;  // empty: one is made
  bool gate_ = false;
  bool force_ = false;
  bool to_stdout_ = false;
  RecordedLimits limits_;
};

}  // namespace

std::unique_ptr<Command> make_promote() { return std::make_unique<Promote>(); }

}  // namespace groundhog::cli
