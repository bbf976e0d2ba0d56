#include "harness/repro/decisions.hpp"

#include <algorithm>
#include <cerrno>
#include <sstream>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

#include "sim/plan/host_names.hpp"

namespace groundhog::harness {

SharedText::SharedText() : file_(::memfd_create("groundhog", MFD_CLOEXEC)) {
  if (!file_.open()) throw std::system_error(errno, std::generic_category(), "memfd_create");
}

void SharedText::append(std::string_view text) { write_all(file_.number(), text); }

std::string SharedText::content() const {
  std::string text(static_cast<std::size_t>(::lseek(file_.number(), 0, SEEK_END)), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t count = ::pread(file_.number(), text.data() + have, text.size() - have, static_cast<off_t>(have));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    have += static_cast<std::size_t>(count);
  }
  text.resize(have);
  return text;
}

// One line each: from, to, type, ordinal, attempt, nanoseconds or x. Names have no blanks.
void DecisionJournal::add(const RecordedDecision& decision) {
  const std::string fate = decision.fate ? std::to_string(decision.fate->count()) : "x";
  lines_.append(decision.from + " " + decision.to + " " + decision.type + " " + std::to_string(decision.ordinal) + " " +
                std::to_string(decision.attempt) + " " + fate + "\n");
}

std::vector<RecordedDecision> DecisionJournal::decisions() const {
  std::string text = lines_.content();
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

DecisionRecorder::DecisionRecorder(const Plan& plan, NetworkDirector* inner, DecisionJournal* journal)
    : hosts_(host_names(plan)), inner_(inner), journal_(journal) {}

Fate DecisionRecorder::decide(const Transmission& transmission, Fate drawn) {
  const Fate fate = inner_ != nullptr ? inner_->decide(transmission, drawn) : drawn;
  decisions_.push_back({hosts_.at(index(transmission.from)), hosts_.at(index(transmission.to)),
                        std::string(transmission.type), transmission.ordinal, transmission.attempt, fate});
  if (journal_ != nullptr) journal_->add(decisions_.back());
  return fate;
}

namespace {

HostId host_called(const std::vector<std::string>& hosts, const std::string& name) {
  const auto found = std::ranges::find(hosts, name);
  return found == hosts.end() ? no_host : HostId{static_cast<std::uint32_t>(found - hosts.begin())};
}

}  // namespace

DecisionGuide::DecisionGuide(const Plan& plan, std::span<const RecordedDecision> decisions) {
  const std::vector<std::string> hosts = host_names(plan);
  for (const RecordedDecision& decision : decisions) {
    const HostId from = host_called(hosts, decision.from);
    const HostId to = host_called(hosts, decision.to);
    if (from == no_host || to == no_host) continue;
    entries_.push_back({from, to, decision.type, decision.ordinal, decision.attempt, decision.fate});
  }
  std::ranges::stable_sort(entries_, {}, &Entry::key);
}

Fate DecisionGuide::decide(const Transmission& transmission, Fate drawn) {
  const Entry wanted{transmission.from,    transmission.to,      transmission.type,
                     transmission.ordinal, transmission.attempt, {}};
  const auto found = std::ranges::lower_bound(entries_, wanted.key(), {}, &Entry::key);
  if (found == entries_.end() || found->key() != wanted.key()) {
    ++unknown_;
    return drawn;
  }
  ++matched_;
  return found->fate;
}

}  // namespace groundhog::harness
