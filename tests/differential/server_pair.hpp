// burrow-server and redis-server side by side.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "tests/differential/command.hpp"
#include "tests/differential/judge.hpp"
#include "tests/differential/raw_client.hpp"
#include "tests/differential/redis_process.hpp"
#include "tests/process/server_process.hpp"

namespace burrow::differential {

class ServerPair {
 public:
  // The same to both, from no keys and two new connections each. What one client says in a row is one batch. A SCAN
  // from cursor 0 goes to its end: its reply has the keys of all pages. Where one server queues what the other one
  // refuses, neither runs the transaction. A client that quits connects again.
  Conversation run(const Sequence& sequence);

 private:
  struct Side;

  test::ServerProcess burrow_;
  RedisProcess redis_;
};

}  // namespace burrow::differential
