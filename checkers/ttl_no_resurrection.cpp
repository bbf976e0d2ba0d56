// P5: a deadline is committed for a key that is not there, or that was dead for as long as its command took.
//
//   fact                    evidence                                   if it does not come
//   what the key was        the state of the log before the entry      a history without a beginning is not judged
//   E when it was decided   OperationDelivered and readings since, of  no author: E at the entry
//                           the author's node; the least counts
//
// That a value which a node had removed, or called dead, is not read again follows from others. If the log removed it,
// P7 says that it is in no state. If its deadline is past, E has been there and does not go back: that is P1's.
#include <algorithm>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

class TtlNoResurrection : public Checker {
 public:
  using Checker::Checker;

  void on(const LogAppended& event) override {
    if (event.effect.kind != EffectKind::deadline || !context_.ledger.append_is_regular()) return;
    const HistoryLog* log = context_.ledger.history(event.history);
    const auto key = context_.ledger.keys().find(event.effect.key);
    const Version* before = log == nullptr || !key ? nullptr : log->find(*key, event.offset - 1);
    if (before == nullptr) return report_revived(event, ", which is not there");
    const ExpiryTime now = earliest(event);
    if (alive_at(now, before->deadline)) return;
    const seam::Milliseconds late = now - *before->deadline;
    report_revived(event, late.count() == 0 ? ", exactly when its old one was over"
                                            : ", " + in_milliseconds(late) + " after its old one was over");
  }

 private:
  ExpiryTime earliest(const LogAppended& event) const {
    const ExpiryTime now = context_.ledger.expiry_now(event.node, event.clocks);
    const Operation* author = context_.ledger.author(event);
    return author != nullptr && author->delivered ? std::min(author->earliest(), now) : now;
  }

  void report_revived(const LogAppended& event, const std::string& why) const {
    report(event.at, event.node, event.effect.key,
           name(event.node) + " logged " + deadline_text(event.effect.deadline) + " for " + quoted(event.effect.key) +
               why);
  }
};

}  // namespace

extern const CheckerEntry ttl_no_resurrection_check = {
    .id = "P5",
    .name = "ttl.no_resurrection",
    .title = "No resurrection",
    .statement =
        "A deadline was committed for a key that was not there, or that was past its old deadline, by the node's "
        "expiry "
        "clock, for as long as the command took.",
    .implies = "ttl.safety,replica.prefix",
    .make = make_check<TtlNoResurrection>,
    .needs = {.log = true, .deadlines = true},
    .example = R"(c1 → n1  SET k v PX 100 at 0.000s      entry 1, deadline 0.100s
c1 → n1  PERSIST k at 0.150s           n1's expiry clock shows 0.150s
n1       entry 2: k has no deadline    VIOLATED: 50 ms after its old one was over)",
};

}  // namespace groundhog::checkers
