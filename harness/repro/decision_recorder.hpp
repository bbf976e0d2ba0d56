// Writes down every decision of the network, as a director that changes nothing, or in front of one that does.
#pragma once

#include <string>
#include <vector>

#include "harness/repro/decision_journal.hpp"
#include "harness/repro/repro.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

class DecisionRecorder final : public NetworkDirector {
 public:
  // What `inner` decides is done and recorded; nullptr: what was drawn. In the journal, too, if there is one.
  explicit DecisionRecorder(const Plan& plan, NetworkDirector* inner = nullptr, DecisionJournal* journal = nullptr);

  Fate decide(const Transmission& transmission, Fate drawn) override;

  std::vector<RecordedDecision> take() { return std::move(decisions_); }

 private:
  std::vector<std::string> hosts_;
  NetworkDirector* inner_;
  DecisionJournal* journal_;
  std::vector<RecordedDecision> decisions_;
};

}  // namespace groundhog::harness
