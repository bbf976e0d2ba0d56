// One kind of simplification each. All of them leave the plan failing. None adds an element, but
// pin_delays, which puts up to eight faults in the place of a network that draws.
#pragma once

#include <string>
#include <string_view>

#include "harness/shrink/plan/shrinker.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

void narrow_checks(Search& search);        // to the property that counts
void cut_after_violation(Search& search);  // what comes later cannot matter
void remove_faults(Search& search);        // delta debugging
void remove_operations(Search& search);    // delta debugging
void remove_nodes(Search& search);         // with what names them, or giving that to another
void merge_clients(Search& search);        // into as few as possible
void calm_network(Search& search);         // no jitter, no loss, no delay
void round_delays(Search& search);         // of the links
void pin_delays(Search& search);           // single frames held back, in place of jitter
void calm_clocks(Search& search);          // no offset, no drift
void calm_clients(Search& search);         // one operation at a time, to who leads now, on connections that stay
void drop_knobs(Search& search);           // defaults instead of what the scenario says
void tighten_knobs(Search& search);        // sizes: what is full soon is filled by few operations
void tighten_sockets(Search& search);      // as above; slow for a whole plan, so only once few operations are left
void simplify_faults(Search& search);      // parameters, lengths and matches
void simplify_commands(Search& search);    // fewer arguments, rounder numbers
void merge_keys(Search& search);           // into as few as possible
void rename_keys(Search& search);          // k1, k2 …
void merge_values(Search& search);         // many writes of long values into few of longer ones
void shorten_values(Search& search);       // v1, v2 …, or as few bytes as it takes
void close_gaps(Search& search);           // time in which nothing happens
void shorten_phases(Search& search);       // warmup, chaos, settle, time-out

// Nothing is drawn on any link, everything takes its mean.
void calm_all_links(Plan& plan);

// ---- the hosts that a plan names

// Everything that names the host goes: faults, changes of links, its place in groups, operations that are sent to it.
// A partition with one group left is none, and goes too.
void forget_host(Plan& plan, std::string_view name);

// Everything that names one host names another from now on. What would join a host with itself goes.
void rename_host(Plan& plan, std::string_view from, const std::string& to);

}  // namespace groundhog::harness
