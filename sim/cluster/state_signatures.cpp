#include "sim/cluster/state_signatures.hpp"

#include <algorithm>

#include "sim/faults/fault.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace groundhog {
namespace {

std::uint64_t number_of(std::string_view word) { return XXH3_64bits(word.data(), word.size()); }

std::uint64_t mixed(std::uint64_t state, std::uint64_t value) {
  constexpr std::uint64_t odd = 0x9fb21c651e98df25ULL;
  const std::uint64_t product = (state ^ value) * odd;
  return product ^ (product >> 32U);
}

void leave_each_once(std::vector<std::uint64_t>& numbers) {
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

constexpr std::uint64_t down = 1;

}  // namespace

StateSignatures::StateSignatures(const Plan& plan) : nodes_(plan.nodes.size(), down) {
  for (const PlannedFault& fault : plan.faults) {
    const bool is_instant = find_fault(fault.verb)->shape == FaultEntry::Shape::instant;
    if (is_instant) {
      verb_of_.emplace_back();
      continue;
    }
    const std::uint64_t key = number_of(fault.verb);
    const auto found = std::ranges::find(verbs_, key, &Verb::key);
    verb_of_.emplace_back(static_cast<std::size_t>(found - verbs_.begin()));
    if (found == verbs_.end()) verbs_.push_back({key});
  }
}

std::vector<std::uint64_t> StateSignatures::sorted() const {
  std::vector<std::uint64_t> all = reached_;
  leave_each_once(all);
  return all;
}

void StateSignatures::on(const NodeStarted& event) { nodes_[index(event.node)] = 0; }
void StateSignatures::on(const NodeStopped& event) { nodes_[index(event.node)] = down; }

void StateSignatures::on(const NodePosition& event) {
  const auto bit = [](bool value, unsigned place) { return static_cast<std::uint64_t>(value) << place; };
  nodes_[index(event.node)] =
      bit(event.role == Role::primary, 1) | bit(event.complete, 2) | bit(event.link_up, 3) | bit(event.holding, 4);
}

void StateSignatures::change_fault(std::uint32_t fault, bool begins) {
  if (!verb_of_[fault]) return;
  Verb& verb = verbs_[*verb_of_[fault]];
  if (begins ? verb.active++ == 0 : --verb.active == 0) in_effect_ ^= verb.key;
}

void StateSignatures::on(const FrameDelivered& event) {
  const Frame& frame = event.frame;
  if (index(frame.from) >= nodes_.size() || index(frame.to) >= nodes_.size()) return;
  reach(frame.type, nodes_[index(frame.from)], nodes_[index(frame.to)]);
}

void StateSignatures::on(const Announced& event) { reach(event.event, nodes_[index(event.node)], 0); }

std::uint64_t StateSignatures::key_of(std::string_view word) {
  for (const Word& known : words_) {
    if (known.at == word.data() && known.text == word) return known.key;
  }
  for (Word& known : words_) {
    if (known.text != word) continue;
    known.at = word.data();
    return known.key;
  }
  words_.push_back({word.data(), std::string(word), number_of(word)});
  return words_.back().key;
}

void StateSignatures::reach(std::string_view word, std::uint64_t who, std::uint64_t whom) {
  const std::uint64_t where = who | whom << 8U | static_cast<std::uint64_t>(phase_) << 16U;
  const std::uint64_t state = mixed(mixed(key_of(word), where), in_effect_);
  std::uint64_t& recent = recent_[state % recent_.size()];
  if (recent == state) return;
  recent = state;
  reached_.push_back(state);
  if (reached_.size() < tidy_at_) return;
  leave_each_once(reached_);
  tidy_at_ = std::max(tidy_at_, 2 * reached_.size());
}

}  // namespace groundhog
