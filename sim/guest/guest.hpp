// What a replicated system brings along to run in the simulator: the guest. Nothing else is known of it. Burrow's side
// is in sim/burrow, a second, tiny system is in tests/guests/register.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/events/observer.hpp"
#include "sim/net/dissector.hpp"
#include "sim/plan/key_spec.hpp"
#include "sim/plan/plan.hpp"
#include "sut/runtime/runtime.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

// The guest's client commands as data. `mix` and the generated workload, `lint` of hand-written operations and
// shrinking follow from it. Checkers do not: they have their own meaning of commands
// (checkers/model/client_command.hpp).
struct CommandSpec {
  std::string_view name;  // matched in either case
  // What follows the name, separated by blanks:
  //
  //   key, value       a key; a value that is written
  //   addition         a value that is added to the one that the key holds
  //   source           a key whose value, with all that was added to it, another one gets
  //   ttl              a length of time or an instant: a number that may be rounded
  //   any other word   something else that must be there
  //   ...              the words before it any number of times more
  //   [NX], [EX ttl]   options, in any order, any number of times
  //   [...]            anything
  std::string_view arguments = {};
  bool reads = false;  // goes to a node drawn for it, with `connect: any`; all others go to the node that leads
  std::string_view plain = {};  // a simpler command that takes the same words; empty: none
};

// A word of `mix`: a form in which a generated workload sends a command, or several, with " ; " between them, one after
// the other to one node. In `form`, words in lower case are drawn: key (a second one is drawn by itself), value,
// replicas (1 to their number), overflow (a number too large for any deadline), same_key (that of the first command);
// and of a time to live, ttl (milliseconds), seconds (rounded up), at_ms and at_s (when it is over, since 1970, as a
// true clock shows it). Others stand for themselves. The form "any" is a command of the table about keys, with drawn
// options.
struct OperationSpec {
  std::string_view word;
  std::string_view form;       // "SET key value PX ttl"
  std::string_view note = {};  // what else the reference says, behind the form

  std::string summary() const { return std::string(form) + std::string(note); }
};

// A workload with a name: `workload: {profile: …}`.
struct ProfileSpec {
  std::string_view name;
  std::string_view summary;
  std::string_view workload;     // YAML: a mapping, keys of `workload`
  std::string_view config = {};  // YAML: a mapping, knobs that it needs; empty: none
};

// Null: no such command.
const CommandSpec* find_command(std::span<const CommandSpec> commands, std::string_view name);

// Words with blanks between them.
std::vector<std::string_view> split_words(std::string_view text);

// CommandSpec::arguments, taken apart.
struct CommandGrammar {
  struct Option {
    std::string_view word;
    std::string_view argument = {};  // "ttl"; empty: it stands alone
  };

  std::vector<std::string_view> words;  // those that must be there
  std::vector<Option> options;
  bool repeats = false;         // all of `words`
  bool takes_anything = false;  // [...]

  std::size_t least() const { return 1 + words.size(); }
  bool takes(std::size_t arguments) const {
    return arguments == least() || (arguments > least() && (repeats || takes_anything || !options.empty()));
  }
  // What stands at this place, 1 is the first; empty: an option.
  std::string_view at(std::size_t place) const {
    if (place <= words.size()) return words[place - 1];
    return repeats ? words[(place - 1) % words.size()] : std::string_view();
  }
};

CommandGrammar grammar_of(const CommandSpec& command);

// What the arguments of a command are, by the table: indices into them; 0 is its name.
struct CommandWords {
  std::vector<std::size_t> keys;
  std::vector<std::size_t> values;
  std::vector<std::size_t> numbers;  // that may be rounded
  std::size_t least_arguments = 0;   // with fewer it is refused
  std::string_view plain;            // CommandSpec::plain
};

// Of a command that is not in the table nothing is known: all its words are needed.
CommandWords words_of(std::span<const CommandSpec> commands, std::span<const std::string> arguments);

// Whether a command may have so many arguments, its name included.
bool takes(const CommandSpec& command, std::size_t arguments);

// What checks and `lint` must know of a guest's knobs, from a plan.

using seam::Duration;

// What one node's configuration promises. Durations are in its own monotonic time.
struct NodeKnobs {
  Duration heartbeat_window{0};  // W of replication.md, rule 7
  std::uint32_t heartbeat_misses = 0;
  Duration janitor_interval{0};         // 0: no janitor
  std::uint64_t janitor_batch = 1;      // keys that it removes at once at most
  std::uint64_t sync_buffer_bytes = 0;  // log that it keeps for a replica that loads: replication.md, rule 5
  std::uint64_t backlog_bytes = std::numeric_limits<std::uint64_t>::max();  // log that it keeps otherwise: rule 8
  Duration empty_primary_hold{0};                                           // replication.md, rule 6
  // What it holds at most, for the whole run; 0: no limit. None: it changes while the node runs.
  std::optional<std::uint64_t> capacity = 0;          // keys
  std::optional<std::uint64_t> max_memory_bytes = 0;  // keys, values, and a constant for each
  // What it needs at most; no limit where the guest names none.
  std::uint64_t timers = std::numeric_limits<std::uint32_t>::max();  // pending at once, beside those of connections
  std::uint64_t timers_per_connection = 0;
  std::uint64_t peer_buffer_bytes =  // unsent to a peer, beside one frame that holds more
      std::numeric_limits<std::uint32_t>::max();
  std::uint64_t snapshot_part_bytes = 0;  // keys and values in one frame of a snapshot, beside the last of them
};

// What a connection carries during settle: a window of bytes for each round trip.
struct Pace {
  Duration round_trip{0};  // the longest
  std::uint64_t window_bytes = std::numeric_limits<std::uint64_t>::max();
};

struct GuestTiming {
  std::vector<NodeKnobs> knobs;   // by node
  Duration convergence_bound{0};  // of P6, P18 after the start of settle, and the least settle that `lint` accepts
  Pace settle_pace;
};

// Knobs with which a cluster never converges, whatever the guest does.
struct KnobProblem {
  std::string node;
  std::vector<std::string_view> knobs;  // those that together are wrong, of static lifetime
  std::string text;
};

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

  // nullopt: it counts nothing.
  virtual std::optional<ProcessCounts> counts() const { return std::nullopt; }
};

struct ProcessSpec {
  seam::Address listen;                       // host is the node's name
  std::optional<seam::Address> upstream;      // whom it replicates
  std::map<std::string, std::string> config;  // knobs, merged from cluster and node; checked by check_config before
};

// What a reply borrows: texts that are no part of the bytes parsed, and elements of arrays.
struct ReplyStorage {
  std::deque<std::string> texts = {};
  std::deque<std::vector<Reply>> arrays = {};

  void clear() {
    texts.clear();
    arrays.clear();
  }
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

  // The same request as a line of words, one of its many spellings, chosen by `draw`; nullopt: the protocol has none
  // for it.
  virtual std::optional<std::string> encode_inline(std::span<const std::string> /*arguments*/,
                                                   std::uint64_t /*draw*/) const {
    return std::nullopt;
  }

  // The first reply in `bytes`, or nullopt while it is incomplete. What it borrows from `storage` is valid until the
  // next call.
  virtual std::optional<Parsed> first_reply(std::string_view bytes, ReplyStorage& storage) const = 0;

  // Whether a reply says that its node does not lead: a client that took it for the leader asks again who does.
  virtual bool denies_leading(const Reply& /*reply*/) const { return false; }
};

// Where a guest's behaviour changes, for generators that aim there and counts of what they reached.
struct Boundaries {
  std::vector<Duration> ticks;       // of periodic timers: something happens at each multiple
  std::vector<Duration> lengths;     // of time, after which the system decides something
  std::vector<std::uint64_t> sizes;  // of values, in bytes
};

// A knob that scenarios may set under `cluster: config:`, and by `do: config` if it can change.
struct KnobSpec {
  using Kind = KeySpec::Kind;

  std::string_view name;
  Kind kind;                  // duration, size, count or flag
  std::string_view fallback;  // its default, as written in YAML
  std::string_view summary;
  bool positive = false;  // 0 is refused
  // Nanoseconds, bytes or a number; more is refused.
  std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  bool can_change = false;  // while a node runs, by Guest::configure_command
};

class Guest {
 public:
  virtual ~Guest() = default;

  virtual std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const = 0;
  virtual const Dissector& dissector() const = 0;
  virtual RoleNames roles() const { return {}; }
  virtual const ClientProtocol& client_protocol() const = 0;

  // Announcements that `when`, `after_event` and `cover` may name.
  virtual std::span<const std::string_view> announced_events() const = 0;
  virtual std::string_view summary_of_event(std::string_view /*event*/) const { return {}; }  // empty: has none
  virtual std::span<const KnobSpec> knobs() const = 0;
  // Every command that a client may send, and the words of `mix`. Both outlive the guest.
  virtual std::span<const CommandSpec> commands() const = 0;
  virtual std::span<const OperationSpec> operations() const = 0;
  // Of static lifetime.
  virtual std::span<const ProfileSpec> profiles() const { return {}; }

  // An announcement that is an append or the beginning of a history, decoded; nullopt for all others.
  virtual std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const = 0;
  virtual std::optional<HistoryBegan> decode_history(const seam::Announcement& announcement) const = 0;

  // Operator commands that faults send to a node out of band, as a client on its own machine would: REPLICAOF …
  virtual std::vector<std::string> promote_command() const = 0;
  virtual std::vector<std::string> follow_command(const seam::Address& upstream) const = 0;
  // New values of knobs that may change while the process runs. Not asked of a guest that has none.
  virtual std::vector<std::string> configure_command(const Knobs& /*knobs*/) const { return {}; }

  // By default nothing is promised: settle may be as short as one likes.
  virtual GuestTiming timing(const Plan&) const { return {}; }
  virtual Boundaries boundaries(const Plan&) const { return {}; }
  // For checks that need settle.
  virtual std::vector<KnobProblem> knob_problems(const Plan&) const { return {}; }
};

}  // namespace groundhog
