// Random histories of a cache, as owner and as follower, against the plain reference: same answers, same state in the
// same order, and exactly the same events.
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sut/cache/cache.hpp"
#include "tests/sut/cache/contents.hpp"
#include "tests/sut/cache/event_log.hpp"
#include "tests/sut/cache/reference_cache.hpp"

namespace burrow::test {
namespace {

enum class Verb {
  set,
  set_with_ttl,
  get,
  exists,
  remove,
  pop,
  expire,
  persist,
  flush,
  sweep,
  keys,  // an owner's
  apply_set,
  apply_set_with_ttl,
  apply_deadline,
  apply_removed,
  apply_flushed,
  reload,  // a follower's
  pass_time,
  change_capacity,
  change_memory,
  change_authority,  // of both
};

// For the counterexamples that RapidCheck prints.
std::ostream& operator<<(std::ostream& out, Verb verb) {
  constexpr const char* names[] = {"set",
                                   "set_with_ttl",
                                   "get",
                                   "exists",
                                   "remove",
                                   "pop",
                                   "expire",
                                   "persist",
                                   "flush",
                                   "sweep",
                                   "keys",
                                   "apply_set",
                                   "apply_set_with_ttl",
                                   "apply_deadline",
                                   "apply_removed",
                                   "apply_flushed",
                                   "reload",
                                   "pass_time",
                                   "change_capacity",
                                   "change_memory",
                                   "change_authority"};
  return out << names[static_cast<std::size_t>(verb)];
}

// Verb, key, and a number whose meaning depends on the verb.
using Step = std::tuple<Verb, int, int>;

// Weighted so that histories fill up before they are flushed, and stay in one role for a while.
rc::Gen<Step> any_step() {
  const auto verb = rc::gen::weightedOneOf<Verb>({
      {24, rc::gen::element(Verb::set, Verb::set_with_ttl, Verb::apply_set, Verb::apply_set_with_ttl)},
      {24,
       rc::gen::element(Verb::get, Verb::exists, Verb::expire, Verb::persist, Verb::apply_deadline, Verb::pass_time)},
      {10, rc::gen::element(Verb::remove, Verb::pop, Verb::sweep, Verb::keys, Verb::apply_removed)},
      {2, rc::gen::element(Verb::change_capacity, Verb::change_memory, Verb::change_authority, Verb::reload)},
      {1, rc::gen::element(Verb::flush, Verb::apply_flushed)},
  });
  return rc::gen::tuple(verb, rc::gen::inRange(0, 8), rc::gen::inRange(-2, 12));
}

bool is_follower_verb(Verb verb) { return verb >= Verb::apply_set && verb <= Verb::reload; }
bool is_owner_only_verb(Verb verb) {
  return verb < Verb::apply_set && verb != Verb::get && verb != Verb::exists && verb != Verb::keys;
}

class Twins {
 public:
  Twins(std::size_t capacity, std::size_t max_memory_bytes) {
    CacheOptions options;
    options.janitor_interval = seam::Duration::zero();
    options.capacity = model_.capacity = capacity;
    options.max_memory_bytes = model_.max_memory_bytes = max_memory_bytes;
    cache_.configure(options);
    cache_.set_observer(&log_);
  }

  void run(const Step& step) {
    const auto [verb, key_number, number] = step;
    if (model_.owner ? is_follower_verb(verb) : is_owner_only_verb(verb)) return;
    apply(verb, "key" + std::to_string(key_number), number);
    compare();
  }

 private:
  // Lengths vary, so that limits by weight choose other victims than limits by number.
  std::string new_value(int number) {
    return "v" + std::to_string(++writes_) + std::string(static_cast<std::size_t>(number + 2) * 16, '.');
  }
  ExpiryTime instant(long milliseconds) const { return ExpiryTime(seam::Milliseconds(milliseconds)); }

  void apply(Verb verb, const std::string& key, int number) {
    switch (verb) {
      case Verb::set:
        return set(key, number, std::nullopt);
      case Verb::set_with_ttl:
        return set(key, number, number);
      case Verb::get:
        return RC_ASSERT(cache_.get(key) == model_.get(key));
      case Verb::exists:
        return exists(key);
      case Verb::remove:
        return RC_ASSERT(cache_.remove(key) == model_.remove(key));
      case Verb::pop:
        return RC_ASSERT(cache_.pop(key).has_value() == model_.remove(key));
      case Verb::expire:
        return RC_ASSERT(cache_.expire(key, seam::Milliseconds(number)) == model_.expire(key, number));
      case Verb::persist:
        return RC_ASSERT(cache_.persist(key) == model_.persist(key));
      case Verb::flush:
        return cache_.flush(), model_.flush();
      case Verb::sweep:
        return sweep();
      case Verb::keys:
        return RC_ASSERT(cache_.keys() == model_.keys());
      case Verb::apply_set:
        return apply_set(key, number, std::nullopt);
      case Verb::apply_set_with_ttl:
        return apply_set(key, number, model_.now + number);
      case Verb::apply_deadline:
        return apply_deadline(key, number);
      case Verb::apply_removed:
        return RC_ASSERT(cache_.apply_removed(key, RemovalCause::expire) == model_.apply_removed(key));
      case Verb::apply_flushed:
        return cache_.apply_flushed(), model_.apply_flushed();
      case Verb::reload:
        return reload();
      case Verb::pass_time:
        model_.now += number + 2;
        return;
      case Verb::change_capacity:
        return change_limits(static_cast<std::size_t>(number + 2) / 2, model_.max_memory_bytes);
      case Verb::change_memory:
        return change_limits(model_.capacity, static_cast<std::size_t>(number + 2) * 100);
      case Verb::change_authority:
        return change_authority();
    }
  }

  void set(const std::string& key, int number, std::optional<long> ttl) {
    const std::string value = new_value(number);
    const std::optional<seam::Milliseconds> duration = ttl ? std::optional(seam::Milliseconds(*ttl)) : std::nullopt;
    RC_ASSERT(cache_.set(key, value, duration).has_value() == model_.set(key, value, ttl));
  }

  void exists(const std::string& key) {
    bool found = false;
    cache_.read(Recency::keep, [&](StringReader& reader) { found = reader.find(key) != nullptr; });
    RC_ASSERT(found == model_.exists(key));
  }

  void sweep() {
    cache_.transact([](StringTransaction& step) { return step.sweep(2); });
    model_.sweep(2);
  }

  void apply_set(const std::string& key, int number, std::optional<long> deadline) {
    const std::string value = new_value(number);
    cache_.apply_set(key, value, deadline ? Deadline(instant(*deadline)) : std::nullopt);
    model_.apply_set(key, value, deadline);
  }

  void apply_deadline(const std::string& key, int number) {
    const std::optional<long> deadline = number == 0 ? std::nullopt : std::optional(model_.now + number);
    const bool held = cache_.apply_deadline(key, deadline ? Deadline(instant(*deadline)) : std::nullopt);
    RC_ASSERT(held == model_.apply_deadline(key, deadline));
  }

  // Nothing may change: what was dumped is what is loaded. Equal deadlines then leave in the order of recency.
  void reload() {
    replace_all(cache_, copy_of(cache_));
    const std::vector<ReferenceCache::Item> before = model_.items();
    model_.apply_flushed();
    for (const auto& item : before) model_.apply_set(item.key, item.value, item.deadline);
  }

  void change_limits(std::size_t capacity, std::size_t max_memory_bytes) {
    CacheOptions options = cache_.options();
    options.capacity = model_.capacity = capacity;
    options.max_memory_bytes = model_.max_memory_bytes = max_memory_bytes;
    cache_.configure(options);
    model_.enforce_limits();
  }

  void change_authority() {
    model_.owner = !model_.owner;
    cache_.set_authority(model_.owner ? Authority::owner : Authority::follower);
    model_.enforce_limits();
  }

  void compare() {
    cache_.check_invariants();
    const std::vector<std::string> heard = log_.take();
    RC_ASSERT(log_.take_commits() == (heard.empty() ? 0U : 1U));
    RC_ASSERT(heard == model_.take_events());
    std::vector<StringItem> expected;
    for (const auto& item : model_.items()) {
      expected.push_back({item.key, item.value, item.deadline ? Deadline(instant(*item.deadline)) : std::nullopt});
    }
    RC_ASSERT(contents_of(cache_) == expected);
  }

  ReferenceCache model_;
  EventLog log_{ExpiryTime{}};
  StringCache cache_{nullptr, [this] { return instant(model_.now); }};
  int writes_ = 0;
};

RC_GTEST_PROP(CacheModel, AgreesWithTheReference, ()) {
  const auto history = *rc::gen::scale(3.0, rc::gen::container<std::vector<Step>>(any_step()));
  const auto capacity = *rc::gen::inRange<std::size_t>(0, 7);
  const auto max_memory_bytes =
      *rc::gen::oneOf(rc::gen::just<std::size_t>(0), rc::gen::inRange<std::size_t>(300, 1500));
  Twins twins(capacity, max_memory_bytes);
  for (const Step& step : history) twins.run(step);
}

}  // namespace
}  // namespace burrow::test
