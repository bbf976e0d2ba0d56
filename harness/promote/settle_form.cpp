#include "harness/promote/settle_form.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "harness/promote/rewrites.hpp"
#include "harness/promote/run_record.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "harness/shrink/plan/reductions.hpp"

namespace groundhog::harness {

Trials::Trials(const Guest& guest, FailureSignature wanted, TrialSettings settings)
    : guest_(guest), wanted_(std::move(wanted)), settings_(std::move(settings)) {}

std::vector<SeedResult> Trials::run(std::span<const Plan> plans) {
  std::vector<SeedResult> results(plans.size());
  if (interrupted_ || plans.empty()) return results;
  const Jobs jobs{plans.size(), [&](std::uint64_t index) {
                    const Plan& plan = plans[index];
                    return Job{plan.seed, [&] { return checked_run(plan, guest_); }};
                  }};
  std::size_t next = 0;
  RunnerReporter reporter;
  reporter.on_result = [&](const SeedResult& result) {
    results[next++] = result;
    ++runs_;
  };
  if (settings_.on_progress) {
    reporter.on_progress = [&](const RunnerProgress&) {
      settings_.on_progress({runs_, std::chrono::steady_clock::now() - began_});
    };
  }
  interrupted_ = run_jobs(jobs, {.workers = settings_.jobs, .limits = settings_.limits}, reporter);
  return results;
}

std::vector<bool> Trials::each_fails(std::span<const Plan> plans) {
  std::vector<bool> fails;
  for (const SeedResult& result : run(plans)) fails.push_back(result.failed() && shows(result, wanted_));
  return fails;
}

std::uint64_t Trials::failing_seeds(const Plan& plan, std::uint64_t first, std::uint64_t count) {
  std::vector<Plan> others(count, plan);
  for (std::uint64_t i = 0; i < count; ++i) others[i].seed = plan.seed + first + i;
  return static_cast<std::uint64_t>(std::ranges::count(each_fails(others), true));
}

namespace {

constexpr std::size_t elements_moved = 20;  // of a plan with more, the first ones only
constexpr int most_changes = 6;
// Half a minute of a plan with some twenty elements. Counted, not timed: what comes out must not rest on the machine.
constexpr std::uint64_t most_runs = 40'000;

RunRecord record_of(const Plan& plan, const Guest& guest) {
  RunRecord record(plan);
  Observer* const observers[] = {&record};
  checked_run(plan, guest, observers);
  return record;
}

class Form {
 public:
  Form(Plan plan, Trials& trials) : trials_(trials), plan_(std::move(plan)) { survivors_ = survivors_of(plan_); }

  const Plan& plan() const { return plan_; }
  RunRecord recorded() const { return record_of(plan_, trials_.guest()); }
  // Nothing can make it fail more often.
  bool lasts() const { return survivors_ == seeds_judging; }

  // Takes the first proposal that fails on its own seed and, with others, no less often than the present form.
  void offer(std::span<const Plan> proposals) {
    for (const Plan& proposal : failing(proposals)) {
      if (take(proposal, survivors_)) return;
    }
  }

  // For what is no easier to read: takes the one that fails most often, the first of several, if that is more often
  // than the present form. False if none does.
  bool offer_for_gain(std::span<const Plan> proposals) {
    bool gained = false;
    if (is_done()) return gained;
    for (const Plan& proposal : failing(proposals)) {
      gained = take(proposal, survivors_ + 1) || gained;
      if (is_done()) break;
    }
    return gained;
  }

 private:
  bool is_done() const { return lasts() || trials_.runs() >= most_runs; }

  std::uint64_t survivors_of(const Plan& plan) { return trials_.failing_seeds(plan, first_judging, seeds_judging); }

  // Those that do on their own seed. Slower links and other roles may need a longer settle.
  std::vector<Plan> failing(std::span<const Plan> offered) {
    std::vector<Plan> proposals(offered.begin(), offered.end());
    for (Plan& proposal : proposals)
      proposal.settle = std::max(proposal.settle, checkers::least_settle(proposal, trials_.guest()));
    const std::vector<bool> fails = trials_.each_fails(proposals);
    std::vector<Plan> found;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
      if (fails[i]) found.push_back(proposals[i]);
    }
    return found;
  }

  bool take(const Plan& proposal, std::uint64_t needed) {
    const std::uint64_t survivors = survivors_of(proposal);
    if (survivors < needed || trials_.interrupted()) return false;
    plan_ = proposal;
    survivors_ = survivors;
    return true;
  }

  Trials& trials_;
  Plan plan_;
  std::uint64_t survivors_ = 0;
};

void append(std::vector<Plan>& plans, std::vector<Plan> more) { std::ranges::move(more, std::back_inserter(plans)); }

// One thing changed.
std::vector<Plan> timings_of(const Plan& plan, std::span<const Element> order) {
  std::vector<Plan> proposals = with_link_delays(plan);
  append(proposals, with_more_time(plan));
  for (std::size_t first = 0; first < std::min(order.size(), elements_moved); ++first) {
    append(proposals, with_more_room(plan, order, first));
  }
  return proposals;
}

std::vector<Plan> proposals_for(const Plan& plan, std::span<const Element> order) {
  std::vector<Plan> proposals = timings_of(plan, order);
  // A link that takes time alone often hides the failure until what must precede it has had that time.
  for (const Plan& delayed : with_link_delays(plan)) append(proposals, timings_of(delayed, order));
  return proposals;
}

// Away from what rests on the order of events at one instant. One change that does it is better than several that help
// a little, so all are tried on one form before another is.
void part_ties(Form& form) {
  for (int changes = 0; changes < most_changes && !form.lasts(); ++changes) {
    const RunRecord record = form.recorded();
    if (!form.offer_for_gain(proposals_for(form.plan(), record.begun()))) return;
  }
}

// What was of use to one seed only.
template <typename T>
void drop_from(std::vector<T> Plan::*list, Form& form) {
  for (std::size_t i = (form.plan().*list).size(); i-- > 0;) {
    Plan without = form.plan();
    erase_at(without.*list, i);
    form.offer({&without, 1});
  }
}

}  // namespace

Plan settle_form(Plan plan, Trials& trials) {
  Form form(std::move(plan), trials);
  form.offer(std::vector{with_plain_ids(form.plan())});
  Plan calm = form.plan();
  calm_all_links(calm);
  form.offer({&calm, 1});
  if (!form.lasts()) {
    part_ties(form);
    drop_from(&Plan::faults, form);
    drop_from(&Plan::operations, form);
  }
  return form.plan();
}

}  // namespace groundhog::harness
