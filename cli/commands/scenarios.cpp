// What one does with scenario files without running them: init, lint, expand, schema.
#include <filesystem>

#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/scenario_files.hpp"
#include "cli/scenario_schema.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/text/output_file.hpp"
#include "harness/text/shell.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/plan_text.hpp"
#include "sim/scenario/reference.hpp"

namespace groundhog::cli {
namespace {

class Init : public Command {
  void add_options(Options& options) override {
    options.text("FILE", file_, "where to", {.shows = file_, .values = some_file()});
    options.flag("--force", force_, "overwrite an existing file");
  }

  ExitCode run(const Session& session) override {
    const std::filesystem::path file(file_);
    if (std::filesystem::exists(file) && !force_) return complain(file_ + " exists already; --force overwrites it");
    const harness::Catalogue catalogue(session.guest);
    const std::string schema = json_schema(catalogue.loader());
    const std::filesystem::path folder = file.parent_path();
    const std::string reference = schema_reference(folder.empty() ? "." : folder, schema);
    const bool writes_schema = reference.empty();
    if (writes_schema) {
      const auto written = harness::write_file((folder / schema_name).string(), schema);
      if (!written) return complain(written.error(), ExitCode::internal_error);
    }
    const std::string text =
        starter_scenario(file.stem().string(), writes_schema ? schema_name : reference, session.guest);
    if (const auto written = harness::write_file(file_, text); !written) {
      return complain(written.error(), ExitCode::internal_error);
    }
    if (writes_schema) print_error("wrote " + (folder / schema_name).string() + ", the JSON Schema for your editor\n");
    const auto scenario = load_scenario_text(text, file_, catalogue.loader());
    if (!scenario) {
      return complain("wrote " + file_ + ", whose words are not all of this system; groundhog lint " +
                      harness::shell_file(file_) + " says what to change");
    }
    print_error("wrote " + file_ + "; try it: groundhog run " + harness::shell_file(file_) + "\n");
    return ExitCode::as_expected;
  }

  std::string file_ = "scenario.yaml";
  bool force_ = false;
};

class Lint : public Command {
  void add_options(Options& options) override {
    options.texts("SCENARIO", scenarios_, "scenario files, or folders of them",
                  {.values = scenario_values(), .required = true});
    add_mutants_folder(options, mutants_folder_);
  }

  ExitCode run(const Session& session) override {
    const harness::Catalogue catalogue(session.guest, harness::Museum(mutants_folder_).names());
    const auto scenarios = load_scenarios(scenarios_, catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    print_error(count_of(scenarios->size(), "scenario") + ", nothing wrong\n");
    return ExitCode::as_expected;
  }

  std::vector<std::string> scenarios_;
  std::string mutants_folder_ = default_mutants_folder;
};

class Expand : public Command {
  void add_options(Options& options) override {
    options.text("SCENARIO", scenario_, "a scenario file", {.values = scenario_values(), .required = true});
    options.value("--seed", seed_, parse_seed, "one seed, decimal or 0x hexadecimal", {.type = "N", .required = true});
  }

  ExitCode run(const Session& session) override {
    const harness::Catalogue catalogue(session.guest);
    const auto scenarios = load_scenarios({{scenario_}}, catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    for (const Scenario& scenario : *scenarios) print_data(print_plan(expand(scenario, seed_)));
    return ExitCode::as_expected;
  }

  std::string scenario_;
  std::uint64_t seed_ = 0;
};

class Schema : public Command {
  ExitCode run(const Session& session) override {
    const harness::Catalogue catalogue(session.guest);
    print_data(json_schema(catalogue.loader()));
    return ExitCode::as_expected;
  }
};

}  // namespace

std::unique_ptr<Command> make_init() { return std::make_unique<Init>(); }

std::unique_ptr<Command> make_lint() { return std::make_unique<Lint>(); }

std::unique_ptr<Command> make_expand() { return std::make_unique<Expand>(); }

std::unique_ptr<Command> make_schema() { return std::make_unique<Schema>(); }

}  // namespace groundhog::cli
