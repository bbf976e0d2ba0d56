#include <algorithm>

#include "harness/shrink/plan/reductions/on_link.hpp"
#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {
namespace {

void calm(LinkSpec& link) {
  link.delay.jitter = Duration{0};
  link.delay.shape = DelaySpec::Shape::constant;
  link.loss = 0;
}

void calm(LinkOverride& link) {
  link.jitter.reset();
  link.shape.reset();
  link.loss.reset();
}

bool says_nothing(const LinkOverride& link) { return !link.mean && !link.jitter && !link.shape && !link.loss; }

void remove_links(Search& search) {
  std::vector<Edit> edits;
  for (std::size_t i = search.plan().network.links.size(); i-- > 0;) {
    edits.push_back(
        [i](Plan& plan) { plan.network.links.erase(plan.network.links.begin() + static_cast<std::ptrdiff_t>(i)); });
  }
  search.keep_each(edits);
}

void calm_links(Search& search) {
  std::vector<Edit> edits = {
      [](Plan& plan) { calm(plan.network.fallback); },
      [](Plan& plan) { plan.network.fallback.loss = 0; },
      [](Plan& plan) { plan.network.fallback.delay.jitter = Duration{0}; },
      [](Plan& plan) { plan.network.fallback.delay.shape = DelaySpec::Shape::constant; },
      [](Plan& plan) { plan.network.socket_buffer_bytes.reset(); },
  };
  for (std::size_t i = 0; i < search.plan().network.links.size(); ++i) {
    edits.push_back(on_link(i, [](LinkOverride& link) { calm(link); }));
    edits.push_back(on_link(i, [](LinkOverride& link) { link.loss.reset(); }));
    edits.push_back(on_link(i, [](LinkOverride& link) { link.jitter.reset(); }));
    edits.push_back(on_link(i, [](LinkOverride& link) { link.shape.reset(); }));
  }
  search.keep_each(edits);
}

}  // namespace

void calm_all_links(Plan& plan) {
  calm(plan.network.fallback);
  for (LinkOverride& link : plan.network.links) calm(link);
  std::erase_if(plan.network.links, says_nothing);
}

void calm_network(Search& search) {
  const Edit as_a_whole[] = {
      [](Plan& plan) {
        plan.network = {};
        plan.network.fallback.delay.mean = Duration{0};
      },
      [](Plan& plan) {
        const Duration mean = plan.network.fallback.delay.mean;
        plan.network = {};
        plan.network.fallback.delay.mean = std::min(mean, plan.network.fallback.delay.mean);
      },
      calm_all_links,
  };
  search.keep_first(as_a_whole);
  remove_links(search);
  calm_links(search);
}

}  // namespace groundhog::harness
