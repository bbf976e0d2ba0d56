// Turns changes of the cache into entries of the log, under the cache's lock: changing and appending are one step.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sut/cache/transaction.hpp"
#include "sut/replication/log.hpp"
#include "sut/runtime/runtime.hpp"

namespace burrow {

class LogWriter final : public CacheObserver<std::string, std::string> {
 public:
  // Whose doing an entry is: a command of a connection, or of none (the janitor, a promotion).
  struct Origin {
    seam::StreamId connection{0};
    std::uint64_t command = 0;
  };

  struct Hooks {
    std::function<std::optional<Offset>()> pinned;  // see Backlog::append
    std::function<void(const Effect&)> on_effect;   // one is decided; called before the change
    std::function<void()> on_committed;             // entries wait to be sent
  };

  LogWriter(seam::Runtime& runtime, ReplicationLog& log, Hooks hooks)
      : runtime_(runtime), log_(log), hooks_(std::move(hooks)) {}

  // Entries are this command's until the next call.
  void attribute_to(Origin origin) { origin_ = origin; }

 private:
  void on_set(std::string_view key, std::string_view value, const Deadline& deadline) override;
  void on_deadline(std::string_view key, const Deadline& deadline) override;
  void on_removed(std::string_view key, RemovalCause cause) override;
  void on_flushed() override;
  void on_committed() override;

  // An effect that owns its text. It waits for the next change or the end of the step: only then is it known whether
  // more of the same step follows.
  void stage(const Effect& effect);
  void append_staged(bool more);
  void announce_append(const Effect& effect, Offset offset);

  seam::Runtime& runtime_;
  ReplicationLog& log_;
  Hooks hooks_;
  Origin origin_;
  std::optional<OwnedEffect> staged_;
};

}  // namespace burrow
