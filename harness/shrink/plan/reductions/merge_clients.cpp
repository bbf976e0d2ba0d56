#include <string>

#include "harness/shrink/plan/mentions.hpp"
#include "harness/shrink/plan/reductions/reductions.hpp"
#include "sim/plan/host_names.hpp"

namespace groundhog::harness {
namespace {

// One client sends the operations of another, which goes; those behind it move up.
void merge(Plan& plan, std::uint32_t gone, std::uint32_t heir) {
  if (gone >= plan.clients) return;
  for (PlannedOperation& operation : plan.operations) {
    if (operation.client == gone) operation.client = heir;
    if (operation.client > gone) --operation.client;
  }
  forget_host(plan, client_name(gone));
  for (std::uint32_t client = gone + 1; client < plan.clients; ++client) {
    rename_host(plan, client_name(client), client_name(client - 1));
  }
  --plan.clients;
}

}  // namespace

void merge_clients(Search& search) {
  const Edit all_at_once[] = {
      [](Plan& plan) {
        if (plan.operations.empty()) plan.clients = 0;
      },
      [](Plan& plan) {
        while (plan.clients > 1) merge(plan, plan.clients - 1, 0);
      },
  };
  if (search.keep_first(all_at_once)) return;
  std::vector<Edit> edits;
  for (std::uint32_t gone = search.plan().clients; gone-- > 1;) {
    for (std::uint32_t heir = 0; heir < gone; ++heir) {
      const std::uint32_t before = gone + 1;  // a merge that was kept leaves nothing for the next heir to take
      edits.push_back([=](Plan& plan) {
        if (plan.clients == before) merge(plan, gone, heir);
      });
    }
    search.keep_first(edits);
    edits.clear();
  }
}

}  // namespace groundhog::harness
