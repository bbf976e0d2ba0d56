#include "harness/repro/decision_recorder.hpp"

#include "sim/plan/host_names.hpp"

namespace groundhog::harness {

DecisionRecorder::DecisionRecorder(const Plan& plan, NetworkDirector* inner, DecisionJournal* journal)
    : hosts_(host_names(plan)), inner_(inner), journal_(journal) {}

Fate DecisionRecorder::decide(const Transmission& transmission, Fate drawn) {
  const Fate fate = inner_ != nullptr ? inner_->decide(transmission, drawn) : drawn;
  decisions_.push_back({hosts_.at(index(transmission.from)), hosts_.at(index(transmission.to)),
                        std::string(transmission.type), transmission.ordinal, transmission.attempt, fate});
  if (journal_ != nullptr) journal_->add(decisions_.back());
  return fate;
}

}  // namespace groundhog::harness
