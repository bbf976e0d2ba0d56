// A redis-server of its own, on a port of its own: what Burrow claims to answer like.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tests/process/child.hpp"

namespace burrow::differential {

class RedisProcess {
 public:
  // With one database, and nothing on disk. Throws if it is not installed, is not of 7.0, or does not serve in time.
  RedisProcess();

  std::uint16_t port() const { return port_; }
  const std::string& version() const { return version_; }

 private:
  bool start();

  std::uint16_t port_ = 0;
  std::string version_;
  std::unique_ptr<test::Child> child_;
};

}  // namespace burrow::differential
