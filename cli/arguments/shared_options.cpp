#include "cli/arguments/shared_options.hpp"

#include <algorithm>

#include "harness/runner/run_jobs.hpp"

namespace groundhog::cli {
namespace {

constexpr std::uint64_t most_jobs = 1024;

}  // namespace

OptionEntry add_seed(OptionSet& options, const std::function<void(std::uint64_t)>& into) {
  return options.parsed("--seed", "N", "one seed, decimal or 0x hexadecimal",
                        [into](const std::string& text) { into(seed_value(text)); });
}

void add_mutants_folder(OptionSet& options, std::string& into) {
  options.text("--mutants", into, "where planted bugs are").type("DIR").shows_default();
}

void add_mutant_of_repro(OptionSet& options, const std::string& purpose, std::optional<std::string>& into) {
  options
      .text("--mutant", into,
            "planted bug " + purpose + "; \"\": none (default: the one that the repro was recorded with)")
      .type("NAME");
}

void add_jobs(OptionSet& options, unsigned& into) {
  into = harness::available_processors();
  options.parsed("--jobs,-j", "N", "worker processes (default: one per processor)", [&into](const std::string& text) {
    into = static_cast<unsigned>(std::min(positive_value(text), most_jobs));
  });
}

void add_recorded_limits(OptionSet& options, LimitsChoice& limits) {
  add_seed_limits(options, limits, "that of the recorded run", "that of the recorded run");
}

void add_trace(OptionSet& options, TraceChoice& trace) {
  options.flag("--trace", trace.wanted, "print the timeline of the one seed on stdout");
  options.texts("--node", trace.filter.nodes, "trace only what concerns this node or client").type("NAME");
  options.texts("--type", trace.filter.types, "trace only messages of this type").type("TYPE");
  options.texts("--key", trace.filter.keys, "trace only what is about this key").type("KEY");
  options.parsed("--from", "TIME", "trace from this scenario time on",
                 [&trace](const std::string& text) { trace.filter.from = signed_time_value(text); });
  options.parsed("--to", "TIME", "trace up to this scenario time",
                 [&trace](const std::string& text) { trace.filter.to = signed_time_value(text); });
  options.flag("--verbose", trace.filter.verbose, "trace timers, clock readings, positions and client frames too");
}

void check_trace_filters(const OptionSet& options, const TraceChoice& trace) {
  for (const char* filter : {"--node", "--type", "--key", "--from", "--to", "--verbose"}) {
    if (options.has(filter) && !trace.wanted) throw OptionError(filter, "is for a trace: add --trace");
  }
  if (trace.filter.from && trace.filter.to && *trace.filter.to < *trace.filter.from) {
    throw OptionError("--to", "is before --from: nothing would be shown");
  }
}

void check_without(const OptionSet& options, const std::string& option, const std::string& work,
                   std::initializer_list<const char*> useless) {
  for (const char* other : useless) {
    if (options.has(other)) throw OptionError(option, work + " without " + other + ": choose one");
  }
}

}  // namespace groundhog::cli
