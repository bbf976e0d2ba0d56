// The command run by its users, and small scenarios to run.
#pragma once

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/binary.hpp"

namespace groundhog::test {

inline std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

inline std::string scenario(const std::string& name, const std::string& more = "") {
  return "version: 1\nname: " + name +
         "\ndescription: Two nodes and a few writes.\ntags: [tiny]\nseeds: {base: 1, count: 4}\n"
         "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
         "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n" +
         more;
}

inline const std::string short_run = "run: {chaos: 1s, settle: 10s}\n";

class Command : public ::testing::Test {
 protected:
  Finished run(std::vector<std::string> arguments, const std::string& environment = "") {
    arguments.insert(arguments.begin(), {"run", "--out", folder_.path("out")});
    return run_binary(arguments, environment);
  }
  std::string quiet() { return folder_.write("quiet.yaml", scenario("quiet", short_run)); }
  // Every seed of it runs into its limit of events.
  std::string failing() {
    return folder_.write("failing.yaml", scenario("failing", "run: {chaos: 1s, settle: 10s, max_events: 20}\n"));
  }

  TemporaryFolder folder_;
};

}  // namespace groundhog::test
