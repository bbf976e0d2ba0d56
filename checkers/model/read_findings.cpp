#include "checkers/model/read_findings.hpp"

#include <algorithm>
#include <limits>

namespace groundhog::checkers {
namespace {

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

// How a client shows a nil inside an array.
constexpr std::string_view nil_element = "(nil)";

class ReplyJudge {
 public:
  ReplyJudge(const Operation& operation, const Reply& reply, const ReadWindow& window, const KeyTable& keys,
             std::vector<ReadFinding>& findings)
      : command_(operation.command),
        reply_(reply),
        window_(window),
        keys_(keys),
        findings_(findings),
        at_primary_(window.at_primary()) {}

  void judge() {
    if (!is_possible()) return add_impossible();
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
      case CommandKind::keys:
        return listing();
      case CommandKind::dbsize:
        return size();
      case CommandKind::change:
        return computed();
      case CommandKind::flush:
      case CommandKind::other:
        return;
    }
  }

 private:
  // The kinds of reply and the numbers that a command has in any state. What is left is judged by the states.
  bool is_possible() const {
    const bool is_value = reply_.kind == ReplyKind::text || reply_.kind == ReplyKind::nil;
    const auto number_up_to = [this](std::uint64_t most) {
      return reply_.kind == ReplyKind::integer && reply_.integer >= 0 &&
             static_cast<std::uint64_t>(reply_.integer) <= most;
    };
    constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();
    switch (command_.kind) {
      case CommandKind::get:
      case CommandKind::getex:
      case CommandKind::getdel:
        return is_value;
      case CommandKind::set:
        if (command_.returns_old) return is_value;
        if (command_.is_setnx) return number_up_to(1);
        if (reply_.kind == ReplyKind::nil) return command_.if_absent || command_.if_present;
        return reply_.kind == ReplyKind::status;
      case CommandKind::mget:
        return reply_.kind == ReplyKind::array && reply_.elements.size() == command_.keys.size();
      case CommandKind::exists:
      case CommandKind::del:
        return number_up_to(command_.keys.size());
      case CommandKind::ttl:
      case CommandKind::change:
        return reply_.kind == ReplyKind::integer;
      case CommandKind::expire:
      case CommandKind::persist:
        return number_up_to(1);
      case CommandKind::strlen:
      case CommandKind::dbsize:
        return number_up_to(any);
      case CommandKind::keys:
        return reply_.kind == ReplyKind::array;
      case CommandKind::flush:
        return reply_.kind == ReplyKind::status;
      case CommandKind::other:
        return true;
    }
    return true;
  }

  void add_impossible() {
    const std::optional<KeyId> key = command_.keys.empty() ? std::nullopt : std::optional(command_.keys[0]);
    findings_.push_back({ReadFault::impossible, key, reply_.text, std::nullopt, at_primary_, false, reply_.integer});
  }

  void value_or_nil() {
    if (reply_.kind == ReplyKind::text) return shows(command_.keys[0], reply_.text);
    if (reply_.kind == ReplyKind::nil) return shows_nothing(command_.keys[0]);
  }

  // SET answers OK or nil (NX, XX), the old value (GET), SETNX 1 or 0: each shows whether the key was there.
  void set() {
    if (command_.returns_old) return value_or_nil();
    if (!command_.if_absent && !command_.if_present) return;
    const bool done = reply_.kind == ReplyKind::status || (reply_.kind == ReplyKind::integer && reply_.integer == 1);
    presence(done == command_.if_present);
  }

  void each_value() {
    for (std::size_t i = 0; i < reply_.elements.size() && i < command_.keys.size(); ++i) {
      const std::string& shown = reply_.elements[i];
      // In an array nil and a value of that text look the same.
      const bool is_nil = shown == nil_element && !facts_of(window_, command_.keys[i], holds(shown)).may_be_alive;
      is_nil ? shows_nothing(command_.keys[i]) : shows(command_.keys[i], shown);
    }
  }

  // EXISTS and DEL of several keys say how many there were, not which.
  void counted() {
    if (command_.keys.size() == 1) return presence(reply_.integer > 0);
    std::int64_t must = 0;
    std::int64_t may = 0;
    for (const KeyId key : command_.keys) {
      const KeyFacts facts = facts_of(window_, key);
      if (!facts.may_be_missing) ++must;
      if (facts.may_be_alive) ++may;
    }
    if (reply_.integer > may) return blame_for_too_many();
    // DEL counts a key that is named twice once.
    if (reply_.integer < must && command_.kind == CommandKind::exists) blame_for_too_few();
  }

  void blame_for_too_many() {
    for (const KeyId key : command_.keys) {
      const KeyFacts facts = facts_of(window_, key);
      if (!facts.may_be_alive && facts.held_dead) return add(ReadFault::expired, key, {}, facts);
    }
    add(ReadFault::never_held, command_.keys[0], {}, facts_of(window_, command_.keys[0]));
  }

  void blame_for_too_few() {
    for (const KeyId key : command_.keys) {
      const KeyFacts facts = facts_of(window_, key);
      if (!facts.may_be_missing) return add(ReadFault::missed, key, {}, facts);
    }
  }

  // 1 says that the key was there; 0 may have other reasons (NX, no TTL to remove).
  void changed() {
    if (reply_.integer == 1) return presence(true);
    if (command_.kind == CommandKind::expire && !command_.conditional) presence(false);
  }

  // The answer follows from a state, and a state shows it.
  void computed() {
    const KeyId key = command_.keys[0];
    const auto answers = [this](std::optional<std::string_view> before) {
      const auto after = command_.change.value(before, command_.value);
      return after && command_.change.answer(*after) == reply_.integer;
    };
    bool follows = false;
    window_.visit_states(key, [&](const Version* version) {
      if (version == nullptr || window_.may_be_dead(*version)) follows = follows || answers(std::nullopt);
      if (version != nullptr && window_.may_be_alive(*version)) follows = follows || answers(version->value);
    });
    if (!follows) return add_impossible();
    const KeyFacts facts = facts_of(
        window_, key, [this](const Version& held) { return command_.change.answer(held.value) == reply_.integer; });
    must_be_alive(key, {}, facts);
  }

  void length() { shows_length(command_.keys[0], reply_.integer); }

  // 0: missing, or an empty value.
  void shows_length(KeyId key, std::int64_t bytes) {
    const KeyFacts facts = facts_of(
        window_, key, [bytes](const Version& held) { return static_cast<std::int64_t>(held.value.size()) == bytes; });
    if (bytes == 0 && !facts.may_be_alive) return shows_nothing(key);
    must_be_alive(key, {}, facts);
  }

  void presence(bool present) {
    const KeyId key = command_.keys[0];
    if (!present) return shows_nothing(key);
    must_be_alive(key, {}, facts_of(window_, key));
  }

  void shows(KeyId key, std::string_view value) { must_be_alive(key, value, facts_of(window_, key, holds(value))); }

  void shows_nothing(KeyId key) {
    const KeyFacts facts = facts_of(window_, key);
    if (!facts.may_be_missing) add(ReadFault::missed, key, {}, facts);
  }

  void listing() {
    for (const std::string& name : reply_.elements) {
      const std::optional<KeyId> key = keys_.find(name);
      if (!key) {
        findings_.push_back({ReadFault::never_held, std::nullopt, name, std::nullopt, at_primary_, false});
        continue;
      }
      must_be_alive(*key, {}, facts_of(window_, *key));
    }
    if (command_.pattern == "*") listing_is_complete();
  }

  void listing_is_complete() {
    const Residence* first = nullptr;
    std::uint64_t offset = 0;
    window_.visit_stretches([&](const Residence& residence, std::uint64_t from, std::uint64_t) {
      if (first != nullptr) return;
      first = &residence;
      offset = from;
    });
    if (first == nullptr || first->log == nullptr) return;
    std::vector<std::string_view> listed(reply_.elements.begin(), reply_.elements.end());
    std::sort(listed.begin(), listed.end());
    first->log->visit_all(offset, [&](KeyId key, const Version&) {
      if (std::binary_search(listed.begin(), listed.end(), keys_.text(key))) return;
      shows_nothing(key);
    });
  }

  void size() {
    bool fits = false;
    window_.visit_stretches([&](const Residence& residence, std::uint64_t first, std::uint64_t last) {
      for (std::uint64_t offset = first; offset <= last && !fits; ++offset) {
        const std::uint64_t held = residence.log == nullptr ? 0 : residence.log->digest_at(offset).keys;
        fits = held == static_cast<std::uint64_t>(reply_.integer);
      }
    });
    if (fits) return;
    findings_.push_back({ReadFault::wrong_size, std::nullopt, {}, std::nullopt, at_primary_, false, reply_.integer});
  }

  // `facts` are of the states that fit the reply.
  void must_be_alive(KeyId key, std::string_view shown, const KeyFacts& facts) {
    if (facts.may_be_alive) return;
    add(facts.held_dead ? ReadFault::expired : ReadFault::never_held, key, shown, facts);
  }

  void add(ReadFault fault, KeyId key, std::string_view shown, const KeyFacts& facts) {
    const bool one_state = facts.states == 1 && window_.in_one_residence();
    findings_.push_back({fault, key, shown, facts.deadline, at_primary_, one_state});
  }

  const ClientCommand& command_;
  const Reply& reply_;
  const ReadWindow& window_;
  const KeyTable& keys_;
  std::vector<ReadFinding>& findings_;
  bool at_primary_;
};

}  // namespace

void judge_reply(const Operation& operation, const Reply& reply, const ReadWindow& window, const KeyTable& keys,
                 std::vector<ReadFinding>& findings) {
  ReplyJudge(operation, reply, window, keys, findings).judge();
}

}  // namespace groundhog::checkers
