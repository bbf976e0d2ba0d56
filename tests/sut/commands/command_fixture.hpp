// Runs commands on a cache with clocks moved by hand, and shows replies and effects as text.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sut/cache/cache.hpp"
#include "sut/cache/deadline.hpp"
#include "sut/server/commands/command.hpp"
#include "tests/support/manual_runtime.hpp"
#include "tests/sut/cache/event_log.hpp"

namespace burrow::test {

// Notes the orders that it gets.
class RecordingNode final : public NodeControl {
 public:
  void role(resp::ReplyWriter& reply) override { reply.bulk("a role"); }
  void info(std::span<const std::string_view> sections, resp::ReplyWriter& reply) override {
    std::string text = "info";
    for (const std::string_view section : sections) text.append(":").append(section);
    reply.bulk(text);
  }
  void replicaof(std::optional<seam::Address> upstream, resp::ReplyWriter& reply) override {
    orders.push_back("replicaof " + (upstream ? to_string(*upstream) : "none"));
    reply.status("OK");
  }
  void wait(std::int64_t replicas, seam::Duration timeout) override {
    orders.push_back("wait " + std::to_string(replicas) + " " + std::to_string(timeout.count()) + "ns");
  }

  void list_keys(std::string_view pattern) override { orders.push_back("list " + std::string(pattern)); }
  bool watch(std::string_view key, bool is_held) override {
    orders.push_back("watch " + std::string(key) + (is_held ? ", held" : ", absent"));
    return has_room_to_watch;
  }
  void unwatch() override { orders.push_back("unwatch"); }
  bool has_watched_change(const std::function<bool(std::string_view key)>&) override { return watched_change; }
  std::uint64_t draw_random() override { return drawn; }
  std::optional<std::string_view> data_refusal(bool) const override { return refusal; }
  void digest(resp::ReplyWriter& reply) override { reply.bulk("a digest"); }
  void list_clients(resp::ReplyWriter& reply) override { reply.bulk("a list"); }
  void configure(const NodeOptions& options) override { node_options = options; }
  void on_login_failed(const ClientSession&) override { orders.push_back("login failed"); }
  const NodeOptions& options() const override { return node_options; }
  bool is_primary() const override { return true; }
  std::string_view version() const override { return "1.2.3"; }

  NodeOptions node_options;
  bool has_room_to_watch = true;
  bool watched_change = false;
  std::uint64_t drawn = 0;
  std::optional<std::string_view> refusal;
  std::vector<std::string> orders;
};

class CommandTest : public testing::Test {
 protected:
  using Effects = std::vector<std::string>;

  CommandTest() : CommandTest(seam::WallTime(std::chrono::seconds(1'700'000'000))) {}
  explicit CommandTest(seam::WallTime wall);
  ~CommandTest() override { cache_.check_invariants(); }

  // The reply to words separated by single spaces: "OK", "(nil)", "3", "\"text\"", "-ERR …", "[…, …]"; "" if there was
  // none. The table is asked as a dispatcher would ask it.
  std::string run(std::string_view words);
  // The same for words of any bytes.
  std::string run_words(const std::vector<std::string_view>& arguments);

  // What reached the log since the last call.
  Effects effects() { return log_.take(); }
  // Runs the command and returns what it logged.
  Effects effects_of(std::string_view words) {
    log_.take();
    run(words);
    return log_.take();
  }
  // Held keys from the least to the most recent.
  std::string order() const;
  // Milliseconds since the epoch at `after` the start of the test, for EXPIREAT and its kin.
  std::string instant(seam::Milliseconds after) const {
    return std::to_string((start_ + after).time_since_epoch().count());
  }
  void set_limits(std::size_t capacity, std::size_t max_memory_bytes);

  ManualRuntime runtime_;
  ExpiryClock clock_{runtime_};
  ExpiryTime start_ = clock_.now();
  EventLog log_{start_};
  RecordingNode node_;
  ClientSession session_{.id = seam::StreamId{7}, .peer = {"127.0.0.1", 50000}, .authenticated = true};
  StringCache cache_;
};

}  // namespace burrow::test
