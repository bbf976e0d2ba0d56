// Prints what processes observe of a faulty network, in the simulator or between two network namespaces.
#include <cstdio>
#include <exception>
#include <iostream>
#include <string_view>

#include "tests/conformance/wire/namespaces_wire.hpp"
#include "tests/conformance/wire/outcomes.hpp"
#include "tests/conformance/wire/simulated_wire.hpp"

int main(int count, char** arguments) try {
  using namespace groundhog::test;
  const std::string_view wire = count == 2 ? arguments[1] : "";
  if (wire == "simulated") {
    Outcomes<SimulatedWire>(std::cout).all();
  } else if (wire == "namespaces") {
    Outcomes<NamespacesWire>(std::cout).all();
  } else {
    std::cerr << "usage: wire_outcomes simulated | namespaces\n";
    return 2;
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
