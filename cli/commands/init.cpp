#include <filesystem>
#include <fstream>

#include "cli/commands/table.hpp"
#include "sim/scenario/reference.hpp"

namespace groundhog::cli {
namespace {

class Init : public Command {
  std::string help() const override { return "write a commented scenario to start from"; }

  void add_options(Options& options) override {
    options.text("FILE", file_, "where to", {.shows = file_});
    options.flag("--force", force_, "overwrite an existing file");
  }

  ExitCode run(const Session& /*session*/) override {
    const std::filesystem::path file(file_);
    if (std::filesystem::exists(file) && !force_) return complain(file_ + " exists already; --force overwrites it");
    std::ofstream out(file);
    out << starter_scenario(file.stem().string());
    out.flush();
    if (!out) return complain("cannot write " + file_);
    print_error("wrote " + file_ + "; try it: groundhog run " + file_ + "\n");
    return ExitCode::as_expected;
  }

  std::string file_ = "scenario.yaml";
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> make_init() { return std::make_unique<Init>(); }

}  // namespace groundhog::cli
