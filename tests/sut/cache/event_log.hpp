// An observer that writes down what it hears, one word group for each effect: "SET k v @123", "DEADLINE k none", "DEL k
// expire", "FLUSH". Deadlines are milliseconds since `origin`.
#pragma once

#include <string>
#include <vector>

#include "sut/cache/cache.hpp"

namespace burrow::test {

class EventLog final : public StringCacheObserver {
 public:
  explicit EventLog(ExpiryTime origin) : origin_(origin) {}

  void on_set(std::string_view key, std::string_view value, const Deadline& deadline) override {
    add("SET " + std::string(key) + " " + std::string(value) + text(deadline, ""));
  }
  void on_deadline(std::string_view key, const Deadline& deadline) override {
    add("DEADLINE " + std::string(key) + text(deadline, " none"));
  }
  void on_removed(std::string_view key, RemovalCause cause) override {
    constexpr const char* names[] = {" client", " expire", " evict"};
    add("DEL " + std::string(key) + names[static_cast<std::size_t>(cause)]);
  }
  void on_flushed() override { add("FLUSH"); }
  void on_committed() override { ++commits_; }

  // Everything heard since the last call.
  std::vector<std::string> take() { return std::exchange(events_, {}); }
  std::size_t take_commits() { return std::exchange(commits_, 0); }

 private:
  void add(std::string event) { events_.push_back(std::move(event)); }
  std::string text(const Deadline& deadline, const char* none) const {
    return deadline ? " @" + std::to_string(remaining(*deadline, origin_).count()) : none;
  }

  ExpiryTime origin_;
  std::vector<std::string> events_;
  std::size_t commits_ = 0;
};

}  // namespace burrow::test
