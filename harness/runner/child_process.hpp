// Another program, run to its end.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace groundhog::harness {

struct ChildProcess {
  std::string program;                   // a path
  std::vector<std::string> arguments;    // without the program's name
  std::vector<std::string> environment;  // NAME=value
  std::string input;                     // its stdin
  bool discard_errors = false;           // its stderr is ours otherwise
};

struct ChildOutput {
  int exit_status = 0;
  std::string text;  // its stdout
};

// This process's environment without the variables of these names.
std::vector<std::string> environment_without(const std::vector<std::string>& names);

// The error is a sentence for people that begins with `what`, the name of the child in it.
tl::expected<ChildOutput, std::string> run_child(const ChildProcess& child, const std::string& what);

// This same binary, run to its end with another memory layout: what depends on addresses, on uninitialised memory or on
// the environment shows as another history. Its stderr is discarded.
tl::expected<ChildOutput, std::string> run_fresh_process(const std::vector<std::string>& arguments,
                                                         const std::string& input);

}  // namespace groundhog::harness
