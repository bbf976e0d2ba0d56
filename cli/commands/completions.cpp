#include <algorithm>

#include "cli/commands/table.hpp"
#include "cli/completions/shells.hpp"
#include "cli/options/shared.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

std::vector<std::string_view> shell_names() {
  std::vector<std::string_view> names;
  for (const Shell& shell : shells) names.push_back(shell.name);
  return names;
}

class Completions : public Command {
  void add_options(Options& options) override {
    const std::vector<std::string_view> names = shell_names();
    const auto shell_value = [names](const std::string& text) { return one_of(text, names); };
    options.value("SHELL", shell_, shell_value, joined(names),
                  {.type = "WORD", .shows = shell_, .values = {.words = {names.begin(), names.end()}}});
  }

  ExitCode run(const Session& session) override {
    print_data(std::ranges::find(shells, shell_, &Shell::name)->script(session.line));
    return ExitCode::as_expected;
  }

  std::string shell_ = "bash";
};

}  // namespace

std::unique_ptr<Command> make_completions() { return std::make_unique<Completions>(); }

}  // namespace groundhog::cli
