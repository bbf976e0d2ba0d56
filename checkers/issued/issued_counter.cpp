#include "checkers/issued/issued_counter.hpp"

#include <algorithm>
#include <utility>

#include "checkers/issued/issued_rules.hpp"

namespace groundhog::checkers {
namespace {

KeyFound state_of(const Version* version, const ReadWindow& window) {
  if (version == nullptr) return KeyFound::absent;
  if (!version->deadline) return KeyFound::persistent;
  if (!window.may_be_dead(*version)) return KeyFound::expiring;
  return window.may_be_alive(*version) ? KeyFound::unclear : KeyFound::dead;
}

bool is_about(const IssuedCommand& command, std::string_view key) {
  return std::ranges::find(command.keys, key, &IssuedKey::key) != command.keys.end();
}

// A command without keys may have touched all of them.
bool may_change(const IssuedCommand& command, std::string_view key) {
  return command.keys.empty() || is_about(command, key);
}

bool evicts(const Commits& commits, KeyId key) {
  for (std::uint64_t offset = commits.first_offset; offset <= commits.last_offset; ++offset) {
    const HistoryLog::Entry* const entry = commits.log == nullptr ? nullptr : commits.log->entry(offset);
    if (entry != nullptr && entry->cause == DelCause::evict && entry->key == key) return true;
  }
  return false;
}

}  // namespace

void IssuedCounter::note(const OperationInvoked& event) {
  const auto issued = issued_command(commands_, event.arguments);
  const Operation* const operation = ledger_.operation(event.operation);
  if (!issued || operation == nullptr) return;
  under_way_[event.operation] = *issued;
  follow_queue(event, operation->command);
}

// As the ledger's book does.
void IssuedCounter::follow_queue(const OperationInvoked& event, const ClientCommand& command) {
  if (command.kind == CommandKind::multi) queues_.try_emplace(event.connection);
  const auto queue = queues_.find(event.connection);
  if (queue == queues_.end()) return;
  if (command.kind == CommandKind::queued) queue->second.push_back(under_way_[event.operation]);
  if (!command.ends_queue) return;
  if (command.kind == CommandKind::exec) parts_[event.operation] = std::move(queue->second);
  queues_.erase(queue);
}

void IssuedCounter::note(const OperationCompleted& event) {
  const auto own = under_way_.extract(event.operation);
  const auto own_parts = parts_.extract(event.operation);
  const Operation* const operation = ledger_.operation(event.operation);
  if (own.empty() || operation == nullptr || event.outcome == Outcome::unsent) return;
  const IssuedCommand& issued = own.mapped();
  if (!is_counted(issued.name)) return;
  if (event.outcome == Outcome::unknown) return add(issued.name, "", KeyFound::none, std::string(no_reply));
  const bool is_queued = operation->command.kind == CommandKind::queued;
  if (is_queued && event.outcome == Outcome::ok) return;
  const auto window = ledger_.window(*operation);
  count_one({issued, operation->command, event.reply}, window,
            [&](std::string_view key) { return found(window->found_by(operation->commits), key); });
  if (!own_parts.empty()) count_parts(*operation, event.reply, own_parts.mapped());
}

template <typename FoundOf>
void IssuedCounter::count_one(const Ran& ran, const std::optional<ReadWindow>& window, FoundOf&& found_of) {
  const std::string_view refusal = refusal_of(ran.reply);
  if (!refusal.empty()) return add(ran.issued.name, "", KeyFound::none, std::string(refusal));
  if (!ran.issued.is_legal || ran.issued.keys.empty()) {
    return add(ran.issued.form, "", KeyFound::none, outcome_of(ran.issued.form, ran.reply, 0, 0));
  }
  const auto word = window ? time_word(ran.command.ttl, window->earliest(), window->latest()) : std::nullopt;
  const std::string form = word && !word->empty() ? ran.issued.form + " " + std::string(*word) : ran.issued.form;
  const std::vector<IssuedKey>& keys = ran.issued.keys;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const KeyFound found = word ? found_of(keys[i].key) : KeyFound::unclear;
    const bool is_unclear = found == KeyFound::unclear;
    add(form, keys[i].place, found, is_unclear ? std::string() : outcome_of(form, ran.reply, i, keys.size()));
  }
}

// Each part finds what those before it left.
void IssuedCounter::count_parts(const Operation& operation, const Reply& reply, std::span<const IssuedCommand> parts) {
  const std::span<const ClientCommand> commands = operation.command.parts;
  const auto window = ledger_.window(operation);
  if (reply.elements.size() != parts.size() || commands.size() != parts.size()) return;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!is_counted(parts[i].name)) continue;
    count_one({parts[i], commands[i], reply.elements[i]}, window,
              [&](std::string_view key) { return found_by_part(key, parts.first(i), *window, operation.commits); });
  }
}

KeyFound IssuedCounter::found_by_part(std::string_view key, std::span<const IssuedCommand> before,
                                      const ReadWindow& window, const Commits& commits) const {
  const KeyFound throughout = found(window, key);
  if (throughout != KeyFound::unclear) return throughout;
  const auto id = ledger_.keys().find(key);
  const bool may_have_changed =
      std::ranges::any_of(before, [&](const IssuedCommand& each) { return may_change(each, key); }) ||
      (!before.empty() && id && evicts(commits, *id));
  return may_have_changed ? KeyFound::unclear : found(window.found_by(commits), key);
}

KeyFound IssuedCounter::found(const ReadWindow& window, std::string_view key) const {
  const auto id = ledger_.keys().find(key);
  if (!id) return KeyFound::absent;
  std::optional<KeyFound> found;
  window.visit_states(*id, [&](const Version* version) {
    const KeyFound state = state_of(version, window);
    found = !found || *found == state ? state : KeyFound::unclear;
  });
  return found.value_or(KeyFound::unclear);
}

void IssuedCounter::add(std::string_view form, std::string_view place, KeyFound found, std::string outcome) {
  ++counts_[{std::string(form), std::string(place), found, std::move(outcome)}];
}

}  // namespace groundhog::checkers
