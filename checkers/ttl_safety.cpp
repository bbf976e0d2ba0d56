// P1: a read at n returned w although min over [inv, ret] of E_n ≥ deadline(w).
//
//   fact                     evidence                               if it does not come
//   what was read            OperationCompleted with its reply      nothing is judged
//   [inv, ret]               OperationDelivered, ReplyAccepted      without both, nothing is judged
//   E of the node            NodeStarted and each ClockRead of its  between readings E is what a reading would have
//                            process, recomputed                    shown; the least of the interval counts
//   deadlines that it held   LogAppended, for every place that the  a history without a beginning is not judged
//                            node had in the interval
//
// The places of a node come from NodePosition and LogAppended of its process: from each change, and so at each instant.
#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

class TtlSafety : public Checker {
 public:
  using Checker::Checker;

  void on(const OperationCompleted& event) override {
    for (const ReadFinding& finding : context_.ledger.findings()) {
      if (finding.fault == ReadFault::expired) report_expired(event, finding);
    }
  }

 private:
  void report_expired(const OperationCompleted& event, const ReadFinding& finding) {
    const Operation& operation = *context_.ledger.operation(event.operation);
    const std::string key(context_.ledger.keys().text(*finding.key));
    const seam::Milliseconds late = operation.earliest() - *finding.deadline;
    std::string message(context_.run.name_of(operation.node));
    message += " showed " + quoted(key);
    if (!finding.shown.empty()) message += " = " + quoted(finding.shown);
    message += late.count() == 0 ? " exactly at its deadline" : " " + in_milliseconds(late) + " past its deadline";
    message += " by its own clock";
    report(event.at, operation.node, key, std::move(message));
  }
};

}  // namespace

extern const CheckerEntry ttl_safety_check = {
    .id = "P1",
    .name = "ttl.safety",
    .title = "TTL safety",
    .statement =
        "A read at a node returned a value although the node's expiry clock had reached its deadline for the "
        "whole interval from the delivery of the request to the acceptance of the reply.",
    .implies = "ttl.fidelity,replica.prefix,client.linearizable",
    .make = make_check<TtlSafety>,
    .needs = {.log = true, .deadlines = true},
    .example = R"(c1 → n1  SET k v PX 100 at 0.000s      entry 1, deadline 0.100s
n1 → n2  entry 1                       n2 holds k
n2       its expiry clock shows 0.100s
c2 → n2  GET k at 0.101s
n2 → c2  "v"                           VIOLATED: 1 ms past its deadline)",
};

}  // namespace groundhog::checkers
