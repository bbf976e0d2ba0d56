#include "cli/promotion/settle_form.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "cli/checked_run.hpp"
#include "cli/promotion/rewrites.hpp"
#include "cli/promotion/run_record.hpp"
#include "cli/promotion/variants.hpp"

namespace groundhog {
namespace {

constexpr std::size_t operations_moved = 20;  // of a day with more, the first ones only

RunRecord recorded(const Plan& plan, const System& system) {
  RunRecord record(plan);
  Observer* const observers[] = {&record};
  checked_run(plan, system, observers);
  return record;
}

class Form {
 public:
  Form(Plan plan, Trials& trials) : trials_(trials), plan_(std::move(plan)) { survivors_ = survivors_of(plan_); }

  const Plan& plan() const { return plan_; }

  // Takes the first proposal that fails on its own seed and, with others, no less often than the present form.
  void offer(std::span<const Plan> proposals) { consider(proposals, survivors_); }
  // For what is no easier to read: it must fail more often.
  void offer_for_gain(std::span<const Plan> proposals) { consider(proposals, survivors_ + 1); }

 private:
  std::uint64_t survivors_of(const Plan& plan) { return trials_.failing(with_other_seeds(plan)); }

  void consider(std::span<const Plan> proposals, std::uint64_t needed) {
    if (needed > seeds_tried) return;
    for (const Plan& proposal : proposals) {
      if (!trials_.fails(proposal)) continue;
      const std::uint64_t survivors = survivors_of(proposal);
      if (survivors < needed || trials_.interrupted()) continue;
      plan_ = proposal;
      survivors_ = survivors;
      return;
    }
  }

  Trials& trials_;
  Plan plan_;
  std::uint64_t survivors_ = 0;
};

}  // namespace

Plan settle_form(Plan plan, const System& system, Trials& trials) {
  Form form(std::move(plan), trials);
  form.offer(std::vector{with_plain_ids(form.plan())});
  form.offer(std::vector{with_calm_network(form.plan())});
  for (std::size_t fault = 0; fault < form.plan().faults.size(); ++fault) {
    form.offer(with_selectors(form.plan(), fault, recorded(form.plan(), system)));
    form.offer_for_gain(with_triggers(form.plan(), fault, recorded(form.plan(), system)));
  }
  const std::size_t operations = std::min(form.plan().operations.size(), operations_moved);
  for (std::size_t operation = 0; operation < operations; ++operation) {
    form.offer_for_gain(with_more_room(form.plan(), operation));
  }
  return form.plan();
}

}  // namespace groundhog
