// One client's connection, its stream and its clock driven by hand: order, backpressure, turns, limits, ends.
#include "sut/server/client_connection.hpp"

#include <optional>

#include <gtest/gtest.h>

#include "tests/support/manual_runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using Disposition = ClientConnection::Disposition;

// Commands: "say TEXT", "fill BYTES", "visit ENTRIES", "block", "bye", "login"; anything else is echoed.
class ClientConnectionTest : public ::testing::Test, private ClientConnection::Owner {
 protected:
  void connect() {
    ClientConnection::Owner& owner = *this;
    client_ = std::make_unique<ClientConnection>(runtime_, options_, owner, std::make_unique<ScriptedStream>(script_));
  }

  void arrives(const std::string& bytes) {
    script_.input += bytes;
    script_.events->on_readable();
  }
  void becomes_writable(std::size_t room) {
    script_.room = room;
    script_.events->on_writable();
  }
  static std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  }

  ManualRuntime runtime_;
  NodeOptions options_;
  ScriptedStream::Script script_;
  std::unique_ptr<ClientConnection> client_;
  int commands_ = 0;
  std::optional<ClientEnd> ended_;

 private:
  Disposition on_command(ClientConnection& client, std::span<const std::string_view> arguments) override {
    ++commands_;
    if (arguments[0] == "block") return Disposition::blocked;
    if (arguments[0] == "login") client.session().authenticated = true;
    if (arguments[0] == "bye") client.session().closing = true;
    if (arguments[0] == "visit") client.session().visited = std::stoul(std::string(arguments[1]));
    if (arguments[0] == "fill") {
      client.reply().bulk(std::string(std::stoul(std::string(arguments[1])), 'x'));
    } else {
      client.reply().bulk(arguments.back());
    }
    return Disposition::replied;
  }
  void on_client_closed(ClientConnection&, ClientEnd end) override {
    ended_ = end;
    client_.reset();
  }
};

TEST_F(ClientConnectionTest, RepliesInOrder) {
  connect();
  arrives("a\nb\n*1\r\n$1\r\nc\r\n");
  EXPECT_EQ(script_.written, "$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n");
}

TEST_F(ClientConnectionTest, ALongPipelineTakesTurns) {
  connect();
  arrives(repeated("a\n", 5000));
  EXPECT_GT(commands_, 0);
  EXPECT_LT(commands_, 1000) << "others get their turn";
  const int first_turn = commands_;
  script_.events->on_readable();
  EXPECT_EQ(commands_, first_turn) << "and more input is no way around that";
  runtime_.advance(0ns);
  EXPECT_EQ(commands_, 5000) << "then it continues by itself";
}

TEST_F(ClientConnectionTest, LargeInputTakesTurnsToo) {
  connect();
  arrives("*2\r\n$3\r\nsay\r\n$4000000\r\n" + std::string(4'000'000, 'v') + "\r\n");
  EXPECT_GT(script_.input.size(), 3'000'000u);
  runtime_.advance(0ns);
  EXPECT_EQ(commands_, 1);
  EXPECT_TRUE(script_.input.empty());
}

TEST_F(ClientConnectionTest, LargeRepliesTakeTurnsToo) {
  connect();
  arrives(repeated("fill 100000\n", 100));
  EXPECT_LT(commands_, 10);
  runtime_.advance(0ns);
  EXPECT_EQ(commands_, 100);
}

TEST_F(ClientConnectionTest, CommandsThatVisitMuchTakeTurnsToo) {
  connect();
  arrives(repeated("visit 100000\n", 10));
  EXPECT_EQ(commands_, 1);
  runtime_.advance(0ns);
  EXPECT_EQ(commands_, 10);
}

TEST_F(ClientConnectionTest, CommandsThatNameMuchTakeTurnsToo) {
  connect();
  std::string names = "*5001\r\n$3\r\nall\r\n";
  for (int i = 0; i < 5000; ++i) names += "$0\r\n\r\n";
  arrives(repeated(names, 3));
  EXPECT_EQ(commands_, 1);
  runtime_.advance(0ns);
  EXPECT_EQ(commands_, 3);
}

TEST_F(ClientConnectionTest, CommandsWaitForAClientThatDoesNotRead) {
  options_.client_output_bytes = 1000;
  script_.room = 0;
  connect();
  arrives(repeated("fill 400\n", 100));
  EXPECT_EQ(commands_, 3);
  becomes_writable(1'000'000);
  EXPECT_EQ(commands_, 100);
}

TEST_F(ClientConnectionTest, AClientThatAlwaysLeavesSomethingUnreadCostsNoMoreThanThat) {
  options_.client_output_bytes = 1000;
  options_.client_output_limit_bytes = 10'000;  // of one buffer, written bytes and all
  script_.room = 0;
  connect();
  for (int i = 0; i < 200; ++i) {
    script_.input += repeated("fill 400\n", 3);
    becomes_writable(1000);
    runtime_.advance(0ns);
    ASSERT_FALSE(ended_) << i;
  }
}

TEST_F(ClientConnectionTest, AReplyBeyondTheLimitClosesTheConnection) {
  options_.client_output_limit_bytes = 10'000;
  connect();
  arrives("fill 9000\n");
  EXPECT_FALSE(ended_);
  arrives("fill 10000\n");
  EXPECT_EQ(ended_, ClientEnd::output_limit);
}

TEST_F(ClientConnectionTest, AClientThatTakesNothingIsDisconnected) {
  options_.client_output_timeout = 10s;
  script_.room = 0;
  connect();
  arrives("fill 1000\n");
  runtime_.advance(9s);
  arrives("a\n");  // asking is not reading
  becomes_writable(1);
  runtime_.advance(9s);
  EXPECT_FALSE(ended_);
  runtime_.advance(1s);
  EXPECT_EQ(ended_, ClientEnd::output_timeout);
}

TEST_F(ClientConnectionTest, AClientThatTakesALittleIsNot) {
  options_.client_output_timeout = 10s;
  script_.room = 0;
  connect();
  arrives("fill 100\nfill 100\n");
  for (int i = 0; i < 5; ++i) {
    runtime_.advance(5s);
    script_.room = 10;  // too little for the stream to say so
    runtime_.advance(5s);
    ASSERT_FALSE(ended_) << i;
  }
  becomes_writable(1000);
  runtime_.advance(60s);
  EXPECT_FALSE(ended_) << "nothing is owed to it";
}

TEST_F(ClientConnectionTest, AProtocolErrorIsSaidBeforeTheEnd) {
  connect();
  arrives("*1\r\n!nonsense");
  EXPECT_EQ(script_.written, "-ERR Protocol error: expected '$', got '!'\r\n");
  EXPECT_TRUE(script_.shut);
  EXPECT_FALSE(ended_) << "a close with input on its way would be a reset, and the error lost";
  arrives("more nonsense");
  EXPECT_EQ(commands_, 0);
  script_.ended = true;
  script_.events->on_readable();
  EXPECT_EQ(ended_, ClientEnd::protocol_error);
}

TEST_F(ClientConnectionTest, TheEndDoesNotWaitForEver) {
  connect();
  arrives("bye\n");
  EXPECT_FALSE(ended_);
  runtime_.advance(2s);
  EXPECT_EQ(ended_, ClientEnd::closed);
}

TEST_F(ClientConnectionTest, TheEndDoesNotReadForEver) {
  connect();
  arrives("bye\n");
  arrives(std::string(2 << 20, 'x'));
  EXPECT_EQ(ended_, ClientEnd::closed);
}

TEST_F(ClientConnectionTest, AHalfClosedClientGetsItsReplies) {
  script_.room = 0;
  connect();
  script_.ended = true;
  arrives("a\nb\n");
  EXPECT_FALSE(ended_);
  becomes_writable(1000);
  EXPECT_EQ(script_.written, "$1\r\na\r\n$1\r\nb\r\n");
  EXPECT_EQ(ended_, ClientEnd::closed);
}

TEST_F(ClientConnectionTest, AHalfClosedClientGetsTheReplyThatItWaitsFor) {
  connect();
  script_.ended = true;
  arrives("block\nb\n");
  EXPECT_FALSE(ended_);
  client_->reply().bulk("a");
  client_->unblock();
  EXPECT_EQ(script_.written, "$1\r\na\r\n$1\r\nb\r\n");
  EXPECT_EQ(ended_, ClientEnd::closed);
}

TEST_F(ClientConnectionTest, ABrokenConnectionIsOverAtOnce) {
  connect();
  arrives("block\n");
  script_.events->on_error(seam::StreamError::reset);
  EXPECT_EQ(ended_, ClientEnd::closed);
}

TEST_F(ClientConnectionTest, ASilentClientIsDisconnected) {
  options_.client_idle_timeout = 10s;
  connect();
  runtime_.advance(9s);
  arrives("a\n");
  runtime_.advance(9s);
  EXPECT_FALSE(ended_);
  runtime_.advance(1s);
  EXPECT_EQ(ended_, ClientEnd::idle);
}

TEST_F(ClientConnectionTest, AClientWhoseReplyLeavesAfterAWaitIsNotIdle) {
  options_.client_idle_timeout = 10s;
  connect();
  arrives("block\nb\n");
  runtime_.advance(9s);
  client_->reply().bulk("a");
  client_->unblock();
  runtime_.advance(9s);
  EXPECT_FALSE(ended_) << "it was served nine seconds ago";
  runtime_.advance(1s);
  EXPECT_EQ(ended_, ClientEnd::idle);
}

TEST_F(ClientConnectionTest, AClientThatWaitsIsNotIdle) {
  options_.client_idle_timeout = 10s;
  connect();
  arrives("block\n");
  runtime_.advance(60s);
  EXPECT_FALSE(ended_);
}

TEST_F(ClientConnectionTest, AStrangerMaySayLittle) {
  options_.password = "sesame";
  connect();
  arrives("*2\r\n$3\r\nsay\r\n$20000\r\n");
  EXPECT_EQ(script_.written, "-ERR Protocol error: unauthenticated bulk length\r\n");
}

TEST_F(ClientConnectionTest, AStrangerMaySayFewWords) {
  options_.password = "sesame";
  connect();
  arrives("*11\r\n");
  EXPECT_EQ(script_.written, "-ERR Protocol error: unauthenticated multibulk length\r\n");
}

TEST_F(ClientConnectionTest, LimitsOpenWithTheLogin) {
  options_.password = "sesame";
  connect();
  arrives("login\n*2\r\n$3\r\nsay\r\n$20000\r\n" + std::string(20'000, 'v') + "\r\n");
  EXPECT_EQ(commands_, 2);
}

TEST_F(ClientConnectionTest, ARequestHasALimit) {
  options_.client_query_bytes = 1000;
  connect();
  arrives("*2\r\n$900\r\n" + std::string(900, 'k') + "\r\n$200\r\n");
  EXPECT_EQ(script_.written, "-ERR Protocol error: too big request\r\n");
}

TEST_F(ClientConnectionTest, DismissedMeansItHearsWhy) {
  connect();
  client_->dismiss("ERR max number of clients reached");
  EXPECT_EQ(script_.written, "-ERR max number of clients reached\r\n");
  arrives("a\n");
  EXPECT_EQ(commands_, 0);
}

TEST_F(ClientConnectionTest, DrainingRunsWhatHasBeenReceived) {
  connect();
  script_.input = repeated("a\n", 1000) + "an incomplete";
  client_->drain();
  runtime_.advance(0ns);
  EXPECT_EQ(commands_, 1000);
  EXPECT_EQ(script_.written.size(), 7000u);
  EXPECT_TRUE(script_.shut);
}

TEST_F(ClientConnectionTest, DrainingWaitsForABlockedCommand) {
  connect();
  arrives("block\nb\n");
  client_->drain();
  EXPECT_FALSE(script_.shut);
  client_->reply().bulk("a");
  client_->unblock();
  EXPECT_EQ(script_.written, "$1\r\na\r\n$1\r\nb\r\n");
  EXPECT_TRUE(script_.shut);
}

}  // namespace
}  // namespace burrow::test
