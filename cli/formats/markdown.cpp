// A table of scenarios, as the job summary of GitHub Actions shows it.

#include "cli/formats/table.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

class Markdown : public Format {
 public:
  using Format::Format;

  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode /*code*/) override {
    std::string out = "| scenario | seeds | failed | by property |\n| --- | ---: | ---: | --- |\n";
    for (const harness::ScenarioReport& report : reports) {
      std::string causes;
      for (const auto& [check, count] : report.failed_by_check) {
        causes += check + " " + with_separators(count) + " ";
      }
      if (report.interrupted) causes += "(interrupted) ";
      out += "| " + report.name + " | " + with_separators(report.seeds) + " | " + with_separators(report.seeds_failed) +
             " | " + causes + "|\n";
    }
    sink_(out);
  }
};

}  // namespace

std::unique_ptr<Format> make_markdown(const Sink& sink) { return std::make_unique<Markdown>(sink); }

}  // namespace groundhog::cli
