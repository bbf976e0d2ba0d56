#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/core/virtual_time.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/any_command.hpp"
#include "sim/scenario/arrivals.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/operation_form.hpp"
#include "sim/scenario/scenario_body.hpp"
#include "sim/scenario/units.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {
namespace {

using Texts = std::vector<std::string>;

// Ordinals of the draws below an operation's key: one purpose, one number, so that none shifts another.
enum Draw : std::uint64_t {
  draw_kind,
  draw_key,
  draw_second_key,
  draw_ttl,
  draw_node,
  draw_size,
  draw_detail,
  draw_aim,
  draw_size_edge,
  draw_command,
  draw_form,
};

std::string key_name(const KeySpace& keys, std::uint64_t number) {
  if (!keys.binary_names) return "k" + std::to_string(number);
  return "k " + std::to_string(number) + std::string("\r\n\0\xff\"*$", 7);
}

class OperationGenerator {
 public:
  OperationGenerator(const ScenarioBody& body, const Guest& guest, const Boundaries& boundaries, RandomKey key)
      : workload_(body.workload), body_(body) {
    for (const WeightedOperation& each : workload_.mix) {
      if (!(each.weight > 0)) continue;
      weights_.push_back(each.weight);
      weight_sum_ += each.weight;
      forms_.push_back({each.reads, read_form(each.form)});
      if (forms_.back().commands.front().is_any()) any_command_ = AnyCommand(guest.commands());
    }
    for (std::uint32_t client = 0; client < body.plan.clients; ++client)
      client_keys_.push_back(key.sub(client).sub("op"));
    deadlines_.resize(body.plan.clients);
    for (const std::uint64_t size : boundaries.sizes) {
      for (const std::uint64_t near : {size - 1, size, size + 1}) {
        if (near >= workload_.values.least && near <= workload_.values.most) edge_sizes_.push_back(near);
      }
    }
    if (workload_.keys.choice == KeySpace::Choice::zipf) zipf_.emplace(workload_.keys.count, workload_.keys.theta);
    for (const NodeSpec& node : body.plan.nodes) {
      replicas_ += node.upstream ? 1U : 0U;
      names_.push_back(node.name);
    }
    for (const auto& [client, spec] : workload_.clients) {
      if (!spec.nodes.empty()) client_nodes_[client].assign(spec.nodes.begin(), spec.nodes.end());
    }
  }

  // Appends one operation, or several that belong together. Of one client in the order of its operations.
  void generate(const DueOperation& due, std::vector<PlannedOperation>& into) {
    const RandomKey key = client_keys_[due.client].sub(due.ordinal);
    const std::size_t kind = weighted_choice(key.draw(draw_kind), weights_, weight_sum_);
    const Form& form = forms_[kind];
    const std::string node = choose_node(due.client, form.reads, key.sub(draw_node));
    for (std::size_t i = 0; i < form.commands.size(); ++i) {
      const RandomKey own = i == 0 ? key : key.sub(draw_command).sub(i);
      const bool is_any = form.commands[i].is_any();
      const FormCommand drawn = is_any ? any_command_.form(own.sub(draw_form)) : FormCommand{};
      const FormCommand& command = is_any ? drawn : form.commands[i];
      PlannedOperation& operation =
          into.emplace_back(PlannedOperation{due.at, due.client, node, compose(command, own, key, due)});
      if (form.commands.size() == 1) aim(command, key.sub(draw_aim), operation);
    }
  }

 private:
  struct Form {
    bool reads = false;
    std::vector<FormCommand> commands;
  };

  // A deadline that the client has set, as far as the plan knows: messages take their time.
  struct SetDeadline {
    Duration at;
    std::string key;
  };

  // One in eight of those that are about one key is about a key that its client gave a deadline lately, and goes there
  // at that deadline, a millisecond before or a millisecond after it. Which, its client's own draws alone say.
  void aim(const FormCommand& form, RandomKey key, PlannedOperation& operation) {
    constexpr std::size_t remembered = 8;
    if (workload_.arrivals == WorkloadSpec::Arrivals::even || !form.only_key) return;
    std::string& own_key = operation.arguments[*form.only_key];
    std::deque<SetDeadline>& deadlines = deadlines_[operation.client];
    if (key.draw(0) % 8 == 0 && !deadlines.empty()) {
      const SetDeadline& target = deadlines[uniform_below(key.draw(1), deadlines.size())];
      own_key = target.key;
      const Duration aimed = target.at + a_little_off(key.draw(2));
      if (aimed >= Duration{0} && aimed < body_.plan.chaos) operation.at = aimed;
    }
    const std::optional<Duration> lasts = lasts_of(form, operation);
    if (!lasts || *lasts > longest_aimed) return;
    deadlines.push_back({operation.at + *lasts, own_key});
    if (deadlines.size() > remembered) deadlines.pop_front();
  }

  // The time to live that the command gives; nothing if it gives none, or more than any duration.
  std::optional<Duration> lasts_of(const FormCommand& form, const PlannedOperation& operation) const {
    if (!form.deadline) return std::nullopt;
    const auto number = parse_count(operation.arguments[*form.deadline]);
    if (!number || !std::in_range<std::int64_t>(*number)) return std::nullopt;
    const FormWord::Kind kind = form.words[*form.deadline].kind;
    const bool is_whole_seconds = kind == FormWord::Kind::seconds || kind == FormWord::Kind::at_s;
    const Duration unit = is_whole_seconds ? Duration(std::chrono::seconds(1)) : Duration(seam::Milliseconds(1));
    const Duration length(seam::saturating_mul(static_cast<std::int64_t>(*number), unit.count()));
    const bool is_absolute = kind == FormWord::Kind::at_ms || kind == FormWord::Kind::at_s;
    return is_absolute ? length - since_1970(operation.at) : length;
  }

  // As a clock without an offset shows it.
  Duration since_1970(Duration at) const { return wall_at_zero.time_since_epoch() + body_.plan.warmup + at; }

  // Of a TTL that begins when the operation is due.
  Duration end_of(const DueOperation& due, RandomKey key) const {
    return seam::saturating_add(since_1970(due.at), Duration(choose_ttl(key.draw(draw_ttl))));
  }

  std::string choose_node(std::uint32_t client, bool reads, RandomKey key) const {
    const auto own = client_nodes_.find(client);
    const bool is_bound = own == client_nodes_.end() && !(reads && workload_.reads_anywhere);
    if (is_bound) return std::string(body_.plan.roles.leading);
    const std::vector<std::string_view>& names = own != client_nodes_.end() ? own->second : names_;
    return std::string(names[choice_by_name(key, names)]);
  }

  std::string choose_key(std::uint64_t bits) const { return key_name(workload_.keys, choose_key_number(bits)); }

  std::uint64_t choose_key_number(std::uint64_t bits) const {
    const std::uint64_t count = workload_.keys.count;
    if (zipf_) return zipf_->rank(bits);
    if (workload_.keys.choice == KeySpace::Choice::uniform) return uniform_below(bits, count);
    // Four of five draws go to the first fifth. One draw serves both questions: its residue and its quotient.
    const std::uint64_t hot = std::max<std::uint64_t>(1, count / 5);
    const bool is_hot = bits % 5 != 0;
    return uniform_below(bits / 5 * 5, is_hot ? hot : count);
  }

  seam::Milliseconds choose_ttl(std::uint64_t bits) const {
    const TtlSpec& ttl = workload_.ttl;
    Duration drawn = draw_ttl_between(bits);
    if (ttl.step) drawn = ttl.least + (drawn - ttl.least) / *ttl.step * *ttl.step;
    return std::chrono::duration_cast<seam::Milliseconds>(drawn);
  }

  static std::int64_t in_seconds(Duration time) { return std::chrono::ceil<std::chrono::seconds>(time).count(); }

  Duration draw_ttl_between(std::uint64_t bits) const {
    const TtlSpec& ttl = workload_.ttl;
    switch (ttl.shape) {
      case TtlSpec::Shape::uniform:
        break;
      case TtlSpec::Shape::log_uniform: {
        const double drawn =
            log_uniform(bits, static_cast<double>(ttl.least.count()), static_cast<double>(ttl.most.count()));
        return std::clamp(Duration(static_cast<std::int64_t>(drawn)), ttl.least, ttl.most);
      }
      case TtlSpec::Shape::exponential:
        return std::min(ttl.most, ttl.least + exponential(bits, ttl.mean.value_or(ttl.most / 2)));
    }
    return uniform_between(bits, ttl.least, ttl.most);
  }

  std::uint64_t choose_size(std::uint64_t bits) const {
    const ValueSizes& sizes = workload_.values;
    if (sizes.shape == ValueSizes::Shape::uniform)
      return sizes.least + uniform_below(bits, sizes.most - sizes.least + 1);
    const std::uint64_t least = std::max<std::uint64_t>(sizes.least, 1);
    const double drawn = log_uniform(bits, static_cast<double>(least), static_cast<double>(sizes.most));
    return std::clamp(static_cast<std::uint64_t>(drawn), least, sizes.most);
  }

  // No other write has it: `ordinal` counts those of one command.
  std::string value_of(const DueOperation& due, RandomKey key, std::size_t ordinal) const {
    std::string value = "c" + std::to_string(due.client + 1) + "-" + std::to_string(due.ordinal);
    if (ordinal > 1) value += "." + std::to_string(ordinal);
    if (workload_.values.most == 0) return value;
    std::uint64_t size = choose_size(key.draw(draw_size));
    const std::uint64_t edge = key.draw(draw_size_edge);
    if (!edge_sizes_.empty() && edge % 8 == 0) size = edge_sizes_[edge / 8 % edge_sizes_.size()];
    if (size > value.size() + 1) value += ":";
    if (size > value.size()) value.append(size - value.size(), 'x');
    return value;
  }

  // The words of a form, those that are drawn replaced. Each is a pure function of the operation's key; `first` is that
  // of the first command.
  Texts compose(const FormCommand& form, RandomKey key, RandomKey first, const DueOperation& due) const {
    Texts words;
    words.reserve(form.words.size());
    std::uint64_t keys = 0;
    std::size_t values = 0;
    for (const FormWord& word : form.words) {
      if (word.kind == FormWord::Kind::key) {
        words.push_back(choose_key(draw_of_key(key, ++keys)));
      } else if (word.kind == FormWord::Kind::same_key) {
        words.push_back(choose_key(draw_of_key(first, 1)));
      } else if (word.kind == FormWord::Kind::value) {
        words.push_back(value_of(due, key, ++values));
      } else {
        words.push_back(drawn(word, key, due));
      }
    }
    return words;
  }

  // The first, second … of a command. One in sixteen is the first again.
  static std::uint64_t draw_of_key(RandomKey key, std::uint64_t ordinal) {
    const bool is_again = ordinal > 1 && key.sub(draw_second_key).draw(0) % 16 == 0;
    if (ordinal == 1 || is_again) return key.draw(draw_key);
    return ordinal == 2 ? key.draw(draw_second_key) : key.sub(draw_second_key).draw(ordinal);
  }

  std::string drawn(const FormWord& word, RandomKey key, const DueOperation& due) const {
    switch (word.kind) {
      case FormWord::Kind::ttl:
        return std::to_string(choose_ttl(key.draw(draw_ttl)).count());
      case FormWord::Kind::seconds:
        return std::to_string(in_seconds(choose_ttl(key.draw(draw_ttl))));
      case FormWord::Kind::at_ms:
        return std::to_string(std::chrono::duration_cast<seam::Milliseconds>(end_of(due, key)).count());
      case FormWord::Kind::at_s:
        return std::to_string(in_seconds(end_of(due, key)));
      case FormWord::Kind::replicas:
        return replicas_to_wait_for(key.draw(draw_detail));
      case FormWord::Kind::overflow:
        return overflowing_ttl(key.draw(draw_detail));
      default:
        return word.text;
    }
  }

  // Beyond 64 bits in milliseconds, and beyond 64 bits in nanoseconds only: two places where arithmetic may wrap.
  static std::string overflowing_ttl(std::uint64_t bits) {
    return bits % 2 == 0 ? "9223372036854775807" : "18446744073709561";
  }

  std::string replicas_to_wait_for(std::uint64_t bits) const {
    return std::to_string(1 + uniform_below(bits, std::max<std::uint64_t>(1, replicas_)));
  }

  const WorkloadSpec& workload_;
  const ScenarioBody& body_;
  AnyCommand any_command_{{}};           // of all, where the mix asks for it
  std::vector<Form> forms_;              // of workload_.mix, those that have a weight
  std::vector<std::string_view> names_;  // of nodes
  std::map<std::uint32_t, std::vector<std::string_view>> client_nodes_;
  std::vector<double> weights_;
  double weight_sum_ = 0;
  std::vector<RandomKey> client_keys_;
  std::optional<Zipf> zipf_;
  std::uint64_t replicas_ = 0;
  // Those further away are past the end of most runs.
  static constexpr Duration longest_aimed = std::chrono::seconds(60);
  std::vector<std::deque<SetDeadline>> deadlines_;  // by client, the latest
  std::vector<std::uint64_t> edge_sizes_;           // within the range of `values`
};

// By time. Few have moved, and each is moved once.
void put_in_order(std::vector<PlannedOperation>& operations) {
  std::vector<std::pair<Duration, std::uint32_t>> order;
  order.reserve(operations.size());
  for (std::uint32_t i = 0; i < operations.size(); ++i) order.emplace_back(operations[i].at, i);
  if (std::ranges::is_sorted(order)) return;
  std::ranges::sort(order);
  std::vector<PlannedOperation> sorted;
  sorted.reserve(operations.capacity());
  for (const auto& [at, i] : order) sorted.push_back(std::move(operations[i]));
  operations = std::move(sorted);
}

}  // namespace

bool may_be_key(const WorkloadSpec& workload, std::string_view key) {
  // A command that could not be read has no arguments; it is reported elsewhere, and could be about any key.
  const bool is_fixed = std::ranges::any_of(workload.fixed, [&](const PlannedOperation& operation) {
    const std::vector<std::string>& words = operation.arguments;
    return words.empty() || std::ranges::find(words.begin() + 1, words.end(), key) != words.end();
  });
  if (is_fixed) return true;
  const std::string zero = key_name(workload.keys, 0);
  const std::size_t at = zero.find('0');
  if (key.size() < zero.size() || !key.starts_with(zero.substr(0, at))) return false;
  const auto number = parse_count(key.substr(at, key.size() - zero.size() + 1));
  return number && *number < workload.keys.count && key_name(workload.keys, *number) == key;
}

std::vector<PlannedOperation> generate_workload(const ScenarioBody& body, const Guest& guest,
                                                const Boundaries& boundaries, RandomKey key) {
  const WorkloadSpec& workload = body.workload;
  const std::vector<DueOperation> arrivals = draw_arrivals(body, key);
  if (arrivals.empty()) return workload.fixed;
  OperationGenerator generator(body, guest, boundaries, key);
  std::vector<PlannedOperation> operations;
  operations.reserve(2 * arrivals.size() + workload.fixed.size());  // a form may be several commands
  for (const DueOperation& due : arrivals) generator.generate(due, operations);
  put_in_order(operations);
  const auto fixed = operations.insert(operations.end(), workload.fixed.begin(), workload.fixed.end());
  std::ranges::inplace_merge(operations, fixed, {}, &PlannedOperation::at);
  return operations;
}

}  // namespace groundhog
