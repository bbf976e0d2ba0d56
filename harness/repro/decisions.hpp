// The decisions of the network: written down, kept across the death of a process, imposed on another run.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/repro/repro.hpp"
#include "harness/runner/file_descriptor.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// A file without a name: what a worker process writes and the process that forked it reads, however the worker ends.
class SharedText {
 public:
  // Throws std::system_error where the process has no descriptors left.
  SharedText();

  void append(std::string_view text);
  std::string content() const;

 private:
  FileDescriptor file_;
};

// Decisions on their way out of a process that may die: each is here before it is carried out.
class DecisionJournal {
 public:
  void add(const RecordedDecision& decision);

  // All that was added, in that order.
  std::vector<RecordedDecision> decisions() const;

 private:
  SharedText lines_;
};

// Writes down every decision, as a director that changes nothing, or in front of one that does.
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

// Imposes the decisions of an earlier run where link, type, ordinal and attempt match; what it does not know is left as
// it was drawn.
class DecisionGuide final : public NetworkDirector {
 public:
  // `decisions` must outlive it. Those of hosts that the plan does not have match nothing.
  DecisionGuide(const Plan& plan, std::span<const RecordedDecision> decisions);

  Fate decide(const Transmission& transmission, Fate drawn) override;

  // How many of the recorded ones were imposed so far, and how many transmissions had none.
  std::uint64_t matched() const { return matched_; }
  std::uint64_t unknown() const { return unknown_; }

 private:
  struct Entry {
    HostId from;
    HostId to;
    std::string_view type;
    std::uint64_t ordinal;
    std::uint32_t attempt;
    Fate fate;

    auto key() const { return std::tie(from, to, type, ordinal, attempt); }
  };

  std::vector<Entry> entries_;  // by key
  std::uint64_t matched_ = 0;
  std::uint64_t unknown_ = 0;
};

}  // namespace groundhog::harness
