// P13: after an entry that sets a key, a primary holds more keys than its capacity, or more bytes than `maxmemory`.
//
//   fact                    evidence                                   if it does not come
//   what it holds           the state of its log after the entry       nothing is judged
//   what it may hold        knobs of the node, for the whole run       they change: that limit is not judged
//
// A key weighs its name, its value and 128 bytes. Room is made before a value is stored, so each entry keeps the limit,
// not only the last one of its step; a promoted node comes down to its limits with its first entry at the latest.
#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

constexpr std::uint64_t overhead_bytes = 128;  // of a key that is held

class Resources : public Checker {
 public:
  using Checker::Checker;

  void on(const LogAppended& event) override {
    if (event.effect.kind != EffectKind::set || !context_.ledger.append_is_regular()) return;
    const HistoryLog* log = context_.ledger.history(event.history);
    const NodeKnobs& knobs = context_.run.knobs_of(event.node);
    const StateDigest held = log->digest_at(event.offset);
    judge(event, held.keys, knobs.capacity, " keys");
    judge(event, held.bytes + held.keys * overhead_bytes, knobs.max_memory_bytes, " bytes");
  }

 private:
  void judge(const LogAppended& event, std::uint64_t held, std::optional<std::uint64_t> limit, std::string_view unit) {
    if (!limit || *limit == 0 || held <= *limit) return;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " set " + quoted(event.effect.key) + " and holds " + with_separators(held) +
               std::string(unit) + ", although its limit is " + with_separators(*limit));
  }
};

}  // namespace

extern const CheckerEntry resources_check = {
    .id = "P13",
    .name = "resources.bounded",
    .title = "Bounded resources",
    .statement =
        "After an entry that sets a key, a primary holds more keys than its capacity, or more bytes than maxmemory: "
        "key, value and 128 bytes each.",
    .implies = {},
    .make = make_check<Resources>,
    .needs = {.log = true},
};

}  // namespace groundhog::checkers
