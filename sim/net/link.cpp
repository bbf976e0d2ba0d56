#include "sim/net/link.hpp"

#include <algorithm>

#include "sim/core/random.hpp"
#include "sim/plan/host_names.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {
namespace {

std::uint64_t draw(const RandomKey& key, std::uint64_t ordinal, std::uint32_t attempt) {
  return attempt == 0 ? key.draw(ordinal) : key.sub(attempt).draw(ordinal);
}

}  // namespace

LinkSpec link_properties(const NetworkSpec& spec, std::string_view from, std::string_view to) {
  LinkSpec properties = spec.fallback;
  for (const LinkOverride& change : spec.links) {
    if (selects(change, from, to)) properties = with_override(properties, change);
  }
  return properties;
}

Duration draw_delay(const DelaySpec& spec, std::uint64_t bits) {
  const auto drawn = [&] {
    switch (spec.shape) {
      case DelaySpec::Shape::constant:
        if (spec.jitter == Duration::zero()) return spec.mean;
        return uniform_between(bits, spec.mean - spec.jitter, spec.mean + spec.jitter);
      case DelaySpec::Shape::normal:
        return normal(bits, spec.mean, spec.jitter);
      case DelaySpec::Shape::exponential:
        return exponential(bits, spec.mean);
      case DelaySpec::Shape::pareto:
        return pareto(bits, spec.mean);
    }
    return spec.mean;
  }();
  return std::max(drawn, Duration::zero());
}

Duration time_of(std::uint64_t bytes, std::uint64_t rate_bytes) {
  constexpr seam::WideInteger second = 1'000'000'000;
  return Duration(seam::saturate(bytes * second / seam::WideInteger(rate_bytes)));
}

VirtualTime RateChange::moved(VirtualTime leaves) const {
  if (leaves <= at || before == 0 || before == after) return leaves;
  if (after == 0) return at;
  const seam::WideInteger waits = (leaves - at).count();
  return seam::saturating_add(at, Duration(seam::saturate(waits * before / after)));
}

Link::Link(RandomKey delays, RandomKey losses, const LinkSpec& spec)
    : delays_(delays), losses_(losses), base_(spec), spec_(spec) {
  const LinkStream acks = stream("ack");
  SEAM_ASSERT(acks == acknowledgements);
}

LinkStream Link::stream(std::string_view type) {
  const auto is_same = [type](const Stream& each) { return each.type.data() == type.data() && each.type == type; };
  const auto known = std::ranges::find_if(streams_, is_same);
  if (known != streams_.end()) return LinkStream{static_cast<std::uint32_t>(known - streams_.begin())};
  // The same word elsewhere.
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    if (streams_[i].type == type) return LinkStream{static_cast<std::uint32_t>(i)};
  }
  streams_.push_back({type, delays_.sub(type), losses_.sub(type)});
  return LinkStream{static_cast<std::uint32_t>(streams_.size() - 1)};
}

void Link::set_director(NetworkDirector* director, HostId from, HostId to) {
  director_ = director;
  from_ = from;
  to_ = to;
}

Fate Link::drawn(const LinkSpec& spec, const Attempt& attempt) const {
  const Stream& chosen = at(attempt.stream);
  if (attempt.carriage != Carriage::ride && spec.loss > 0) {
    const bool is_lost = spec.burst > Duration{0}
                             ? is_bad(spec, attempt.at)
                             : chance(draw(chosen.losses, attempt.ordinal, attempt.attempt), spec.loss);
    if (is_lost) return std::nullopt;
  }
  if (attempt.carriage == Carriage::acknowledgement) return spec.delay.mean;
  return draw_delay(spec.delay, draw(chosen.delays, attempt.ordinal, attempt.attempt));
}

// Gilbert's model in slots of an eighth of a mean burst: a bad link becomes good with `leave` in each, a good one bad
// with `enter`, so that it is bad for a share `loss` of all time. The state is a function of time alone: each slot's
// draw makes it bad, makes it good, or leaves it as it was in the slot before.
bool Link::is_bad(const LinkSpec& spec, VirtualTime time) const {
  if (spec.loss >= 1) return true;
  constexpr std::int64_t slots_per_burst = 8;
  const Duration slot = std::max(spec.burst / slots_per_burst, Duration{1});
  double leave = 1.0 / slots_per_burst;
  double enter = leave * spec.loss / (1 - spec.loss);
  if (enter + leave > 1) {  // nearly always bad
    enter = spec.loss;
    leave = 1 - spec.loss;
  }
  const RandomKey key = losses_.sub("burst");
  for (std::int64_t i = time.time_since_epoch() / slot; i >= 0; --i) {
    const double drawn = uniform_unit(key.draw(static_cast<std::uint64_t>(i)));
    if (drawn < enter) return true;
    if (drawn >= 1 - leave) return false;
  }
  return chance(key.sub("before").draw(0), spec.loss);
}

Fate Link::transmit(const Attempt& attempt) const {
  const bool may_be_lost = attempt.carriage != Carriage::ride;
  if (may_be_lost && is_cut()) return std::nullopt;
  const Fate fate = drawn(spec_, attempt);
  const bool draws_delay = attempt.carriage != Carriage::acknowledgement &&
                           (spec_.delay.jitter != Duration::zero() || spec_.delay.shape != DelaySpec::Shape::constant);
  const bool has_choice = draws_delay || (may_be_lost && spec_.loss > 0);
  if (director_ == nullptr || !has_choice) return fate;
  return director_->decide({from_, to_, type(attempt.stream), attempt.ordinal, attempt.attempt}, fate);
}

Fate Link::take_turn(VirtualTime now, std::uint64_t bytes) {
  if (spec_.rate_bytes == 0) return Duration{0};
  using seam::WideInteger;
  constexpr WideInteger second = 1'000'000'000;
  const VirtualTime begins = std::max(now, free_at_);
  const WideInteger waiting = WideInteger((begins - now).count()) * spec_.rate_bytes / second;
  if (spec_.limit_bytes != 0 && waiting > 0 && waiting + bytes > spec_.limit_bytes) return std::nullopt;
  free_at_ = seam::saturating_add(begins, time_of(bytes, spec_.rate_bytes));
  return free_at_ - now;
}

void Link::cut(std::uint32_t fault) {
  if (std::find(cuts_.begin(), cuts_.end(), fault) == cuts_.end()) cuts_.push_back(fault);
}

void Link::heal(std::uint32_t fault) { std::erase(cuts_, fault); }

RateChange Link::override_with(const LinkOverride& change, std::uint32_t fault, VirtualTime now) {
  overrides_.push_back({change, fault});
  return change_to(with_override(spec_, change), now);
}

RateChange Link::restore(std::uint32_t fault, VirtualTime now) {
  const LinkSpec without = spec_without(fault);
  std::erase_if(overrides_, [&](const Overridden& entry) { return entry.fault == fault; });
  return change_to(without, now);
}

RateChange Link::heal_for_good(VirtualTime now) {
  cuts_.clear();
  holds_.clear();
  overrides_.clear();
  rules_ = {};
  base_ = LinkSpec{.delay = {.mean = base_.delay.mean}};
  return change_to(base_, now);
}

RateChange Link::change_to(const LinkSpec& spec, VirtualTime now) {
  const RateChange change{now, spec_.rate_bytes, spec.rate_bytes};
  free_at_ = change.moved(free_at_);
  spec_ = spec;
  return change;
}

LinkSpec Link::spec_without(std::uint32_t fault) const {
  LinkSpec spec = base_;
  for (const Overridden& entry : overrides_) {
    if (entry.fault != fault) spec = with_override(spec, entry.change);
  }
  return spec;
}

}  // namespace groundhog
