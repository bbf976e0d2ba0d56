#include "harness/repro/decision_journal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <sstream>
#include <string>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

#include "harness/repro/decision_recorder.hpp"
#include "harness/runner/campaign.hpp"
#include "harness/runner/checked_run.hpp"

namespace groundhog::harness {
namespace {

// Its first seconds show where.
constexpr std::chrono::seconds longest_look{10};

std::string content_of(const FileDescriptor& file) {
  std::string text(static_cast<std::size_t>(::lseek(file.number(), 0, SEEK_END)), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t count = ::pread(file.number(), text.data() + have, text.size() - have, static_cast<off_t>(have));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    have += static_cast<std::size_t>(count);
  }
  text.resize(have);
  return text;
}

}  // namespace

DecisionJournal::DecisionJournal() : file_(::memfd_create("decisions", MFD_CLOEXEC)) {
  if (!file_.open()) throw std::system_error(errno, std::generic_category(), "memfd_create");
}

// One line each: from, to, type, ordinal, attempt, nanoseconds or x. Names have no blanks.
void DecisionJournal::add(const RecordedDecision& decision) {
  const std::string fate = decision.fate ? std::to_string(decision.fate->count()) : "x";
  write_all(file_.number(), decision.from + " " + decision.to + " " + decision.type + " " +
                                std::to_string(decision.ordinal) + " " + std::to_string(decision.attempt) + " " + fate +
                                "\n");
}

std::vector<RecordedDecision> DecisionJournal::decisions() const {
  std::string text = content_of(file_);
  text.resize(text.rfind('\n') + 1);  // the last one may be cut off
  std::vector<RecordedDecision> decisions;
  std::istringstream in(text);
  RecordedDecision decision;
  std::string fate;
  while (in >> decision.from >> decision.to >> decision.type >> decision.ordinal >> decision.attempt >> fate) {
    decision.fate = fate == "x" ? Fate() : Fate(Duration(std::stoll(fate)));
    decisions.push_back(decision);
  }
  return decisions;
}

std::vector<RecordedDecision> decisions_until_the_end(const Plan& plan, const Guest& guest,
                                                      const WorkerLimits& limits) {
  DecisionJournal journal;
  const RunSeed run = [&](std::uint64_t) {
    DecisionRecorder recorder(plan, nullptr, &journal);
    return checked_run(plan, guest, {}, &recorder);
  };
  CampaignOptions options;
  options.limits = limits;
  options.limits.seed_timeout = std::min<std::chrono::milliseconds>(limits.seed_timeout, longest_look);
  run_campaign(ShardedSeeds(SeedRanges::single(plan.seed), {}), run, options, {});
  return journal.decisions();
}

}  // namespace groundhog::harness
