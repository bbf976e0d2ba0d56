// Which operation the bytes at a node belong to, however they are cut.
#include "sim/cluster/operation_tap.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/sim/register_system/frames.hpp"
#include "tests/sim/register_system/register_system.hpp"

namespace groundhog::test {
namespace {

using Lines = std::vector<std::string>;

constexpr ConnectionId connection{1};

std::string reply_of(const std::string& text) {
  const std::string words[] = {"$", text};
  return encode_frame(words);
}

// Requests of ten bytes each, on one connection.
class TapScript : private Observer, private NodeClockReader {
 public:
  void ask(std::uint64_t unanswered) {
    ++asked_;
    tap_.follow(connection, OperationId{asked_}, HostId{0}, {asked_, std::uint64_t{10} * asked_, unanswered});
  }
  void deliver(std::uint64_t up_to) { tap_.on_delivered(connection, Direction::to_server, up_to); }
  void accept(std::string_view bytes) { tap_.on_accepted(connection, Direction::to_client, bytes); }

  Lines seen;  // since it was last taken
  Lines take() { return std::exchange(seen, {}); }

 private:
  ClockReading clocks_of(HostId) const override { return {}; }
  void on(const OperationDelivered& event) override { seen.push_back("inv " + std::to_string(index(event.operation))); }
  void on(const ReplyAccepted& event) override { seen.push_back("ret " + std::to_string(index(event.operation))); }

  Engine engine_;
  std::unique_ptr<Guest> guest_ = make_register_system();
  NodeClockReader& clocks_ = *this;
  Observer& events_ = *this;
  OperationTap tap_{engine_, clocks_, guest_->client_protocol(), events_};
  std::uint32_t asked_ = 0;
};

TEST(OperationTap, a_request_is_there_with_its_last_byte) {
  TapScript tap;
  tap.ask(0);
  tap.ask(1);
  tap.deliver(9);
  EXPECT_EQ(tap.take(), Lines{});
  tap.deliver(19);
  EXPECT_EQ(tap.take(), Lines{"inv 1"});
  tap.deliver(20);
  EXPECT_EQ(tap.take(), Lines{"inv 2"});
}

TEST(OperationTap, a_reply_begins_with_the_first_byte_behind_the_one_before) {
  TapScript tap;
  for (std::uint64_t unanswered = 0; unanswered < 3; ++unanswered) tap.ask(unanswered);
  tap.deliver(30);
  tap.take();
  tap.accept(reply_of("one").substr(0, 3));
  EXPECT_EQ(tap.take(), Lines{"ret 1"});
  tap.accept(reply_of("one").substr(3));
  EXPECT_EQ(tap.take(), Lines{});
  tap.accept(reply_of("two") + reply_of("three").substr(0, 1));
  EXPECT_EQ(tap.take(), (Lines{"ret 2", "ret 3"}));
}

TEST(OperationTap, a_reply_may_be_there_before_the_next_request_is_made) {
  TapScript tap;
  tap.ask(0);
  tap.deliver(10);
  tap.accept(reply_of("one"));
  tap.ask(1);
  EXPECT_EQ(tap.take(), (Lines{"inv 1", "ret 1"}));
  tap.deliver(20);
  tap.accept(reply_of("two"));
  EXPECT_EQ(tap.take(), (Lines{"inv 2", "ret 2"}));
}

TEST(OperationTap, what_comes_before_the_request_answers_nothing) {
  TapScript tap;
  tap.ask(0);
  tap.accept(reply_of("too many clients"));
  tap.deliver(10);
  EXPECT_EQ(tap.take(), Lines{"inv 1"});
}

RC_GTEST_PROP(OperationTapLaws, every_reply_is_accepted_with_its_first_byte, ()) {
  const auto count = *rc::gen::inRange(1U, 10U);
  TapScript tap;
  std::string bytes;
  std::vector<std::size_t> begins;
  for (std::uint32_t i = 0; i < count; ++i) {
    tap.ask(i);
    begins.push_back(bytes.size());
    bytes += reply_of(std::string(*rc::gen::inRange<std::size_t>(0, 20), 'x'));
  }
  tap.deliver(std::uint64_t{10} * count);
  tap.take();
  std::size_t accepted = 0;
  while (accepted < bytes.size()) {
    const std::size_t size = *rc::gen::inRange<std::size_t>(1, 40);
    const std::string_view part = std::string_view(bytes).substr(accepted, size);
    Lines expected;
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool begins_here = begins[i] >= accepted && begins[i] < accepted + part.size();
      if (begins_here) expected.push_back("ret " + std::to_string(i + 1));
    }
    tap.accept(part);
    RC_ASSERT(tap.take() == expected);
    accepted += part.size();
  }
}

}  // namespace
}  // namespace groundhog::test
