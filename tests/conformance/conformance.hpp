// One suite for every implementation of the seam. A test knows the seam and what the worlds have in common; what it
// finds in one of them it demands of the other.
//
// A world offers: client() and server(), runtimes of two processes; addresses (any_port, refusing_address,
// no_such_name, black_hole); run_until(condition), with a deadline of its own; settle(); freeze_server() and
// thaw_server().
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/conformance/loopback_world.hpp"
#include "tests/conformance/simulated_world.hpp"
#include "tests/support/recording_stream.hpp"

namespace groundhog::test {

using Worlds = ::testing::Types<SimulatedWorld, LoopbackWorld>;

struct WorldNames {
  template <class World>
  static std::string GetName(int) {
    return std::is_same_v<World, SimulatedWorld> ? "Simulated" : "Production";
  }
};

using Heard = std::vector<std::string>;
using ReadStatus = seam::ReadStatus;

// Many different bytes: a lost, repeated or displaced one shows.
inline std::string numbered_bytes(std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; bytes.size() < size; ++i) bytes += std::to_string(i) + ",";
  bytes.resize(size);
  return bytes;
}

template <class World>
class Conformance : public ::testing::Test {
 protected:
  void SetUp() override { listen(); }

  // The first connection is the server's end, the others gather.
  void listen() {
    auto listening = world.server().listen(world.any_port(), [this](std::unique_ptr<seam::Stream> stream) {
      if (adopts && !server.has_stream()) {
        server.adopt(std::move(stream));
      } else {
        accepted.push_back(std::move(stream));
      }
    });
    ASSERT_TRUE(listening) << listening.error().message;
    listener = std::move(*listening);
  }

  void connect() { client.connect(world.client(), listener->local()); }
  void establish() {
    connect();
    ASSERT_TRUE(world.run_until([this] { return client.has_heard("connected") && server.has_stream(); }));
    world.settle();
  }
  // A connection that the server has not subscribed to.
  void establish_unheard() {
    adopts = false;
    connect();
    ASSERT_TRUE(world.run_until([this] { return client.has_heard("connected") && accepted.size() == 1; }));
  }
  void run_until_heard(const RecordingStream& end, std::string_view event) {
    EXPECT_TRUE(world.run_until([&] { return end.has_heard(event); })) << event;
  }
  // Writes until the stream takes no more; all that it took.
  static std::string fill(RecordingStream& end) {
    const std::string block = numbered_bytes(8 << 10);
    std::string taken;
    for (;;) {
      const std::size_t accepted_bytes = end.write(block);
      taken += block.substr(0, accepted_bytes);
      if (accepted_bytes < block.size()) return taken;
    }
  }
  // Until no buffer on the way has room any more.
  std::string fill_up(RecordingStream& end) {
    std::string taken;
    for (std::string more = fill(end); !more.empty(); more = fill(end)) {
      taken += more;
      world.settle();
    }
    end.heard.clear();
    return taken;
  }
  static void read_on(RecordingStream& end) {
    end.reads = true;
    end.on_readable();
  }

  World world;
  bool adopts = true;
  std::unique_ptr<seam::Listener> listener;
  std::vector<std::unique_ptr<seam::Stream>> accepted;
  RecordingStream client;
  RecordingStream server;
};

}  // namespace groundhog::test
