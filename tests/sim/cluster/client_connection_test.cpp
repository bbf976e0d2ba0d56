// How a client's connection ends, with a stream and a clock that a test drives.
#include "sim/cluster/client_connection.hpp"

#include <gtest/gtest.h>

#include "tests/sim/register_system/frames.hpp"
#include "tests/sim/register_system/register_system.hpp"
#include "tests/support/manual_runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace groundhog::test {
namespace {

std::string answer(const std::string& kind, const std::string& text) {
  const std::string words[] = {kind, text};
  return encode_frame(words);
}

class ClientConnectionTest : public testing::Test, private ClientConnection::Owner {
 protected:
  ClientConnectionTest() {
    runtime_.connects_to(script_);
    connection_.open();
    script_.events->on_connected();
    ask({"GET", "k"});
  }

  void ask(const std::vector<std::string>& words, std::optional<std::uint64_t> line = {}) {
    connection_.prepare(words, line);
    connection_.transmit();
  }

  burrow::test::ManualRuntime runtime_;
  burrow::test::ScriptedStream::Script script_;
  std::vector<std::string> heard_;

 private:
  void on_connected(ClientConnection&) override {}
  void on_reply(ClientConnection& connection, const Reply& reply) override {
    heard_.push_back(std::string(reply.text) + (connection.connected() ? ", connected" : ", over"));
  }
  void on_cut(ClientConnection&) override { heard_.emplace_back("cut"); }

  Engine engine_;
  std::unique_ptr<Guest> guest_ = make_register_system();
  ClientConnection connection_{engine_, runtime_, guest_->client_protocol(), HostId{0}, {"n1", 1}, RandomKey(1), *this};
};

TEST_F(ClientConnectionTest, a_reply_that_arrived_before_a_reset_counts) {
  script_.input = answer("$", "v");
  script_.events->on_error(seam::StreamError::reset);
  EXPECT_EQ(heard_, (std::vector<std::string>{"v, over", "cut"}));
}

TEST_F(ClientConnectionTest, half_a_reply_before_a_reset_does_not) {
  script_.input = answer("$", "v").substr(0, 6);
  script_.events->on_error(seam::StreamError::reset);
  EXPECT_EQ(heard_, std::vector<std::string>{"cut"});
}

TEST_F(ClientConnectionTest, the_last_reply_before_the_end_comes_from_a_connection_that_is_over) {
  script_.input = answer("$", "v");
  script_.ended = true;
  script_.events->on_readable();
  EXPECT_EQ(heard_, (std::vector<std::string>{"v, over", "cut"}));
}

TEST_F(ClientConnectionTest, a_reply_alone_leaves_it_connected) {
  script_.input = answer("$", "v");
  script_.events->on_readable();
  EXPECT_EQ(heard_, std::vector<std::string>{"v, connected"});
}

TEST_F(ClientConnectionTest, an_error_that_answers_no_command_is_no_reply) {
  script_.input = answer("$", "v") + answer("-", "too-many-clients");
  script_.ended = true;
  script_.events->on_readable();
  EXPECT_EQ(heard_, (std::vector<std::string>{"v, over", "cut"}));
}

TEST_F(ClientConnectionTest, a_request_is_as_ever_where_the_protocol_has_no_lines) {
  const std::string before = script_.written;
  ask({"GET", "k"}, 7);
  EXPECT_EQ(script_.written, before + before);
}

}  // namespace
}  // namespace groundhog::test
