// P14: what a node counts for its operators is not what happened to its keys.
//
//   fact                        evidence                                if it does not come
//   its counters                StateSampled                            not judged in between
//   what happened since         the log between the offsets of two      the first sample after a start, a load or a
//                               samples of one generation that hold     promotion, or one whose state is not that of
//                               what their log has there                its place: counting begins there
//
// Always: keys loaded and created, less those deleted, expired, evicted, flushed and replaced, are the keys held.
// Between two samples, each counter grew by as many keys as came or left for that reason, at the primary and at every
// replica: an entry counts where it is applied. An overwrite creates nothing; loading happens between generations only.
#include <array>
#include <optional>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

// A counter that the log decides.
struct Counter {
  std::uint64_t ProcessCounts::*value;
  std::string_view what;
};
constexpr std::array<Counter, 7> counters = {{
    {&ProcessCounts::created, "created"},
    {&ProcessCounts::deleted, "deleted"},
    {&ProcessCounts::expired, "expired"},
    {&ProcessCounts::evicted, "evicted"},
    {&ProcessCounts::flushed, "flushed"},
    {&ProcessCounts::loaded, "loaded"},
    {&ProcessCounts::replaced, "replaced"},
}};

// The one that grows where an entry takes a key away.
std::uint64_t& counter_of(const HistoryLog::Entry& entry, ProcessCounts& counts) {
  if (entry.kind == EffectKind::flush) return counts.flushed;
  if (entry.cause == DelCause::expire) return counts.expired;
  return entry.cause == DelCause::evict ? counts.evicted : counts.deleted;
}

class Accounting : public Checker {
 public:
  explicit Accounting(const CheckContext& context) : Checker(context), nodes_(context.run.node_count) {}

  void on(const NodePosition& event) override {
    Node& node = nodes_[index(event.node)];
    if (node.incarnation == event.incarnation && node.generation == event.generation) return;
    node = {event.incarnation, event.generation, std::nullopt};
  }

  void on(const StateSampled& event) override {
    if (event.usage == nullptr || !event.usage->counts) return;
    const ProcessCounts& counts = *event.usage->counts;
    judge_sum(event, counts);
    std::optional<Base>& base = nodes_[index(event.node)].base;
    const SampleFacts& sample = context_.ledger.sample();
    if (!sample.matches || sample.log == nullptr) return base.reset();
    if (base && base->offset <= event.offset) judge_growth(event, *sample.log, *base, counts);
    base = {event.offset, counts};
  }

 private:
  // What the next sample is compared with.
  struct Base {
    std::uint64_t offset;
    ProcessCounts counts;
  };
  struct Node {
    std::uint32_t incarnation = 0;
    std::uint32_t generation = 0;
    std::optional<Base> base;
  };

  void judge_sum(const StateSampled& event, const ProcessCounts& counts) {
    const std::uint64_t came = counts.loaded + counts.created;
    const std::uint64_t left = counts.deleted + counts.expired + counts.evicted + counts.flushed + counts.replaced;
    if (came == left + event.keys.size()) return;
    report(event.at, event.node, {},
           name(event.node) + " counts " + with_separators(came) + " keys that came and " + with_separators(left) +
               " that left, and holds " + with_separators(event.keys.size()));
  }

  void judge_growth(const StateSampled& event, const HistoryLog& log, const Base& base, const ProcessCounts& counts) {
    const ProcessCounts expected = counts_after(log, base, event.offset);
    for (const Counter& counter : counters) {
      const std::uint64_t before = base.counts.*counter.value;
      if (counts.*counter.value == expected.*counter.value) continue;
      report(event.at, event.node, {},
             name(event.node) + " counts " + with_separators(counts.*counter.value - before) + " keys " +
                 std::string(counter.what) + " between offsets " + with_separators(base.offset) + " and " +
                 with_separators(event.offset) + ", where its log has " +
                 with_separators(expected.*counter.value - before));
    }
  }

  static ProcessCounts counts_after(const HistoryLog& log, const Base& base, std::uint64_t offset) {
    ProcessCounts counts = base.counts;
    std::uint64_t held = log.digest_at(base.offset).keys;
    for (std::uint64_t at = base.offset + 1; at <= offset; ++at) {
      const HistoryLog::Entry& entry = *log.entry(at);
      if (entry.after.keys > held) counts.created += entry.after.keys - held;
      if (entry.after.keys < held) counter_of(entry, counts) += held - entry.after.keys;
      held = entry.after.keys;
    }
    return counts;
  }

  std::vector<Node> nodes_;  // by HostId
};

}  // namespace

extern const CheckerEntry accounting_check = {
    .id = "P14",
    .name = "accounting",
    .title = "Counters of keys",
    .statement =
        "Keys loaded and created, less those deleted, expired, evicted, flushed and replaced, are not the keys that a "
        "node holds; or between two samples one of these counters grew by another number than its log has of them.",
    .implies = {},
    .make = make_check<Accounting>,
    .needs = {.log = true},
    .example = R"(c1 → n1  SET a 1                       entry 1: one key created
n1       a is evicted                  entry 2: one key evicted
n1       INFO: evicted_keys:0, expired_keys:1
                                       VIOLATED: n1 counts 1 keys expired, where
                                       its log has 0)",
};

}  // namespace groundhog::checkers
