#include <filesystem>
#include <fstream>

#include "cli/commands/commands.hpp"
#include "cli/commands/complaint.hpp"
#include "cli/commands/run_mutant.hpp"
#include "cli/output/status_line.hpp"
#include "cli/scenario_files.hpp"
#include "harness/catalogue.hpp"
#include "harness/mutants/museum.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/promote/promotion.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/signature.hpp"
#include "harness/runner/run_jobs.hpp"
#include "harness/text/text.hpp"
#include "sim/scenario/scalar_check.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* schema_file = "scenarios/schema/scenario.v1.schema.json";
// More than this and nobody reads the file.
constexpr std::size_t readable_operations = 100;

// The repro, if there is something in it to promote.
tl::expected<harness::Repro, std::string> promotable(const std::string& file) {
  auto repro = harness::read_repro(file);
  if (!repro) return repro;
  if (!repro->outcome) {
    return tl::unexpected(file +
                          " is of a run that has not ended, so nothing is known of its failure; live it again: "
                          "groundhog run " +
                          repro->scenario_file + " --seed " + seed_text(repro->seed) +
                          (repro->build.mutant.empty() ? "" : " --mutant " + repro->build.mutant));
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
  return name;
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

std::string schema_from(const fs::path& folder) {
  const fs::path schema = fs::absolute(schema_file);
  return schema.lexically_proximate(fs::absolute(folder).lexically_normal()).generic_string();
}

bool write(const fs::path& file, const std::string& text) {
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.flush();
  return out.good();
}

// ---- what is told

std::string size_text(const harness::Promotion& promotion) {
  return harness::count_of(promotion.plan.operations.size(), "operation") + ", " +
         harness::count_of(promotion.plan.faults.size(), "fault");
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
  return "promoting " + name + ": " + harness::count_of(now.runs, "run") + ", " +
         harness::long_duration_text(std::chrono::duration_cast<Duration>(now.elapsed));
}

std::string next_steps(const std::string& file, const std::string& mutant) {
  if (mutant.empty()) return "  try it: groundhog run " + file + "     # red until the bug is mended\n";
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

}  // namespace

ExitCode promote_command(const PromoteOptions& choice, const Guest& guest, const Console& console) {
  const auto repro = promotable(choice.file);
  if (!repro) return complain(repro.error());

  harness::PromotionOptions options;
  options.name = choice.name.empty() ? made_name(*repro) : choice.name;
  options.description = choice.description;
  options.mutant = choice.mutant.value_or(repro->build.mutant);
  options.gate = choice.gate;
  options.schema = schema_from(choice.out_folder);
  options.trials.limits = choice.limits.over(repro->limits);
  options.trials.jobs = harness::available_processors();
  if (!is_identifier(options.name)) {
    return complain("\"" + options.name +
                    "\" cannot be the name of a scenario: use letters, digits and . _ - (--name)");
  }

  const harness::Museum museum(choice.mutants_folder);
  const harness::Catalogue catalogue(guest, museum.names());
  const fs::path file = fs::path(choice.out_folder) / (options.name + ".yaml");
  if (!choice.to_stdout) {
    if (fs::exists(file) && !choice.force) {
      return complain(file.string() + " exists already; --force overwrites it, --name chooses another");
    }
    const std::string bearer = bearer_of(options.name, choice.out_folder, file, catalogue);
    if (!bearer.empty())
      return complain(bearer + " has the name " + options.name + " already: choose another with --name");
  }

  // Only with the bug planted can the failure be lived again.
  const bool is_elsewhere = !options.mutant.empty() && options.mutant != harness::planted_mutant();
  if (is_elsewhere && !museum.names().empty()) {
    return go_on_in_mutant(options.mutant, choice.arguments, museum, console);
  }
  StatusLine status(console);
  options.trials.on_progress = [&](const harness::TrialStatus& now) {
    status.show(now.elapsed, [&] { return status_text(options.name, now); });
  };
  const auto promotion = promote(*repro, choice.file, options, catalogue.loader());
  status.clear();
  if (!promotion) return complain(promotion.error().message, exit_code_of(promotion.error()));
  if (choice.to_stdout) {
    print_data(promotion->text);
    return exit_code_of(*promotion);
  }
  if (!write(file, promotion->text)) return complain("cannot write " + file.string());
  print_error(report(*promotion, file.string(), options, console));
  return exit_code_of(*promotion);
}

}  // namespace groundhog::cli
