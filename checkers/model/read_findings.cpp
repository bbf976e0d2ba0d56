#include "checkers/model/read_findings.hpp"

#include <algorithm>

#include "checkers/model/name_pattern.hpp"
#include "checkers/model/node_report.hpp"
#include "checkers/model/possible_replies.hpp"
#include "checkers/model/value_changes.hpp"

namespace groundhog::checkers {
namespace {

// What a command can have found and left.
struct JudgedStates {
  ReadWindow found;
  ReadWindow all;
};

// What the interval allows a key to look like.
struct KeyFacts {
  bool may_be_missing = false;  // absent, or dead by the latest E
  bool may_be_alive = false;    // held, and alive by the earliest E
  bool held_dead = false;       // held, but dead by the earliest E
  std::size_t states = 0;
  Deadline deadline;  // of the last state held
};

template <typename Matches>
KeyFacts facts_of(const ReadWindow& window, KeyId key, Matches&& matches) {
  KeyFacts facts;
  window.visit_states(key, [&](const Version* version) {
    ++facts.states;
    if (version == nullptr || window.may_be_dead(*version)) facts.may_be_missing = true;
    if (version == nullptr || !matches(*version)) return;
    facts.deadline = version->deadline;
    (window.may_be_alive(*version) ? facts.may_be_alive : facts.held_dead) = true;
  });
  return facts;
}

KeyFacts facts_of(const ReadWindow& window, KeyId key) {
  return facts_of(window, key, [](const Version&) { return true; });
}

auto holds(std::string_view value) {
  return [value](const Version& held) { return held.value == value; };
}

class ReplyJudge {
 public:
  ReplyJudge(const ClientCommand& command, const Reply& reply, const JudgedStates& states, const KeyTable& keys,
             std::vector<ReadFinding>& findings)
      : command_(command),
        reply_(reply),
        found_(states.found),
        all_(states.all),
        key_table_(keys),
        findings_(findings),
        at_primary_(states.all.at_primary()) {}

  void judge() {
    if (reply_.kind == ReplyKind::error) {
      if (is_unfounded(command_, reply_)) add_impossible();
      return;
    }
    if (!is_possible(command_, reply_)) return add_impossible();
    switch (command_.kind) {
      case CommandKind::get:
      case CommandKind::getex:
      case CommandKind::getdel:
        return value_or_nil();
      case CommandKind::set:
        return set();
      case CommandKind::mget:
        return each_value();
      case CommandKind::exists:
      case CommandKind::del:
        return counted();
      case CommandKind::ttl:
        return presence(reply_.integer != -2);
      case CommandKind::expire:
      case CommandKind::persist:
        return changed();
      case CommandKind::strlen:
        return length();
      case CommandKind::getrange:
        return part();
      case CommandKind::type:
        return presence(reply_.text == "string");
      case CommandKind::keys:
        return keys();
      case CommandKind::scan:
        return listing(reply_.elements[1].elements);
      case CommandKind::random_key:
        return random_key();
      case CommandKind::dbsize:
        return size();
      case CommandKind::info:
        return reported(*read_info(reply_.text, command_.values));
      case CommandKind::role:
        return reported(*read_role(reply_));
      case CommandKind::change:
        return computed();
      case CommandKind::mset:
        return all_absent();
      case CommandKind::copy:
        return copied();
      case CommandKind::flush:
      case CommandKind::other:
      case CommandKind::session:
      case CommandKind::wait:
      case CommandKind::multi:
      case CommandKind::queued:
      case CommandKind::exec:
      case CommandKind::at_once:
        return;
    }
  }

 private:
  void add_impossible() { add_impossible(reply_.text); }

  void add_impossible(std::string_view shown) {
    const std::optional<KeyId> key = command_.keys.empty() ? std::nullopt : std::optional(command_.keys[0]);
    findings_.push_back({ReadFault::impossible, key, shown, std::nullopt, at_primary_, false, reply_.integer});
  }

  void value_or_nil() {
    if (reply_.kind == ReplyKind::text) return shows(command_.keys[0], reply_.text);
    if (reply_.kind == ReplyKind::nil) return shows_nothing(command_.keys[0]);
  }

  // SET answers OK or nil (NX, XX), the old value (GET), SETNX 1 or 0: each shows whether the key was there.
  void set() {
    if (command_.returns_old) return value_or_nil();
    if (!command_.if_absent && !command_.if_present) return;
    presence(says_done(reply_) == command_.if_present);
  }

  void each_value() {
    for (std::size_t i = 0; i < command_.keys.size(); ++i) {
      const Reply& shown = reply_.elements[i];
      shown.kind == ReplyKind::nil ? shows_nothing(command_.keys[i]) : shows(command_.keys[i], shown.text);
    }
  }

  // MSETNX answers 0 where one of the keys was there.
  void all_absent() {
    if (!command_.if_absent) return;
    if (reply_.integer == 1) {
      for (const KeyId key : command_.keys) shows_nothing(key);
      return;
    }
    const auto may_be_alive = [this](KeyId key) { return facts_of(found_, key).may_be_alive; };
    if (std::ranges::any_of(command_.keys, may_be_alive)) return;
    add(ReadFault::never_held, command_.keys[0], {}, facts_of(found_, command_.keys[0]));
  }

  // The source was there; with if_absent the target was not. RENAMENX k k finds its own source.
  void copied() {
    const KeyId source = command_.keys[0];
    const KeyId target = command_.keys[1];
    const bool is_done = reply_.kind == ReplyKind::status || reply_.integer == 1;
    if (is_done) {
      must_be_alive(source, {}, facts_of(found_, source));
      if (command_.if_absent) shows_nothing(target);
      return;
    }
    const bool target_may_be_there = command_.if_absent && facts_of(found_, target).may_be_alive;
    if (!target_may_be_there) shows_nothing(source);
  }

  // EXISTS and DEL of several keys say how many there were, not which.
  void counted() {
    if (command_.keys.size() == 1) return presence(reply_.integer > 0);
    std::int64_t must = 0;
    std::int64_t may = 0;
    for (const KeyId key : command_.keys) {
      const KeyFacts facts = facts_of(found_, key);
      if (!facts.may_be_missing) ++must;
      if (facts.may_be_alive) ++may;
    }
    if (reply_.integer > may) return blame_for_too_many();
    // DEL counts a key that is named twice once.
    if (reply_.integer < must && command_.kind == CommandKind::exists) blame_for_too_few();
  }

  void blame_for_too_many() {
    for (const KeyId key : command_.keys) {
      const KeyFacts facts = facts_of(found_, key);
      if (!facts.may_be_alive && facts.held_dead) return add(ReadFault::expired, key, {}, facts);
    }
    add(ReadFault::never_held, command_.keys[0], {}, facts_of(found_, command_.keys[0]));
  }

  void blame_for_too_few() {
    for (const KeyId key : command_.keys) {
      const KeyFacts facts = facts_of(found_, key);
      if (!facts.may_be_missing) return add(ReadFault::missed, key, {}, facts);
    }
  }

  // 1 says that the key was there; 0 may have other reasons (NX, no TTL to remove).
  void changed() {
    if (reply_.integer == 1) presence(true);
    if (command_.kind != CommandKind::expire || command_.condition == ExpireCondition::several) return;
    if (command_.condition != ExpireCondition::none) return fits_condition();
    if (reply_.integer != 1) presence(false);
  }

  // Some state lets the condition hold, or fail, as the reply says.
  void fits_condition() {
    bool fits = false;
    bool may_be_alive = false;
    found_.visit_states(command_.keys[0], [&](const Version* version) {
      if (version == nullptr || found_.may_be_dead(*version)) fits = fits || reply_.integer != 1;
      if (version == nullptr || !found_.may_be_alive(*version)) return;
      may_be_alive = true;
      fits =
          fits || (reply_.integer == 1 ? condition_may_hold(version->deadline) : condition_may_fail(version->deadline));
    });
    // That it was not there at all has been said.
    if (!fits && (may_be_alive || reply_.integer != 1)) add_impossible();
  }

  // The deadline that the command asks for, by some E of the interval.
  ExpiryTime wanted(ExpiryTime now) const {
    const seam::Milliseconds asked(command_.ttl.milliseconds);
    return command_.ttl.kind == TtlRequest::Kind::absolute ? ExpiryTime(asked) : seam::saturating_add(now, asked);
  }

  bool condition_may_hold(const Deadline& held) const {
    switch (command_.condition) {
      case ExpireCondition::nx:
        return !held;
      case ExpireCondition::xx:
        return held.has_value();
      case ExpireCondition::gt:
        return held && wanted(found_.latest()) > *held;
      case ExpireCondition::lt:
        return !held || wanted(found_.earliest()) < *held;
      default:
        return true;
    }
  }

  bool condition_may_fail(const Deadline& held) const {
    switch (command_.condition) {
      case ExpireCondition::nx:
        return held.has_value();
      case ExpireCondition::xx:
        return !held;
      case ExpireCondition::gt:
        return !held || wanted(found_.earliest()) <= *held;
      case ExpireCondition::lt:
        return held && wanted(found_.latest()) >= *held;
      default:
        return true;
    }
  }

  // The answer follows from a state, and a state shows it.
  void computed() {
    const KeyId key = command_.keys[0];
    const auto answers = [this](std::optional<std::string_view> before) {
      const auto after = command_.change.value(before, command_.operand);
      return after && command_.change.answers(*after, reply_);
    };
    bool follows = false;
    found_.visit_states(key, [&](const Version* version) {
      if (version == nullptr || found_.may_be_dead(*version)) follows = follows || answers(std::nullopt);
      if (version != nullptr && found_.may_be_alive(*version)) follows = follows || answers(version->value);
    });
    if (!follows) return add_impossible();
    const KeyFacts facts =
        facts_of(all_, key, [this](const Version& held) { return command_.change.answers(held.value, reply_); });
    must_be_alive(key, {}, facts);
  }

  // Of a value, or nothing of a missing one.
  void part() {
    const KeyId key = command_.keys[0];
    const KeyFacts facts = facts_of(
        found_, key, [this](const Version& held) { return range_of(held.value, command_.operand) == reply_.text; });
    if (reply_.text.empty() && !facts.may_be_alive) return shows_nothing(key);
    must_be_alive(key, {}, facts);
  }

  void length() { shows_length(command_.keys[0], reply_.integer); }

  // 0: missing, or an empty value.
  void shows_length(KeyId key, std::int64_t bytes) {
    const KeyFacts facts = facts_of(
        found_, key, [bytes](const Version& held) { return static_cast<std::int64_t>(held.value.size()) == bytes; });
    if (bytes == 0 && !facts.may_be_alive) return shows_nothing(key);
    must_be_alive(key, {}, facts);
  }

  void presence(bool present) {
    const KeyId key = command_.keys[0];
    if (!present) return shows_nothing(key);
    must_be_alive(key, {}, facts_of(found_, key));
  }

  void shows(KeyId key, std::string_view value) { must_be_alive(key, value, facts_of(found_, key, holds(value))); }

  void shows_nothing(KeyId key) {
    const KeyFacts facts = facts_of(found_, key);
    if (!facts.may_be_missing) add(ReadFault::missed, key, {}, facts);
  }

  void listing(std::span<const Reply> names) {
    for (const Reply& name : names) {
      if (!is_asked_for(name.text)) return add_impossible(name.text);
      listed(name.text);
    }
  }

  bool is_asked_for(std::string_view name) const {
    return !command_.pattern || matches_pattern(*command_.pattern, name);
  }

  void listed(std::string_view name) {
    if (const std::optional<KeyId> key = key_table_.find(name)) return must_be_alive(*key, {}, facts_of(found_, *key));
    findings_.push_back({ReadFault::never_held, std::nullopt, name, std::nullopt, at_primary_, false});
  }

  void keys() {
    listing(reply_.elements);
    listing_is_complete();
  }

  void random_key() { reply_.kind == ReplyKind::nil ? listing_is_complete() : listed(reply_.text); }

  void listing_is_complete() {
    const Residence* first = nullptr;
    std::uint64_t offset = 0;
    found_.visit_stretches([&](const Residence& residence, std::uint64_t from, std::uint64_t) {
      if (first != nullptr) return;
      first = &residence;
      offset = from;
    });
    if (first == nullptr || first->log == nullptr) return;
    std::vector<std::string_view> names;
    for (const Reply& name : reply_.elements) names.push_back(name.text);
    std::ranges::sort(names);
    first->log->visit_all(offset, [&](KeyId key, const Version&) {
      const std::string_view name = key_table_.text(key);
      if (std::ranges::binary_search(names, name) || !is_asked_for(name)) return;
      shows_nothing(key);
    });
  }

  void size() {
    bool fits = false;
    found_.visit_stretches([&](const Residence& residence, std::uint64_t first, std::uint64_t last) {
      for (std::uint64_t offset = first; offset <= last && !fits; ++offset) {
        const std::uint64_t held = residence.log == nullptr ? 0 : residence.log->digest_at(offset).keys;
        fits = held == static_cast<std::uint64_t>(reply_.integer);
      }
    });
    if (fits) return;
    findings_.push_back({ReadFault::wrong_size, std::nullopt, {}, std::nullopt, at_primary_, false, reply_.integer});
  }

  void reported(const NodeReport& report) {
    bool is_true = false;
    found_.visit_stretches([&](const Residence& residence, std::uint64_t first, std::uint64_t last) {
      is_true = is_true || report.holds_in(residence, first, last);
    });
    if (!is_true) add_impossible();
  }

  // `facts` are of the states that fit the reply.
  void must_be_alive(KeyId key, std::string_view shown, const KeyFacts& facts) {
    if (facts.may_be_alive) return;
    add(facts.held_dead ? ReadFault::expired : ReadFault::never_held, key, shown, facts);
  }

  void add(ReadFault fault, KeyId key, std::string_view shown, const KeyFacts& facts) {
    const bool one_state = facts.states == 1 && found_.in_one_residence();
    findings_.push_back({fault, key, shown, facts.deadline, at_primary_, one_state});
  }

  const ClientCommand& command_;
  const Reply& reply_;
  const ReadWindow& found_;
  const ReadWindow& all_;
  const KeyTable& key_table_;
  std::vector<ReadFinding>& findings_;
  bool at_primary_;
};

// `command` is an operation's or a part of it, and `reply` its own.
void judge_reply(const ClientCommand& command, const Reply& reply, const JudgedStates& states, const KeyTable& keys,
                 std::vector<ReadFinding>& findings) {
  ReplyJudge(command, reply, states, keys, findings).judge();
}

}  // namespace

void judge_operation(const Operation& operation, const Reply& reply, const ReadWindow& states, const KeyTable& keys,
                     std::vector<ReadFinding>& findings) {
  const ClientCommand& command = operation.command;
  if (command.kind != CommandKind::exec) {
    return judge_reply(command, reply, {states.found_by(operation.commits), states}, keys, findings);
  }
  judge_reply(command, reply, {states, states}, keys, findings);
  visit_parts(command, reply, [&](const ClientCommand& part, const Reply& own) {
    judge_reply(part, own, {states, states}, keys, findings);
  });
}

}  // namespace groundhog::checkers
