#include "cli/commands/table.hpp"
#include "harness/catalogue.hpp"
#include "sim/scenario/reference.hpp"

namespace groundhog::cli {
namespace {

class Schema : public Command {
  std::string help() const override { return "print the JSON Schema of scenarios, for editors"; }

  ExitCode run(const Session& session) override {
    const harness::Catalogue catalogue(session.guest);
    print_data(json_schema(catalogue.loader()));
    return ExitCode::as_expected;
  }
};

}  // namespace

std::unique_ptr<Command> make_schema() { return std::make_unique<Schema>(); }

}  // namespace groundhog::cli
