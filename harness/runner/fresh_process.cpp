#include "harness/runner/fresh_process.hpp"

namespace groundhog::harness {
namespace {

// Fills fresh and freed memory with a pattern, moves the allocator's thresholds and the stack.
std::vector<std::string> other_environment() {
  std::vector<std::string> variables = environment_without({"MALLOC_PERTURB_", "GLIBC_TUNABLES"});
  variables.emplace_back("MALLOC_PERTURB_=165");
  variables.emplace_back("GLIBC_TUNABLES=glibc.malloc.top_pad=77777:glibc.malloc.mmap_threshold=65536");
  variables.push_back("GROUNDHOG_PADDING=" + std::string(4321, 'x'));
  return variables;
}

}  // namespace

tl::expected<ChildOutput, std::string> run_fresh_process(const std::vector<std::string>& arguments,
                                                         const std::string& input) {
  return run_child({.program = "/proc/self/exe",
                    .arguments = arguments,
                    .environment = other_environment(),
                    .input = input,
                    .discard_errors = true},
                   "the second process");
}

}  // namespace groundhog::harness
