// Clients of Burrow that write requests as lines of words, in runs.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/burrow/burrow_guest.hpp"
#include "sim/cluster/simulation.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

// Requests of clients, and what was said of them, where they were sent and where they arrived.
class Requests : public Observer {
 public:
  using Observer::on;
  void on(const FrameSent& event) override { take(event.frame, sent, named); }
  void on(const FrameDelivered& event) override { take(event.frame, delivered, named_on_arrival); }
  void on(const OperationCompleted& event) override { replies += std::string(event.reply.text) + "|"; }

  std::size_t lines() const {
    return static_cast<std::size_t>(std::ranges::count_if(sent, [](const auto& bytes) { return bytes[0] != '*'; }));
  }

  std::vector<std::string> sent;
  std::vector<std::string> named;
  std::vector<std::string> delivered;
  std::vector<std::string> named_on_arrival;
  std::string replies;

 private:
  static void take(const Frame& frame, std::vector<std::string>& bytes, std::vector<std::string>& names) {
    if (frame.type != "request" && frame.type != "garbage") return;
    bytes.emplace_back(frame.bytes);
    std::string& text = names.emplace_back(frame.key);
    for (const FrameField& field : frame.fields) text += "|" + std::string(field.name) + "=" + std::string(field.value);
  }
};

constexpr std::uint32_t writes = 50;

// One client, one node; values with bytes of all kinds.
Plan plan_with(double inline_share) {
  Plan plan;
  plan.name = "lines";
  plan.seed = 1;
  plan.chaos = 2s;
  plan.settle = 1s;
  plan.nodes = {{"n1", std::nullopt, "", {}, {}}};
  plan.clients = 1;
  plan.client_specs = {{0, {.pipeline = 3, .inline_share = inline_share}}};
  for (std::uint32_t i = 0; i < writes; ++i) {
    std::string value = "v" + std::to_string(i) + " \"'\\\r\n";
    value += static_cast<char>(i);
    plan.operations.push_back({10ms * i, 0, "n1", {"SET", "k", value}});
    plan.operations.push_back({10ms * i, 0, "n1", {"GET", "k"}});
  }
  return plan;
}

Requests requests_of(const Plan& plan) {
  Requests requests;
  Observer* const observers[] = {&requests};
  const auto guest = make_burrow_guest();
  EXPECT_EQ(run_simulation(plan, *guest, observers).end, EndReason::completed);
  return requests;
}

TEST(InlineRun, WithoutAShareEveryRequestIsAnArray) {
  const Requests requests = requests_of(plan_with(0));
  EXPECT_EQ(requests.sent.size(), 2 * writes);
  EXPECT_EQ(requests.lines(), 0U);
}

TEST(InlineRun, WithAShareOfOneEveryRequestIsALineAndGetsTheSameReply) {
  const Requests requests = requests_of(plan_with(1));
  EXPECT_EQ(requests.sent.size(), 2 * writes);
  EXPECT_EQ(requests.lines(), 2 * writes);
  EXPECT_EQ(requests.replies, requests_of(plan_with(0)).replies);
}

TEST(InlineRun, WhatIsSaidOfALineIsWhatIsSaidOfTheArrayThere) {
  const Requests lines = requests_of(plan_with(1));
  EXPECT_EQ(lines.named, requests_of(plan_with(0)).named);
  EXPECT_EQ(lines.named_on_arrival, lines.named);
  EXPECT_EQ(lines.delivered, lines.sent);
}

TEST(InlineRun, ALargerShareKeepsTheLinesOfASmallerOne) {
  const Requests some = requests_of(plan_with(0.3));
  const Requests all = requests_of(plan_with(1));
  EXPECT_GT(some.lines(), 2 * writes / 6);
  EXPECT_LT(some.lines(), writes);
  for (std::size_t i = 0; i < some.sent.size(); ++i) {
    if (some.sent[i][0] != '*') {
      EXPECT_EQ(some.sent[i], all.sent[i]);
    }
  }
}

TEST(InlineRun, AnEditElsewhereChangesNoLine) {
  const Requests before = requests_of(plan_with(0.5));
  Plan plan = plan_with(0.5);
  plan.seed = 2;
  plan.operations.erase(plan.operations.begin(), plan.operations.begin() + 10);
  plan.client_specs[0].pipeline = 1;
  const Requests after = requests_of(plan);
  EXPECT_EQ(after.sent, std::vector<std::string>(before.sent.begin() + 10, before.sent.end()));
}

TEST(InlineRun, WhatIsTooLongForALineIsAnArray) {
  Plan plan = plan_with(1);
  plan.operations = {{10ms, 0, "n1", {"SET", "k", std::string(70'000, 'v')}}, {20ms, 0, "n1", {"STRLEN", "k"}}};
  const Requests requests = requests_of(plan);
  ASSERT_EQ(requests.sent.size(), 2U);
  EXPECT_EQ(requests.sent[0][0], '*');
  EXPECT_EQ(requests.lines(), 1U);
}

}  // namespace
}  // namespace groundhog::test
