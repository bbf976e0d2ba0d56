#include "tests/differential/judge.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "sut/resp/wire.hpp"
#include "sut/server/commands/arguments.hpp"
#include "tests/differential/raw_client.hpp"
#include "tests/differential/text.hpp"

namespace burrow::differential {

namespace {

// An answer, or an element of what EXEC answers.
struct Answer {
  const Words* words;
  std::string burrow;
  std::string redis;
};

std::optional<std::int64_t> integer_of(std::string_view reply) {
  if (!reply.starts_with(':')) return std::nullopt;
  return resp::parse_integer(payload_of(reply));
}

// -1 and -2 are no times.
bool are_near(const Answer& answer, std::chrono::milliseconds passed) {
  const auto left = integer_of(answer.burrow);
  const auto right = integer_of(answer.redis);
  if (!left || !right || *left < 0 || *right < 0) return false;
  constexpr std::chrono::milliseconds clocks{2};  // each server reads its own, to a millisecond
  const bool is_in_milliseconds = is_word(answer.words->front().substr(0, 1), "p");
  const std::int64_t most =
      is_in_milliseconds ? (passed + clocks).count() : (passed + clocks) / std::chrono::seconds(1) + 1;
  return std::max(*left, *right) - std::min(*left, *right) <= most;
}

bool have_same_elements(const Answer& answer) {
  if (!is_array(answer.burrow) || !is_array(answer.redis)) return false;
  auto left = elements_of(answer.burrow);
  auto right = elements_of(answer.redis);
  std::ranges::sort(left);
  std::ranges::sort(right);
  return left == right;
}

bool lists(std::string_view keys, const std::string& key) {
  const auto elements = elements_of(keys);
  return std::ranges::find(elements, key) != elements.end();
}

// Both lists are there.
bool count_keys(const Answer& answer, const Answer& listing) {
  const auto left = integer_of(answer.burrow);
  const auto right = integer_of(answer.redis);
  const auto size_of = [](std::string_view keys) { return static_cast<std::int64_t>(elements_of(keys).size()); };
  return left && right && is_array(listing.burrow) && is_array(listing.redis) && *left == size_of(listing.burrow) &&
         *right >= size_of(listing.redis);
}

// The cursor with which it ends, and the keys; nullopt: it is no page.
std::optional<std::pair<std::string, std::set<std::string>>> page_of(std::string_view reply) {
  const auto parts = elements_of(reply);
  if (parts.size() != 2 || !parts[0].starts_with('$') || !is_array(parts[1])) return std::nullopt;
  const auto keys = elements_of(parts[1]);
  return std::pair(payload_of(parts[0]), std::set(keys.begin(), keys.end()));
}

bool are_scans(const Answer& answer) {
  const auto left = page_of(answer.burrow);
  const auto right = page_of(answer.redis);
  if (!left || !right || answer.words->size() < 2) return false;
  const bool are_whole = (*answer.words)[1] == "0" && left->first == "0" && right->first == "0";
  return !are_whole || left->second == right->second;
}

std::string_view code_of(std::string_view error) { return error.substr(0, error.find(' ')); }

bool are_of_a_kind(const Answer& answer) {
  return !answer.burrow.empty() && !answer.redis.empty() && answer.burrow[0] == answer.redis[0] &&
         !is_error(answer.burrow);
}

bool are_errors(const Answer& answer) {
  return is_error(answer.burrow) && is_error(answer.redis) && code_of(answer.burrow) == code_of(answer.redis);
}

// `next`: what follows RANDOMKEY and DBSIZE, a KEYS * of the same client; null: nothing.
bool admits(Rule rule, const Answer& answer, const Answer* next, std::chrono::milliseconds passed) {
  switch (rule) {
    case Rule::near_times:
      return are_near(answer, passed);
    case Rule::same_elements:
      return have_same_elements(answer);
    case Rule::held_key:
      return next != nullptr && lists(next->burrow, answer.burrow) && lists(next->redis, answer.redis);
    case Rule::held_keys:
      return next != nullptr && count_keys(answer, *next);
    case Rule::whole_scan:
      return are_scans(answer);
    case Rule::same_kind:
      return are_of_a_kind(answer);
    case Rule::errors:
      return are_errors(answer);
    case Rule::refusal:
      return is_error(answer.burrow) && !is_error(answer.redis);
    case Rule::not_queued:
      return is_error(answer.burrow) && is_queued(answer.redis);
    case Rule::queued:
      return is_queued(answer.burrow) && is_error(answer.redis);
    case Rule::anything:
      return !answer.burrow.empty() && !answer.redis.empty();
    case Rule::not_sent:
      return false;
  }
  return false;
}

using Uses = std::map<const Exclusion*, std::size_t>;

bool agree(const Answer& answer, const Answer* next, std::chrono::milliseconds passed, Uses& uses) {
  if (answer.burrow == answer.redis) return true;
  for (const Exclusion& exclusion : exclusions()) {
    if (!is_about(exclusion, *answer.words) || !admits(exclusion.rule, answer, next, passed)) continue;
    ++uses[&exclusion];
    return true;
  }
  return false;
}

// Both replies of EXEC, element by element.
bool agree_on_transaction(const Exchange& exec, const std::vector<Words>& queued, std::chrono::milliseconds passed,
                          Uses& uses) {
  if (exec.burrow == exec.redis) return true;
  const auto left = elements_of(exec.burrow);
  const auto right = elements_of(exec.redis);
  if (left.size() != queued.size() || right.size() != queued.size()) return false;
  std::vector<Answer> answers;
  for (std::size_t i = 0; i < queued.size(); ++i) answers.push_back({&queued[i], left[i], right[i]});
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!agree(answers[i], i + 1 < answers.size() ? &answers[i + 1] : nullptr, passed, uses)) return false;
  }
  return true;
}

// What each client has queued, as redis-server sees it.
class Queues {
 public:
  const std::vector<Words>& of(std::size_t client) const { return queued_[client]; }

  void note(const Exchange& exchange) {
    const Words& words = exchange.command.words;
    std::vector<Words>& queued = queued_[exchange.command.client];
    if (is_queued(exchange.redis)) return queued.push_back(words);
    const auto is = [&](std::string_view name) { return is_named(words, name); };
    const bool begins = is("multi") && !is_error(exchange.redis);
    if (begins || is("exec") || is("discard") || is("reset") || is("quit")) queued.clear();
  }

 private:
  std::array<std::vector<Words>, 2> queued_;
};

bool is_exec(const Exchange& exchange) { return is_named(exchange.command.words, "exec") && !is_error(exchange.redis); }

}  // namespace

std::optional<std::size_t> Judge::first_difference(const Conversation& conversation) {
  for (const Exclusion& exclusion : exclusions()) {
    const auto is_meant = [&](const Words& words) { return is_about(exclusion, words); };
    if (exclusion.rule != Rule::not_sent) continue;
    uses_[&exclusion] += static_cast<std::size_t>(std::ranges::count_if(conversation.not_sent, is_meant));
  }
  const auto& exchanges = conversation.exchanges;
  Queues queues;
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    const Exchange& exchange = exchanges[i];
    const auto answer_of = [](const Exchange& each) { return Answer{&each.command.words, each.burrow, each.redis}; };
    const std::optional<Answer> next =
        i + 1 < exchanges.size() ? std::optional(answer_of(exchanges[i + 1])) : std::nullopt;
    const bool is_same =
        is_exec(exchange)
            ? agree_on_transaction(exchange, queues.of(exchange.command.client), conversation.passed, uses_)
            : agree(answer_of(exchange), next ? &*next : nullptr, conversation.passed, uses_);
    if (!is_same) return i;
    queues.note(exchange);
  }
  return std::nullopt;
}

std::size_t Judge::uses(const Exclusion& exclusion) const {
  const auto found = uses_.find(&exclusion);
  return found == uses_.end() ? 0 : found->second;
}

std::string report(const Conversation& conversation, std::size_t place) {
  std::string text = "the replies to the last of these commands differ:\n";
  for (std::size_t i = 0; i <= place; ++i) {
    const Command& command = conversation.exchanges[i].command;
    text += "  c" + std::to_string(command.client + 1) + ": " + to_line(command.words) + "\n";
  }
  const Exchange& last = conversation.exchanges[place];
  const auto shown = [](const std::string& reply) { return reply.empty() ? "no reply" : in_quotes(reply); };
  return text + "burrow-server: " + shown(last.burrow) + "\nredis-server:  " + shown(last.redis) + "\n";
}

}  // namespace burrow::differential
