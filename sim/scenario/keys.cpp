#include "sim/scenario/keys.hpp"

#include <algorithm>
#include <array>

#include "sim/plan/limits.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {
namespace {

using Kind = KeySpec::Kind;
using Name = std::string_view;

constexpr Name name_words[] = {"plain", "binary"};
constexpr Name on_error_words[] = {"keep", "reconnect"};

constexpr KeySpec exception_keys[] = {
    {"all_except", Kind::checks, true, "every check but these"},
};
constexpr MappingSpec check_spec{"check", exception_keys};

constexpr KeySpec seeds_keys[] = {
    {"base", Kind::count, false, "the first seed; default 1"},
    {"count", Kind::positive_count, false, "how many from there; default 100"},
    {"list", Kind::counts, false, "these seeds instead"},
};
constexpr MappingSpec seeds_spec{"seeds", seeds_keys};

constexpr KeySpec param_keys[] = {
    {"choice", Kind::scalars, false, "one of these"},
    {"weights", Kind::numbers, false, "how often each choice; default: all alike"},
    {"range", Kind::quantity_pair, false, "uniform between both, included"},
    {"log_range", Kind::quantity_pair, false, "logarithmically uniform between both"},
    {"flag", Kind::probability, false, "true with this probability"},
};
constexpr MappingSpec param_spec{"params", param_keys};

constexpr KeySpec run_keys[] = {
    {"warmup", Kind::duration, false,
     "at least this long, and until every node that follows another streams; default 1s"},
    {"chaos", Kind::positive_duration, false, "workload and faults; default 10s"},
    {"settle", Kind::duration, false, "quiet time in which the cluster must converge; default 10s"},
    {"max_events", Kind::positive_count, false, "a run with more is cut off and fails; default 5000000"},
};
constexpr MappingSpec run_spec{"run", run_keys};

constexpr KeySpec clock_keys[] = {
    {"offset", Kind::offset, false,
     "of the wall clock from true time; with all its jumps within 5000000000s (158 years)"},
    {"drift_ppm", Kind::ppm, false,
     "microseconds that both clocks gain per second; -500000 (half the rate) to 1000000 (twice the rate)"},
    {"wall_drift_ppm", Kind::ppm, false, "the same of the wall clock alone, on top of that"},
};
constexpr MappingSpec clock_spec{"clock", clock_keys};

constexpr KeySpec node_keys[] = {
    {"if", Kind::flag, false, "false: the node is left out; those that follow it follow whom it would follow"},
    {"role", Kind::role, true, "at the start: one node leads, all others follow"},
    {"of", Kind::node, false, "whom the node follows: the one that leads, or another in a chain"},
    {"zone", Kind::identifier, false, "where it stands, for people"},
    {"clock", Kind::mapping, false, "how its clocks differ from true time", &clock_spec},
    {"config", Kind::knobs, false, "knobs of this node, over those of the cluster"},
};
constexpr MappingSpec node_spec{"node", node_keys};

constexpr KeySpec cluster_keys[] = {
    {"nodes", Kind::table, true, "name -> role, upstream, clock", &node_spec},
    {"config", Kind::knobs, false, "knobs of the system under test, for every node"},
};
constexpr MappingSpec cluster_spec{"cluster", cluster_keys};

constexpr KeySpec delay_keys[] = {
    {"dist", Kind::word, false, "shape; default constant", nullptr, delay_words},
    {"mean", Kind::duration, true, "mean delay"},
    {"jitter", Kind::duration, false, "around the mean; with dist normal the standard deviation"},
};
constexpr MappingSpec delay_spec{"delay", delay_keys};

constexpr KeySpec link_keys[] = {
    {"link", Kind::link, true, "n1->n2, n1<->n2; * is every host"},
    {"delay", Kind::link_delay, false, "one way; 1ms where nothing says another", &delay_spec},
    {"jitter", Kind::duration, false, "around the delay; with dist normal the standard deviation"},
    {"dist", Kind::word, false, "shape of the delay, drawn per frame", nullptr, delay_words},
    {"loss", Kind::probability, false, "of each transmission; TCP retransmits, so loss shows as stalls"},
    {"burst", Kind::duration, false, "mean length of the times in which all is lost; default: each is lost by itself"},
    {"rate", Kind::byte_rate, false, "that the link carries, all connections together; default: no limit"},
    {"limit", Kind::size, false, "that may wait for the rate, more is lost; default: no limit"},
    {"socket_buffer", Kind::socket_buffer, false, "of the sockets at both ends, for what goes over this link"},
};
constexpr MappingSpec link_spec{"links", link_keys};
// For all links `network.socket_buffer` says it.
constexpr MappingSpec default_link_spec{"network default", std::span(link_keys).subspan(1, std::size(link_keys) - 2)};

constexpr KeySpec network_keys[] = {
    {"default", Kind::mapping, false, "every link that nothing else names", &default_link_spec},
    {"links", Kind::list, false, "changes to single links; later ones win, word by word", &link_spec},
    {"socket_buffer", Kind::socket_buffer, false,
     "send buffer and receive window of every socket that `links` say nothing of, 1B to 1GiB; default 2MiB"},
};
constexpr MappingSpec network_spec{"network", network_keys};

constexpr KeySpec key_space_keys[] = {
    {"count", Kind::positive_count, false, "how many; default 16"},
    {"dist", Kind::word, false, "uniform; zipf with theta; hot: four of five draws from the first fifth", nullptr,
     key_words},
    {"theta", Kind::number, false, "exponent of zipf; default 0.99"},
    {"names", Kind::word, false, "plain: k0, k1 …; binary: with spaces, CR LF, NUL and high bytes", nullptr,
     name_words},
};
constexpr MappingSpec key_space_spec{"keys", key_space_keys};

constexpr KeySpec ttl_keys[] = {
    {"dist", Kind::word, false, "shape between min and max; default uniform", nullptr, ttl_words},
    {"min", Kind::ttl, true, "shortest; whole milliseconds"},
    {"max", Kind::ttl, true, "longest; whole milliseconds; at most 2000000000s (63 years)"},
    {"mean", Kind::ttl, false, "of dist exponential, which starts at min; default half of max"},
    {"step", Kind::ttl, false, "rounded down to a multiple of it, from min on"},
};
constexpr MappingSpec ttl_spec{"ttl", ttl_keys};

constexpr KeySpec values_keys[] = {
    {"dist", Kind::word, false, "shape between min and max; default uniform", nullptr, size_words},
    {"min", Kind::size, true, "shortest; never shorter than the name of the write (c2-17)"},
    {"max", Kind::size, true, "longest"},
};
constexpr MappingSpec values_spec{"values", values_keys};

constexpr KeySpec operation_keys[] = {
    {"at", Kind::duration, true, "since the end of warmup"},
    {"client", Kind::client, false, "default c1"},
    {"node", Kind::operation_node, false, "a node, or the one that leads then (default)"},
    {"cmd", Kind::command, true,
     "as for a shell: SET \"a key\" v PX 100; in double quotes \\n \\r \\t \\\" \\\\ \\xHH, and a byte with \\*N "
     "behind it "
     "is there N times: \"v1x\\*24000\""},
};
constexpr MappingSpec operation_spec{"ops", operation_keys};

constexpr KeySpec learn_keys[] = {
    {"min", Kind::duration, true, "shortest"},
    {"max", Kind::duration, true, "longest"},
};
constexpr MappingSpec learn_spec{"learn", learn_keys};

constexpr KeySpec client_keys[] = {
    {"learn", Kind::delays, false, "as in `workload`, of this client alone", &learn_spec},
    {"nodes", Kind::client_nodes, false,
     "its generated operations go to these, reads and writes, to a node drawn for each: names, or any"},
    {"on_error", Kind::word, false, "after an error reply it keeps its connection (default), or opens a new one",
     nullptr, on_error_words},
    {"pipeline", Kind::positive_count, false, "as in `workload`, of this client alone"},
    {"inline", Kind::probability, false, "as in `workload`, of this client alone"},
};
constexpr MappingSpec client_spec{"client", client_keys};

constexpr KeySpec workload_keys[] = {
    {"profile", Kind::profile, false,
     "a workload with a name: its keys, and its knobs, stand where the scenario has none of its own"},
    {"clients", Kind::positive_count, false, "client machines c1 … cN; default: as many as `ops` names"},
    {"rate", Kind::rate, false, "operations of all clients together; none: only `ops`"},
    {"arrivals", Kind::word, false,
     "times between operations of a client: exponential (default), jittered by half, even; bursts: of eight on average",
     nullptr, arrival_words},
    {"connect", Kind::connect, false,
     "any (default): reads go to a node drawn for each, writes to the one that leads; else all go there"},
    {"learn", Kind::delays, false,
     "how long a client keeps the leader that it knows when another node leads: a duration, {min, max}, drawn for each "
     "client and change, or a list: of the first, second … change, the last one of all later ones; default 0s",
     &learn_spec},
    {"pipeline", Kind::positive_count, false,
     "how many operations a client sends before it has the reply to the first of them; default 1"},
    {"inline", Kind::probability, false,
     "which share of its requests a client writes as a line of words, as people type them, where the protocol knows "
     "such lines; default 0"},
    {"client", Kind::table, false, "name -> what this client does in its own way", &client_spec},
    {"timeout", Kind::positive_duration, false, "after which an operation's outcome is unknown; default 500ms"},
    {"keys", Kind::mapping, false, "which keys", &key_space_spec},
    {"mix", Kind::mix, false, "operation -> weight"},
    {"ttl", Kind::mapping, false, "time to live of setex, expire, getex; default 50ms to 3s", &ttl_spec},
    {"values", Kind::mapping, false, "sizes of values; default: just long enough to be unique", &values_spec},
    {"ops", Kind::list, false, "operations at fixed times, beside the generated ones", &operation_spec},
};
constexpr MappingSpec workload_spec{"workload", workload_keys};

constexpr KeySpec random_keys[] = {
    {"count", Kind::count, true, "how many windows"},
    {"within", Kind::duration_pair, true, "where they lie: [from, to]"},
    {"for", Kind::duration_range, false, "how long each: a duration, or [shortest, longest]"},
    {"gap", Kind::duration, false, "least time between two; default 0s"},
};
constexpr MappingSpec random_spec{"random", random_keys};

constexpr KeySpec when_keys[] = {
    {"event", Kind::event, true, "what the system must announce"},
    {"node", Kind::node, false, "by whom; default: any node"},
    {"count", Kind::positive_count, false, "1: the first time, 2: the second …; default 1"},
    {"where", Kind::fields, false, "only with these values of its fields, as `trace` shows them: {key: k1}"},
    {"after", Kind::duration, false, "how long after it the fault starts; default 0s"},
    {"times", Kind::positive_count, false,
     "how often it starts: again with the next `count` announcements after its end; default 1"},
};
constexpr MappingSpec when_spec{"when", when_keys};

constexpr KeySpec fault_common[] = {
    {"id", Kind::identifier, false, "name of the fault, keys its random draws; default: the verb and a number"},
    {"do", Kind::verb, true, "the verb"},
    {"if", Kind::flag, false, "false: the fault is left out"},
    {"may_miss", Kind::flag, false, "true: it need not take effect in any seed of the full set"},
    {"at", Kind::duration, false, "when it starts, since the end of warmup"},
    {"every", Kind::positive_duration, false, "again and again, first after this time"},
    {"until", Kind::duration, false, "with every: none starts then or later; default: the end of chaos"},
    {"random", Kind::mapping, false, "windows drawn before the run", &random_spec},
    {"when", Kind::mapping, false, "starts when the system announces something", &when_spec},
    {"for", Kind::positive_duration, false,
     "how long; past the end of chaos is an error, but with `when` it ends there; default: to the end of chaos"},
};

constexpr KeySpec expect_keys[] = {
    {"violates", Kind::check, true, "the property that the mutant must violate"},
    {"mutant", Kind::mutant, true, "the planted bug that this is about; without it the scenario must be green"},
    {"within_seeds", Kind::positive_count, false, "of the scenario's seeds; default: all"},
};
constexpr MappingSpec expect_spec{"expect", expect_keys};

constexpr KeySpec scenario_keys[] = {
    {"version", Kind::count, true, "of the language: 1"},
    {"name", Kind::identifier, true, "of the scenario"},
    {"description", Kind::text, false, "one or two true sentences: what happens, what must not"},
    {"tags", Kind::identifiers, false, "for choosing scenarios: gate, nightly, regression …"},
    {"seeds", Kind::mapping, false, "the scenario's full set of seeds", &seeds_spec},
    {"params", Kind::table, false, "drawn once per run; \"${name}\" stands for the value", &param_spec},
    {"run", Kind::mapping, false, "how long the phases last", &run_spec},
    {"cluster", Kind::mapping, true, "nodes and their configuration", &cluster_spec},
    {"network", Kind::mapping, false, "links between hosts", &network_spec},
    {"workload", Kind::mapping, false, "what clients do", &workload_spec},
    {"faults", Kind::faults, false, "what goes wrong, and when"},
    {"check", Kind::checks, false, "[all] (default), {all_except: [progress]}, or single properties for a regression",
     &check_spec},
    {"cover", Kind::floors, false,
     "least counts over the full set of seeds: a green run that did nothing is not green"},
    {"expect", Kind::mapping, false, "about a planted bug", &expect_spec},
};
constexpr MappingSpec scenario_spec{"the scenario", scenario_keys};

constexpr LimitSpec limit_table[] = {
    {"a duration", longest_duration_text,
     "more than the 50 days that 32 bits of milliseconds hold; hundreds of them still fit into 64 bits of nanoseconds"},
    {"a TTL of `workload.ttl`", longest_ttl_text,
     "its deadline is a time in nanoseconds on the farthest wall clock, too"},
    {"the wall clock of a node", farthest_wall_text,
     "by its offset, and then by all its jumps forward or all its jumps back: 1867 to 2184, and 64 bits of nanoseconds "
     "end in 2262. A jump counts as often as it may happen, and for every node that may be drawn"},
    {"the drift of a clock, in ppm", drift_text,
     "beyond it, what waits by the clock takes for ever, or floods the run with its timers"},
    {"a `socket_buffer`", socket_buffer_text, "TCP can announce no larger window"},
    {"a `pipeline`", pipeline_text, "all that a client has under way is unknown when one of them is"},
    {"the name of a scenario", longest_name_text,
     "folders and files are named by it, with the name of a property before it; 255 bytes are as long as those may be"},
    {"all values of a run together", "at most 1GiB", "its plan holds them"},
};

constexpr Name templated_keys[] = {"run", "cluster", "network", "workload", "faults"};

}  // namespace

const MappingSpec& scenario_mapping() { return scenario_spec; }
const MappingSpec& workload_mapping() { return workload_spec; }
std::span<const KeySpec> common_fault_keys() { return fault_common; }
std::span<const LimitSpec> limits() { return limit_table; }

bool is_templated(std::string_view root_key) {
  return std::find(std::begin(templated_keys), std::end(templated_keys), root_key) != std::end(templated_keys);
}

std::vector<KeySpec> fault_keys(const FaultEntry* entry) {
  std::vector<KeySpec> keys(std::begin(fault_common), std::end(fault_common));
  if (entry != nullptr) keys.insert(keys.end(), entry->parameters.begin(), entry->parameters.end());
  return keys;
}

}  // namespace groundhog
