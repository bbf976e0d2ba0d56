// What a replicated system brings along to run in the simulator: the guest. Nothing else is known of it. Burrow's side
// is in sim/burrow, a second, tiny system is in tests/sim/register_system.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/guest/command.hpp"
#include "sim/guest/timing.hpp"
#include "sim/history/history.hpp"
#include "sim/net/dissector.hpp"
#include "sim/plan/key_spec.hpp"
#include "sim/plan/plan.hpp"
#include "sut/runtime/runtime.hpp"

namespace groundhog {

// What a node's memory shows to the harness. Hosts are named by index; see NodePosition for the meaning of the fields.
struct ProcessView {
  Role role = Role::primary;
  bool complete = true;
  bool link_up = false;
  bool holding = false;
  std::uint32_t generation = 0;
  HistoryId history = HistoryId::none;
  std::uint64_t offset = 0;
  std::optional<std::string> upstream;  // host name
  std::uint64_t backlog_first = 1;
  std::size_t connected_replicas = 0;

  friend bool operator==(const ProcessView&, const ProcessView&) = default;
};

// One running process of the system under test. Destroying it is kill -9: the seam is cut before, so nothing it does in
// its destructor reaches the world.
class Process {
 public:
  virtual ~Process() = default;

  // Cheap: called after every callback into the process.
  virtual ProcessView view() const = 0;

  // The physical map in recency order; views stay valid until the next callback into the process.
  virtual void dump(std::vector<KeyState>& into) const = 0;
};

struct ProcessSpec {
  seam::Address listen;                       // host is the node's name
  std::optional<seam::Address> upstream;      // whom it replicates
  std::map<std::string, std::string> config;  // knobs, merged from cluster and node; checked by check_config before
};

// Speaks the client protocol. Stateless.
class ClientProtocol {
 public:
  struct Parsed {
    std::size_t size_bytes = 0;
    Reply reply;  // borrows from the bytes parsed and from `storage`
  };

  virtual ~ClientProtocol() = default;

  virtual std::string encode(std::span<const std::string> arguments) const = 0;

  // The first reply in `bytes`, or nullopt while it is incomplete. `storage` keeps an array's elements.
  virtual std::optional<Parsed> first_reply(std::string_view bytes, std::vector<std::string>& storage) const = 0;
};

// A knob that scenarios may set under `cluster: config:`.
struct KnobSpec {
  using Kind = KeySpec::Kind;

  std::string_view name;
  Kind kind;                  // duration, size, count or flag
  std::string_view fallback;  // its default, as written in YAML
  std::string_view summary;
  bool positive = false;  // 0 is refused
  // Nanoseconds, bytes or a number; more is refused.
  std::uint64_t most = std::numeric_limits<std::int64_t>::max();
};

class Guest {
 public:
  virtual ~Guest() = default;

  virtual std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const = 0;
  virtual const Dissector& dissector() const = 0;
  virtual const ClientProtocol& client_protocol() const = 0;

  // Announcements that `when`, `after_event` and `cover` may name.
  virtual std::span<const std::string_view> announced_events() const = 0;
  virtual std::span<const KnobSpec> knobs() const = 0;
  // Every command that a client may send, and the words of `mix`. Both outlive the guest.
  virtual std::span<const CommandSpec> commands() const = 0;
  virtual std::span<const OperationSpec> operations() const = 0;

  // An announcement that is an append or the beginning of a history, decoded; nullopt for all others.
  virtual std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const = 0;
  virtual std::optional<HistoryBegan> decode_history(const seam::Announcement& announcement) const = 0;

  // Operator commands that faults send to a node out of band, as a client on its own machine would: REPLICAOF …
  virtual std::vector<std::string> promote_command() const = 0;
  virtual std::vector<std::string> follow_command(const seam::Address& upstream) const = 0;

  // By default nothing is promised: settle may be as short as one likes.
  virtual GuestTiming timing(const Plan&) const { return {}; }
  // For checks that need settle.
  virtual std::vector<KnobProblem> knob_problems(const Plan&) const { return {}; }
};

}  // namespace groundhog
