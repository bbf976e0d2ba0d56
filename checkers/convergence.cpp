// P6: at no instant between the bound and the end of settle do all nodes agree in (history, offset, digest, physical
// count); a TTL key is still held where the last deadline plus two janitor periods falls inside settle.
#include <algorithm>
#include <vector>

#include "checkers/factories.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog {
namespace {

// How finely a node's expiry clock is remembered during settle.
constexpr Duration least_checkpoint_spacing = std::chrono::milliseconds(10);

struct Sample {
  HistoryId history;
  std::uint64_t offset;
  StateDigest held;
};

struct ClockCheckpoint {
  MonotonicTime monotonic;
  ExpiryTime expiry;
};

// The key with the earliest deadline that a node still held at the end.
struct Leftover {
  std::string key;
  ExpiryTime deadline;
};

struct Member {
  bool running = false;
  std::optional<NodePosition> position;
  std::optional<Sample> sample;
  std::vector<ClockCheckpoint> checkpoints;  // in settle, of this incarnation
  std::optional<Leftover> leftover;
  std::vector<VirtualTime> last_connects;  // the latest two
};

class Convergence : public Checker {
 public:
  explicit Convergence(const CheckContext& context) : context_(context), members_(context.run.node_count) {}

  void on(const PhaseStarted& event) override {
    if (event.phase == Phase::settle) judge_from_ = event.at + context_.run.convergence_bound;
  }

  void on(const NodeStarted& event) override {
    before_change(event.at);
    members_[index(event.node)] = {};
    members_[index(event.node)].running = true;
    after_change(event.at);
  }

  void on(const NodeStopped& event) override {
    before_change(event.at);
    members_[index(event.node)].running = false;
    after_change(event.at);
  }

  void on(const NodePosition& event) override {
    before_change(event.at);
    members_[index(event.node)].position = event;
    after_change(event.at);
  }

  void on(const StateSampled& event) override {
    if (!judge_from_) return;
    before_change(event.at);
    Member& member = members_[index(event.node)];
    member.sample = Sample{event.history, event.offset, context_.ledger.sample().held};
    after_change(event.at);
    if (event.reason == SampleReason::ended) note_leftover(member, event.keys);
  }

  void on(const ClockRead& event) override {
    if (!judge_from_ || index(event.node) >= members_.size()) return;
    std::vector<ClockCheckpoint>& checkpoints = members_[index(event.node)].checkpoints;
    const Duration spacing = std::max(context_.run.janitor_interval / 4, least_checkpoint_spacing);
    if (!checkpoints.empty() && event.clocks.monotonic < checkpoints.back().monotonic + spacing) return;
    checkpoints.push_back({event.clocks.monotonic, context_.ledger.node(event.node).clock.last()});
  }

  void on(const ConnectionOpened& event) override {
    if (!judge_from_ || event.kind != ConnectionKind::replication || index(event.from) >= members_.size()) return;
    std::vector<VirtualTime>& connects = members_[index(event.from)].last_connects;
    if (connects.size() == 2) connects.erase(connects.begin());
    connects.push_back(event.at);
  }

  void on(const RunEnded& event) override {
    before_change(event.at);
    if (!judge_from_ || event.at < *judge_from_) return;
    if (!converged_) report_disagreement(event.at);
    for (std::uint32_t n = 0; n < members_.size() && n < event.clocks.size(); ++n) judge_leftover(event, n);
  }

 private:
  // What held until now held at this instant, too.
  void before_change(VirtualTime at) {
    if (agreeing_ && judge_from_ && at >= *judge_from_) converged_ = true;
  }

  void after_change(VirtualTime at) {
    if (!judge_from_ || converged_) return;
    agreeing_ = all_agree();
    before_change(at);
  }

  bool all_agree() const {
    const Member& first = members_.front();
    for (const Member& member : members_) {
      if (!member.running || !member.position || !member.sample) return false;
      if (member.position->history != first.position->history) return false;
      if (member.position->offset != first.position->offset) return false;
      if (member.sample->history != member.position->history) return false;
      if (member.sample->offset != member.position->offset) return false;
      if (member.sample->held != first.sample->held) return false;
    }
    return true;
  }

  static void note_leftover(Member& member, std::span<const KeyState> keys) {
    for (const KeyState& state : keys) {
      if (!state.deadline) continue;
      if (!member.leftover || *state.deadline < member.leftover->deadline) {
        member.leftover = Leftover{std::string(state.key), *state.deadline};
      }
    }
  }

  // A primary must have removed a key two janitor periods after its deadline; a replica hears of it within the bound.
  void judge_leftover(const RunEnded& event, std::uint32_t node) {
    const Member& member = members_[node];
    if (!member.leftover || !member.position || context_.run.janitor_interval <= Duration(0)) return;
    const bool is_primary = member.position->role == Role::primary;
    const auto owner = is_primary ? std::optional(node) : primary_of(member.position->history);
    if (!owner) return;
    Duration grace = 2 * context_.run.janitor_interval;
    if (!is_primary) grace += context_.run.convergence_bound;
    const auto clock = clock_at(members_[*owner], event.clocks[*owner].monotonic - grace);
    if (!clock || *clock < member.leftover->deadline) return;
    const HostId host{node};
    report(event.at, host, member.leftover->key,
           name(host) + " still holds " + quoted(member.leftover->key) + ", " +
               in_milliseconds(*clock - member.leftover->deadline) + " and " + in_seconds(grace) +
               " past its deadline");
  }

  std::optional<std::uint32_t> primary_of(HistoryId history) const {
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      const Member& member = members_[n];
      if (!member.running || !member.position || member.position->role != Role::primary) continue;
      if (member.position->history == history) return n;
    }
    return std::nullopt;
  }

  // E at the last checkpoint that is not after `when`; none if that lies before settle.
  static std::optional<ExpiryTime> clock_at(const Member& member, MonotonicTime when) {
    std::optional<ExpiryTime> found;
    for (const ClockCheckpoint& checkpoint : member.checkpoints) {
      if (checkpoint.monotonic <= when) found = checkpoint.expiry;
    }
    return found;
  }

  void report_disagreement(VirtualTime at) {
    const std::uint32_t leader = most_advanced_primary();
    const Duration since = at - *context_.ledger.settle_began();
    std::string message;
    std::optional<HostId> culprit;
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      if (n == leader) continue;
      const std::string problem = difference(members_[n], members_[leader], HostId{leader}, since);
      if (problem.empty()) continue;
      if (!culprit) culprit = HostId{n};
      message += (message.empty() ? "" : "; ") + name(HostId{n}) + problem;
    }
    if (message.empty()) message = name(HostId{leader}) + " and all others agree only at the end, never with a sample";
    report(at, culprit.value_or(HostId{leader}), {}, std::move(message));
  }

  std::uint32_t most_advanced_primary() const {
    std::uint32_t best = 0;
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      if (rank(members_[n]) > rank(members_[best])) best = n;
    }
    return best;
  }

  static std::uint64_t rank(const Member& member) {
    if (!member.running || !member.position || member.position->role != Role::primary) return 0;
    return member.position->offset + 1;
  }

  std::string difference(const Member& member, const Member& leader, HostId leader_host, Duration since) const {
    if (!member.running) return " is not running";
    if (!member.position || !leader.position) return " never showed a position";
    const NodePosition& here = *member.position;
    const NodePosition& there = *leader.position;
    const std::string healed = ", " + in_seconds(since) + " after the network healed: ";
    if (here.history != there.history) {
      const std::string whose = here.role == Role::primary ? " is a primary of history " : " holds history ";
      return whose + history_text(here.history) + ", not " + name(leader_host) + "'s " + history_text(there.history) +
             healed + link_state(member);
    }
    if (here.offset != there.offset) {
      return " is at offset " + with_separators(here.offset) + " of " + with_separators(there.offset) + healed +
             link_state(member);
    }
    if (!member.sample || !leader.sample || member.sample->held == leader.sample->held) return {};
    return " holds other content than " + name(leader_host) + " at offset " + with_separators(here.offset) + " (" +
           with_separators(member.sample->held.keys) + " keys against " + with_separators(leader.sample->held.keys) +
           ")";
  }

  std::string link_state(const Member& member) const {
    const NodePosition& position = *member.position;
    if (position.role == Role::primary) return "follows nobody";
    if (position.link_up) return "link up";
    std::string text = position.complete ? "link down" : "still loading";
    if (position.holding) return text + ", holding off an empty primary";
    if (member.last_connects.size() < 2) return text;
    text += ", retrying " + name(position.upstream) + " every ";
    return text + in_seconds(member.last_connects[1] - member.last_connects[0]);
  }

  std::string name(HostId host) const { return std::string(context_.run.name_of(host)); }

  void report(VirtualTime at, HostId node, std::string_view key, std::string message) {
    context_.verdicts.violated({"replica.convergence", at, std::move(message), node, std::string(key)});
  }

  CheckContext context_;
  std::vector<Member> members_;
  std::optional<VirtualTime> judge_from_;
  bool agreeing_ = false;
  bool converged_ = false;
};

}  // namespace

std::unique_ptr<Checker> make_convergence(const CheckContext& context) {
  return std::make_unique<Convergence>(context);
}

}  // namespace groundhog
