// A director hears what a link draws, nothing else, and what it says is done.
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

// Answers for frames of one type; remembers what it was asked.
class Script final : public NetworkDirector {
 public:
  Fate decide(const Transmission& transmission, Fate drawn) override {
    asked.push_back(std::string(transmission.type) + " #" + std::to_string(transmission.ordinal) + "." +
                    std::to_string(transmission.attempt));
    if (transmission.type != type) return drawn;
    if (transmission.attempt == 0) return first;
    return later;
  }

  std::vector<std::string> asked;
  std::string type;
  Fate first;
  Fate later;
};

// `change` from a to b from the 10th millisecond on; until then a millisecond each way, as in every small world.
struct DirectedWorld {
  explicit DirectedWorld(const LinkOverride& change) {
    world.network.set_director(&script);
    pair.emplace(world, world.a(), world.b(), up);
    world.network.override_link(world.a().id(), world.b().id(), change, 0);
  }

  Script script;
  SmallWorld world;
  std::optional<Connected> pair;
};

LinkOverride jittery() {
  LinkOverride change;
  change.jitter = 500us;
  return change;
}

TEST(Director, IsNotAskedWhereNothingIsDrawn) {
  DirectedWorld directed(with_delay(3ms));
  directed.pair->client.write("ping:1\n");
  directed.world.run_for(1s);
  EXPECT_EQ(directed.pair->server.received, "ping:1\n");
  EXPECT_TRUE(directed.script.asked.empty());
}

TEST(Director, IsNotAskedWhereALinkIsCut) {
  DirectedWorld directed(jittery());
  directed.world.network.cut(directed.world.a().id(), directed.world.b().id(), 1);
  directed.pair->client.write("ping:1\n");
  directed.world.run_for(1s);
  EXPECT_TRUE(directed.script.asked.empty());
  directed.world.network.heal(directed.world.a().id(), directed.world.b().id(), 1);
  directed.world.run_for(10s);
  EXPECT_EQ(directed.script.asked.size(), 1U);
}

TEST(Director, ItsDelayIsTheDelay) {
  DirectedWorld directed(jittery());
  directed.script.type = "ping";
  directed.script.first = 700ms;
  directed.pair->client.write("ping:1\n");
  directed.world.run_until(up + 700ms - 1ns);
  EXPECT_EQ(directed.pair->server.received, "");
  directed.world.run_until(up + 700ms);
  EXPECT_EQ(directed.pair->server.received, "ping:1\n");
  EXPECT_EQ(directed.script.asked, std::vector<std::string>{"ping #1.0"});
}

TEST(Director, ItsLossIsALossAndTheNextAttemptIsAskedFor) {
  DirectedWorld directed(jittery());
  directed.script.type = "ping";
  directed.script.first = std::nullopt;
  directed.script.later = 1ms;
  directed.pair->client.write("ping:1\n");
  directed.world.run_for(5s);
  EXPECT_EQ(directed.pair->server.received, "ping:1\n");
  EXPECT_EQ(directed.script.asked, (std::vector<std::string>{"ping #1.0", "ping #1.1"}));
}

// A frame that rides in the packet of a retransmission is lost by a director only; then it waits for the timer, too.
TEST(Director, ALostRiderIsSentAgain) {
  DirectedWorld directed(jittery());
  directed.script.type = "ping";
  directed.script.first = std::nullopt;
  directed.script.later = 1ms;
  directed.pair->client.write("ping:1\nping:2\n");
  directed.world.run_for(10s);
  EXPECT_EQ(directed.pair->server.received, "ping:1\nping:2\n");
  EXPECT_EQ(directed.script.asked, (std::vector<std::string>{"ping #1.0", "ping #1.1", "ping #2.0", "ping #2.1"}));
}

TEST(Director, DecidesTheLossOfAcknowledgementsOnly) {
  DirectedWorld directed(jittery());
  Script& script = directed.script;
  SmallWorld& world = directed.world;
  world.network.override_link(world.b().id(), world.a().id(), jittery(), 1);
  directed.pair->client.write("ping:1\n");
  world.run_for(1s);
  EXPECT_EQ(script.asked, std::vector<std::string>{"ping #1.0"}) << "an acknowledgement takes the mean delay";

  world.network.override_link(world.b().id(), world.a().id(), with_loss(0.5), 2);
  script.type = "ack";
  script.first = std::nullopt;
  directed.pair->client.write("ping:2\n");
  world.run_for(1s);
  ASSERT_GE(script.asked.size(), 4U) << "the sender asks with probes for the answer that was lost";
  EXPECT_EQ(script.asked.at(1), "ping #2.0");
  EXPECT_TRUE(script.asked.at(2).starts_with("ack #"));
  EXPECT_TRUE(script.asked.at(3).starts_with("probe #"));
}

}  // namespace
}  // namespace groundhog::test
