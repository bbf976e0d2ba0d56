#include "cli/mutant_build.hpp"

#include "sim/core/text.hpp"

namespace groundhog::cli {

tl::expected<std::filesystem::path, std::string> build_planted_bug(const std::string& mutant,
                                                                   const harness::Museum& museum,
                                                                   const Console& console, const std::string& place) {
  const std::string what = "building " + mutant + place;
  StatusLine status(console);
  harness::BuildReporter reporter;
  reporter.on_start = [&](const std::filesystem::path& log) { print_error(what + "; log: " + log.string() + "\n"); };
  reporter.on_progress = [&](const harness::BuildProgress& now) {
    status.show(now.elapsed, [&] {
      return what + ": " + (now.step.empty() ? "" : "step " + now.step + ", ") + long_duration_text(now.elapsed);
    });
  };
  auto binary = harness::build_mutant(mutant, museum.folder(), reporter);
  status.clear();
  return binary;
}

}  // namespace groundhog::cli
