#include "sim/net/link.hpp"

#include <algorithm>

#include "sim/core/random.hpp"
#include "sim/plan/host_names.hpp"
#include "sut/runtime/assert.hpp"

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

Link::Link(RandomKey delays, RandomKey losses, const LinkSpec& spec)
    : delays_(delays), losses_(losses), base_(spec), spec_(spec) {
  const LinkStream acks = stream("ack");
  SEAM_ASSERT(acks == acknowledgements);
}

LinkStream Link::stream(std::string_view type) {
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

Fate Link::drawn(const LinkSpec& spec, Carriage carriage, LinkStream stream, std::uint64_t ordinal,
                 std::uint32_t attempt) const {
  const Stream& chosen = at(stream);
  const bool may_be_lost = carriage != Carriage::ride && spec.loss > 0;
  if (may_be_lost && chance(draw(chosen.losses, ordinal, attempt), spec.loss)) return std::nullopt;
  if (carriage == Carriage::acknowledgement) return spec.delay.mean;
  return draw_delay(spec.delay, draw(chosen.delays, ordinal, attempt));
}

Fate Link::transmit(Carriage carriage, LinkStream stream, std::uint64_t ordinal, std::uint32_t attempt) const {
  const bool may_be_lost = carriage != Carriage::ride;
  if (may_be_lost && is_cut()) return std::nullopt;
  const Fate fate = drawn(spec_, carriage, stream, ordinal, attempt);
  const bool draws_delay = carriage != Carriage::acknowledgement &&
                           (spec_.delay.jitter != Duration::zero() || spec_.delay.shape != DelaySpec::Shape::constant);
  const bool has_choice = draws_delay || (may_be_lost && spec_.loss > 0);
  if (director_ == nullptr || !has_choice) return fate;
  return director_->decide({from_, to_, type(stream), ordinal, attempt}, fate);
}

void Link::cut(std::uint32_t fault) {
  if (std::find(cuts_.begin(), cuts_.end(), fault) == cuts_.end()) cuts_.push_back(fault);
}

void Link::heal(std::uint32_t fault) { std::erase(cuts_, fault); }

void Link::override_with(const LinkOverride& change, std::uint32_t fault) {
  overrides_.push_back({change, fault});
  spec_ = with_override(spec_, change);
}

void Link::restore(std::uint32_t fault) {
  spec_ = spec_without(fault);
  std::erase_if(overrides_, [&](const Overridden& entry) { return entry.fault == fault; });
}

void Link::heal_for_good() {
  cuts_.clear();
  holds_.clear();
  overrides_.clear();
  base_ = LinkSpec{.delay = {.mean = base_.delay.mean}};
  spec_ = base_;
}

LinkSpec Link::spec_without(std::uint32_t fault) const {
  LinkSpec spec = base_;
  for (const Overridden& entry : overrides_) {
    if (entry.fault != fault) spec = with_override(spec, entry.change);
  }
  return spec;
}

}  // namespace groundhog
