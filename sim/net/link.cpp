#include "sim/net/link.hpp"

#include <algorithm>

#include "sim/core/random.hpp"
#include "sim/plan/host_names.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {
namespace {

constexpr LinkStream ack_stream{0};

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
  SEAM_ASSERT(acks == ack_stream);
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

bool Link::is_lost(const Stream& stream, std::uint64_t ordinal, std::uint32_t attempt) const {
  if (spec_.loss <= 0) return false;
  return chance(draw(stream.losses, ordinal, attempt), spec_.loss);
}

Duration Link::delay_of(const Stream& stream, std::uint64_t ordinal, std::uint32_t attempt) const {
  return draw_delay(spec_.delay, draw(stream.delays, ordinal, attempt));
}

bool Link::draws_delays() const {
  return spec_.delay.jitter != Duration::zero() || spec_.delay.shape != DelaySpec::Shape::constant;
}

Fate Link::directed(const Stream& stream, std::uint64_t ordinal, std::uint32_t attempt, Fate drawn) const {
  return director_->decide({from_, to_, stream.type, ordinal, attempt}, drawn);
}

Fate Link::transmit(LinkStream stream, std::uint64_t ordinal, std::uint32_t attempt) const {
  if (is_cut()) return std::nullopt;
  const Stream& chosen = at(stream);
  const bool lost = is_lost(chosen, ordinal, attempt);
  const Fate drawn = lost ? Fate() : Fate(delay_of(chosen, ordinal, attempt));
  if (director_ == nullptr || (spec_.loss <= 0 && !draws_delays())) return drawn;
  return directed(chosen, ordinal, attempt, drawn);
}

Fate Link::ride(LinkStream stream, std::uint64_t ordinal, std::uint32_t attempt) const {
  const Stream& chosen = at(stream);
  const Duration drawn = delay_of(chosen, ordinal, attempt);
  if (director_ == nullptr || !draws_delays()) return drawn;
  return directed(chosen, ordinal, attempt, drawn);
}

Fate Link::acknowledge() {
  const std::uint64_t ordinal = next_ordinal(ack_stream);
  if (is_cut()) return std::nullopt;
  const Stream& acks = at(ack_stream);
  const Fate drawn = is_lost(acks, ordinal, 0) ? Fate() : Fate(spec_.delay.mean);
  if (director_ == nullptr || spec_.loss <= 0) return drawn;
  return directed(acks, ordinal, 0, drawn);
}

void Link::cut(std::uint32_t fault) {
  if (std::find(cuts_.begin(), cuts_.end(), fault) == cuts_.end()) cuts_.push_back(fault);
}

void Link::heal(std::uint32_t fault) { std::erase(cuts_, fault); }

void Link::override_with(const LinkOverride& change, std::uint32_t fault) {
  overrides_.push_back({change, fault});
  recompute();
}

void Link::restore(std::uint32_t fault) {
  std::erase_if(overrides_, [&](const Overridden& entry) { return entry.fault == fault; });
  recompute();
}

void Link::heal_for_good() {
  cuts_.clear();
  holds_.clear();
  overrides_.clear();
  base_ = LinkSpec{.delay = {.mean = base_.delay.mean}};
  recompute();
}

void Link::recompute() {
  spec_ = base_;
  for (const Overridden& entry : overrides_) spec_ = with_override(spec_, entry.change);
}

}  // namespace groundhog
