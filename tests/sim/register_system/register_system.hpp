// A second replicated system for the simulator, as small as can be: named registers on a leader, pushed to its
// followers in a binary protocol of length-prefixed words (frames.hpp). It shares no code with Burrow and shows that
// the engine needs none of it; engine tests use it.
//
//   client:       SET key value | GET key | WALL | MONO | MUTE (never answered) | PROMOTE | FOLLOW host port
//   replies:      + OK | $ value | _ (nil) | : integer | - ERR …
//   replication:  hello | load history version (key value)… | set version key value | ping n | pong n version
//
// A follower asks with `hello`, gets the whole state, then each change; a version that is missing makes it ask again.
#pragma once

#include <memory>

#include "sim/guest/guest.hpp"

namespace groundhog::test {

struct RegisterOptions {
  // A follower notices a missing version. Without it one lost frame makes it diverge: a planted bug.
  bool checks_versions = true;
  // A follower keeps values as they are. Without it each loses its last byte: another planted bug.
  bool keeps_values = true;
  // The leader answers `hello`. Without it no follower ever streams.
  bool answers_hello = true;
};

class RegisterGuest : public Guest {
 public:
  explicit RegisterGuest(RegisterOptions options);

  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override;
  const Dissector& dissector() const override { return *dissector_; }
  const ClientProtocol& client_protocol() const override { return *protocol_; }
  RoleNames roles() const override { return {.leading = "leader", .following = "follower"}; }
  std::span<const std::string_view> announced_events() const override;
  std::span<const KnobSpec> knobs() const override;
  std::span<const CommandSpec> commands() const override;
  std::span<const OperationSpec> operations() const override;
  std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const override;
  std::optional<HistoryBegan> decode_history(const seam::Announcement& announcement) const override;
  std::vector<std::string> promote_command() const override { return {"PROMOTE"}; }
  std::vector<std::string> follow_command(const seam::Address& upstream) const override;
  std::vector<std::string> configure_command(const Knobs& knobs) const override;
  GuestTiming timing(const Plan& plan) const override;

 private:
  RegisterOptions options_;
  std::unique_ptr<Dissector> dissector_;
  std::unique_ptr<ClientProtocol> protocol_;
};

std::unique_ptr<Guest> make_register_system(RegisterOptions options = {});

}  // namespace groundhog::test
