// What it costs to judge P9 on the witness path: a history in which the log explains each reply.
#include <array>
#include <cstdint>
#include <ctime>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "checkers/checker.hpp"
#include "checkers/model/ledger.hpp"
#include "sim/core/random.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

constexpr HostId primary{0};
constexpr HistoryId history{0x1111};
constexpr std::uint32_t clients = 8;

VirtualTime at(std::uint64_t ms) { return VirtualTime(seam::Milliseconds(static_cast<std::int64_t>(ms))); }
ClockReading clocks(std::uint64_t ms) {
  const seam::Milliseconds now(static_cast<std::int64_t>(ms));
  return {WallTime(now), MonotonicTime(now)};
}

// Rounds of one operation for each client, all of them under way together: two thirds are GET, one third SET.
class History {
 public:
  History(std::size_t operations, std::uint64_t keys) {
    std::vector<std::string> held(keys);
    RandomStream draws(RandomKey(1).sub("history"));
    for (std::size_t i = 0; i < operations; ++i) {
      const std::uint64_t key = uniform_below(draws.next(), keys);
      const bool reads = uniform_below(draws.next(), 3) != 0;
      Written& made = written_.emplace_back();
      if (reads) {
        made.words = {"GET", "k" + std::to_string(key)};
      } else {
        held[key] = "v" + std::to_string(i);
        made.words = {"SET", "k" + std::to_string(key), held[key]};
      }
      made.value = held[key];
    }
  }

  static RunInfo run() {
    RunInfo run;
    run.hosts = {"n1"};
    for (std::uint32_t client = 1; client <= clients; ++client) run.hosts.push_back("c" + std::to_string(client));
    run.node_count = 1;
    run.knobs.resize(1);
    run.upstreams.resize(1);
    return run;
  }

  void feed(Observer& observer) const {
    observer.on(NodeStarted{at(0), primary, 1, clocks(0)});
    observer.on(HistoryBegan{at(0), primary, history, HistoryOrigin::process_start, HistoryId::none, 0});
    observer.on(position(0, 0));
    std::uint64_t now = 0;
    std::uint64_t offset = 0;
    for (std::size_t begin = 0; begin < written_.size(); begin += clients) {
      const std::size_t end = std::min(begin + clients, written_.size());
      now += 10;
      for (std::size_t i = begin; i < end; ++i) invoke(observer, i, now);
      for (std::size_t i = begin; i < end; ++i) execute(observer, i, now + 2, offset);
      for (std::size_t i = begin; i < end; ++i) complete(observer, i, now + 4);
    }
    const std::array<ClockReading, 1> readings = {clocks(now + 10)};
    observer.on(RunEnded{at(now + 10), readings});
  }

 private:
  struct Written {
    std::vector<std::string> words;
    std::string value;  // that its key holds behind it; empty: none
    bool reads() const { return words.size() == 2; }
  };

  static NodePosition position(std::uint64_t ms, std::uint64_t offset) {
    NodePosition position{};
    position.at = at(ms);
    position.node = primary;
    position.incarnation = 1;
    position.role = Role::primary;
    position.complete = true;
    position.link_up = true;
    position.history = history;
    position.offset = offset;
    position.backlog_first = 1;
    return position;
  }

  static HostId client_of(std::size_t i) { return HostId{static_cast<std::uint32_t>(1 + i % clients)}; }
  static ConnectionId connection_of(std::size_t i) { return ConnectionId{1 + i % clients}; }
  static std::uint64_t ordinal_of(std::size_t i) { return 1 + i / clients; }
  static OperationId id_of(std::size_t i) { return OperationId{static_cast<std::uint32_t>(i)}; }

  void invoke(Observer& observer, std::size_t i, std::uint64_t ms) const {
    observer.on(
        OperationInvoked{at(ms), id_of(i), client_of(i), primary, connection_of(i), ordinal_of(i), written_[i].words});
  }

  void execute(Observer& observer, std::size_t i, std::uint64_t ms, std::uint64_t& offset) const {
    const Written& made = written_[i];
    observer.on(OperationDelivered{at(ms), id_of(i), primary, clocks(ms)});
    observer.on(ClockRead{at(ms), primary, clocks(ms)});
    if (!made.reads()) {
      const Effect effect{EffectKind::set, made.words[1], made.value, std::nullopt, DelCause::none};
      observer.on(LogAppended{at(ms), primary, history, ++offset, connection_of(i), ordinal_of(i), effect, clocks(ms)});
    }
    observer.on(ReplyAccepted{at(ms), id_of(i), primary, clocks(ms)});
    observer.on(FrameSent{at(ms), Frame{connection_of(i), primary, client_of(i), "reply", 1, {}, {}, {}}});
  }

  void complete(Observer& observer, std::size_t i, std::uint64_t ms) const {
    const Written& made = written_[i];
    Reply reply{ReplyKind::status, "OK"};
    if (made.reads()) reply = made.value.empty() ? Reply{ReplyKind::nil} : Reply{ReplyKind::text, made.value};
    observer.on(OperationCompleted{at(ms), id_of(i), Outcome::ok, reply});
  }

  std::vector<Written> written_;
};

// The log explains the replies only if no check objects.
void demand_acceptance(const CheckerSet& checks) {
  if (checks.verdicts().total() == 0) return;
  throw std::runtime_error(checks.verdicts().first_of_each().front().message);
}

// Of this process.
double cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// The history goes to the ledger alone, then to the ledger and this check: the difference is the check's own. In
// milliseconds of processor time; aim: `own_ms` below 5.
void linearizable_on_the_witness_path(benchmark::State& state) {
  const History events(10'000, 32);
  {
    CheckerSet all({}, History::run());
    events.feed(all);
    demand_acceptance(all);
  }
  const std::array<std::string, 1> name = {"client.linearizable"};
  double alone = 0;
  double judged = 0;
  for (auto _ : state) {
    const RunInfo run = History::run();
    Ledger ledger(run);
    const double begun = cpu_ms();
    events.feed(ledger);
    alone += cpu_ms() - begun;

    CheckerSet check(name, History::run());
    const double begun_again = cpu_ms();
    events.feed(check);
    judged += cpu_ms() - begun_again;
  }
  state.counters["ledger_ms"] = benchmark::Counter(alone, benchmark::Counter::kAvgIterations);
  state.counters["own_ms"] = benchmark::Counter(judged - alone, benchmark::Counter::kAvgIterations);
  state.counters["of_ledger"] = (judged - alone) / alone;
}
BENCHMARK(linearizable_on_the_witness_path)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace groundhog::test
