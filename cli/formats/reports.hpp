// Everything that one `groundhog run` reports: text for people on stderr, and what was asked for beside it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/formats/table.hpp"
#include "cli/options/command_line.hpp"
#include "cli/output/console.hpp"
#include "harness/text/output_file.hpp"

namespace groundhog::cli {

// One --report: FORMAT or FORMAT=FILE.
struct ReportChoice {
  std::string format;
  std::string file = {};  // empty: stdout
};

// The options that say which reports are wanted.
struct ReportOptions {
  bool json = false;               // on stdout
  std::string junit_file;          // empty: none
  std::vector<std::string> words;  // further ones: FORMAT or FORMAT=FILE

  void add_to(Options& options);
  // Throws OptionError: there is no such format, or several want stdout.
  std::vector<ReportChoice> choices() const;
};

class Reports : public Format {
 public:
  // Of several scenarios, each is summed up in a line. With `console.github`, annotations and the job summary, too.
  Reports(const Console& console, bool several_scenarios);

  // The error: its file cannot be written. What was in it is gone, so that nothing old looks like this run's.
  harness::Written add(const ReportChoice& choice);

  void on_seed(const SeedReport& seed) override;
  void on_minimised(const MinimisedFailure& failure) override;
  void on_scenario(const harness::ScenarioReport& report) override;
  void on_left_out(const std::string& scenario) override;
  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode code) override;

  // After the end: puts the files in their place. A line for each that could not be written.
  std::string close();

 private:
  harness::Written add_file(const std::string& format, const std::string& name, harness::OutputFile::Mode mode);

  std::vector<std::unique_ptr<harness::OutputFile>> files_;
  std::vector<std::unique_ptr<Format>> formats_;
};

}  // namespace groundhog::cli
