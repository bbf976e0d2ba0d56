// Every way in which a scenario can be wrong, with the exact place and words.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/scenario/language_fixture.hpp"

namespace groundhog::test {
namespace {

TEST(Diagnostics, PlainScenarioHasNone) {
  EXPECT_EQ(problems(""), Lines{});
  EXPECT_EQ(problems("faults:\n  - {at: 1s, for: 1s, do: drop, match: {type: ping}}\n"), Lines{});
}

TEST(Diagnostics, UnknownKey) {
  EXPECT_EQ(problems("worklod: {clients: 1}\n"),
            Lines{"s.yaml:9:1: error: unknown key 'worklod' in the scenario (did you mean 'workload'?)"});
  EXPECT_EQ(problems("workload: {clients: 1, kyes: {count: 1}}\n"),
            Lines{"s.yaml:9:24: error: unknown key 'kyes' in workload (did you mean 'keys'?)"});
  EXPECT_EQ(problems("faults:\n  - {do: drop, match: {typ: ping}}\n"),
            Lines{"s.yaml:10:24: error: unknown key 'typ' in match (did you mean 'type'?)"});
  EXPECT_EQ(problems("faults:\n  - {do: drop, match: {}, type: ping}\n").at(0),
            "s.yaml:10:27: error: unknown key 'type' in a fault with do: drop: it is a key of match");
  EXPECT_EQ(problems("chaos: 3s\n"),
            Lines{"s.yaml:9:1: error: unknown key 'chaos' in the scenario: it is a key of run"});
}

TEST(Diagnostics, ParameterOfAnotherVerbIsUnknown) {
  EXPECT_EQ(
      problems("faults:\n  - {do: drop, match: {type: ping}, by: 3ms}\n"),
      Lines{"s.yaml:10:37: error: unknown key 'by' in a fault with do: drop: expected one of id, do, if, may_miss, at, "
            "every, until, random, when, for, match"});
}

TEST(Diagnostics, DuplicateKey) {
  EXPECT_EQ(problems("name: again\n"),
            Lines{"s.yaml:9:1: error: duplicate key 'name' in the scenario: the first is in line 2"});
  EXPECT_EQ(problems("workload:\n  timeout: 1s\n  timeout: 2s\n"),
            Lines{"s.yaml:11:3: error: duplicate key 'timeout' in workload: the first is in line 10"});
}

TEST(Diagnostics, DuplicateNode) {
  EXPECT_EQ(Language().problems("version: 1\nname: a\ncluster:\n  nodes:\n    n1: {role: primary}\n    n2: {role: "
                                "replica, of: n1}\n    n2: {role: replica, of: n1}\n"),
            Lines{"s.yaml:7:5: error: duplicate key 'n2' in nodes: the first is in line 6"});
}

TEST(Diagnostics, WrongUnit) {
  const std::string duration = "s.yaml:9:21: error: expected a duration such as 250ms, found ";
  const std::string units = ": units are ns us ms s min h";
  const auto timeout = [](const std::string& text) { return problems("workload: {timeout: " + text + "}\n"); };
  EXPECT_EQ(timeout("250"), Lines{duration + "'250'" + units});
  EXPECT_EQ(timeout("2sec"), Lines{duration + "'2sec' (did you mean '2s'?)"});
  EXPECT_EQ(timeout("5 s"), Lines{duration + "'5 s' (did you mean '5s'?)"});
  EXPECT_EQ(timeout("3minutes"), Lines{duration + "'3minutes' (did you mean '3min'?)"});
  EXPECT_EQ(timeout("20msec"), Lines{duration + "'20msec' (did you mean '20ms'?)"});
  EXPECT_EQ(timeout("7 Hours"), Lines{duration + "'7 Hours' (did you mean '7h'?)"});
  // A millisecond, or a minute: nothing is better than a factor of 60,000.
  EXPECT_EQ(timeout("5m"), Lines{duration + "'5m'" + units});
  EXPECT_EQ(timeout("5d"), Lines{duration + "'5d'" + units});
  EXPECT_EQ(problems("network: {default: {loss: 5}}\n"),
            Lines{"s.yaml:9:27: error: expected a probability such as 0.01 or 5%, found '5' (did you mean '5%'?)"});
  EXPECT_EQ(problems("workload: {clients: 1, rate: 200, mix: {get: 1}}\n"),
            Lines{"s.yaml:9:30: error: expected a rate such as 200/s, found '200': write it per second or per minute, "
                  "/s or /min"});
}

TEST(Diagnostics, SizesAreInPowersOf1024) {
  const auto size = [](const std::string& text) {
    return Language().problems(
        "version: 1\nname: a\ncluster:\n  nodes: {n1: {role: primary}}\n  config: {backlog-bytes: " + text + "}\n");
  };
  const std::string wrong = "s.yaml:5:27: error: expected a size such as 16KiB, found ";
  const std::string binary = ": sizes are in powers of 1024";
  EXPECT_EQ(size("16K"), Lines{wrong + "'16K' (did you mean '16KiB'?)"});
  EXPECT_EQ(size("4k"), Lines{wrong + "'4k' (did you mean '4KiB'?)"});
  EXPECT_EQ(size("4kb"), Lines{wrong + "'4kb' (did you mean '4KiB'?)"});
  EXPECT_EQ(size("4KB"), Lines{wrong + "'4KB'" + binary + " (did you mean '4KiB'?)"});
  EXPECT_EQ(size("4MB"), Lines{wrong + "'4MB'" + binary + " (did you mean '4MiB'?)"});
  EXPECT_EQ(size("1 GiB"), Lines{wrong + "'1 GiB' (did you mean '1GiB'?)"});
  EXPECT_EQ(size("64bytes"), Lines{wrong + "'64bytes' (did you mean '64B'?)"});
  EXPECT_EQ(size("4"), Lines{wrong + "'4': units are B KiB MiB GiB"});
  EXPECT_EQ(size("4TB"), Lines{wrong + "'4TB': units are B KiB MiB GiB"});
}

TEST(Diagnostics, KnobOfWrongKindAndUnknownKnob) {
  const std::string head = "version: 1\nname: a\ncluster:\n  nodes: {n1: {role: primary}}\n";
  EXPECT_EQ(Language().problems(head + "  config: {heartbeat-intervall: 1s}\n"),
            Lines{"s.yaml:5:12: error: unknown knob 'heartbeat-intervall' (did you mean 'heartbeat-interval'?)"});
}

TEST(Diagnostics, WordsThatYamlWouldTakeForFlags) {
  EXPECT_EQ(problems("faults:\n  - {do: crash, node: n1, host: yes}\n"),
            Lines{"s.yaml:10:33: error: expected true or false, found 'yes' (did you mean 'true'?)"});
  EXPECT_EQ(problems("faults:\n  - {do: crash, node: n1, host: off}\n"),
            Lines{"s.yaml:10:33: error: expected true or false, found 'off' (did you mean 'false'?)"});
}

TEST(Diagnostics, UnknownNode) {
  EXPECT_EQ(problems("faults:\n  - {do: crash, node: n4}\n"),
            Lines{"s.yaml:10:23: error: unknown node 'n4' (did you mean 'n1'?)"});
  EXPECT_EQ(problems("faults:\n  - {do: partition, groups: [[n1], [n2, n9]]}\n"),
            Lines{"s.yaml:10:41: error: unknown host 'n9' (did you mean 'n1'?)"});
  EXPECT_EQ(problems("faults:\n  - {do: partition, groups: [[n1], ['*']]}\n"),
            Lines{"s.yaml:10:37: error: unknown host '*': expected one of n1, n2, n3"});
  EXPECT_EQ(problems("network: {links: [{link: '*->n1', delay: 1ms}]}\n"), Lines{});
  EXPECT_EQ(problems("network: {links: [{link: n1->n7, delay: 1ms}]}\n"),
            Lines{"s.yaml:9:26: error: unknown host 'n7' (did you mean 'n1'?)"});
}

TEST(Diagnostics, EmptyRange) {
  EXPECT_EQ(problems("params: {p: {range: [5s, 2s]}}\nworkload: {timeout: \"${p}\"}\n"),
            Lines{"s.yaml:9:21: error: empty range: 5s is more than 2s"});
  EXPECT_EQ(problems("workload: {ttl: {min: 3s, max: 50ms}}\n"),
            Lines{"s.yaml:9:17: error: empty range: ttl from 3s to 50ms"});
  EXPECT_EQ(problems("faults:\n  - {do: drop, match: {type: ping}, random: {count: 1, within: [5s, 5s], for: 1s}}\n"),
            Lines{"s.yaml:10:64: error: empty range: from 5s to 5s"});
  EXPECT_EQ(
      problems("faults:\n  - {do: drop, match: {type: ping}, random: {count: 1, within: [1s, 9s], for: [2s, 1s]}}\n"),
      Lines{"s.yaml:10:79: error: empty range: from 2s to 1s"});
}

TEST(Diagnostics, RandomWindowsThatDoNotFit) {
  const std::string fault =
      "faults:\n  - {do: drop, match: {type: ping}, random: {within: [0s, 5s], for: [1s, 2s], gap: ";
  EXPECT_EQ(problems(fault + "500ms, count: 3}}\n"),
            Lines{"s.yaml:10:54: error: 3 windows of up to 2s with gaps of 500ms do not fit into 5s"});
  EXPECT_EQ(problems(fault + "1s, count: 2}}\n"), Lines{});  // 2 + 1 + 2: exactly
}

TEST(Diagnostics, FaultPastTheEnd) {
  EXPECT_EQ(problems("faults:\n  - {at: 10s, do: drop, match: {type: ping}}\n"),
            Lines{"s.yaml:10:10: error: the fault starts at 10s, past the end of chaos at 10s"});
  EXPECT_EQ(
      problems("faults:\n  - {at: 9s, for: 1001ms, do: drop, match: {type: ping}}\n"),
      Lines{"s.yaml:10:19: error: the fault ends at 10.001s, past the end of chaos at 10s: without 'for' it lasts "
            "until then"});
  EXPECT_EQ(problems("faults:\n  - {at: 9s, for: 1s, do: drop, match: {type: ping}}\n"), Lines{});
  EXPECT_EQ(problems("faults:\n  - {every: 0s, do: drop, match: {type: ping}}\n"),
            Lines{"s.yaml:10:13: error: must be longer than 0"});
  EXPECT_EQ(problems("faults:\n  - {every: 2s, until: 11s, do: drop, match: {type: ping}, for: 1s}\n"),
            Lines{"s.yaml:10:24: error: the fault lasts past the end of chaos at 10s"});
}

TEST(Diagnostics, FaultPastTheEndForSomeValueOfAParam) {
  EXPECT_EQ(problems("params: {t: {range: [1s, 12s]}}\nfaults:\n  - {at: \"${t}\", do: drop, match: {type: ping}}\n"),
            Lines{"s.yaml:11:10: error: the fault starts at 12s, past the end of chaos at 10s"});
}

TEST(Diagnostics, AMatchThatIsNeverMet) {
  const std::string fault = "faults:\n  - {do: drop, match: {type: log_entry, key: ";
  const Lines never{"s.yaml:10:46: error: no operation is about this key: the match is never met"};
  const std::string generated = "workload: {clients: 1, rate: 5/s, mix: {get: 1}, keys: {count: 12";
  EXPECT_EQ(problems(fault + "lost}}\n" + generated + "}}\n"), never);
  EXPECT_EQ(problems(fault + "lost}}\n" + generated + "}, ops: [{at: 1s, cmd: SET lost v}]}\n"), Lines{});
  EXPECT_EQ(problems(fault + "SET}}\n" + generated + "}, ops: [{at: 1s, cmd: SET lost v}]}\n"), never);
  EXPECT_EQ(problems(fault + "k1}}\nworkload: {ops: [{at: 1s, cmd: SET k2 v}]}\n"), Lines{}) << "as plans are";
  EXPECT_EQ(problems(fault + "k11}}\n" + generated + "}}\n"), Lines{});
  EXPECT_EQ(problems(fault + "k12}}\n" + generated + "}}\n"), never);
  EXPECT_EQ(problems(fault + "k011}}\n" + generated + "}}\n"), never);
  EXPECT_EQ(problems(fault + "k11}}\n" + generated + ", names: binary}}\n"), never);
}

TEST(Diagnostics, ChecksButSome) {
  const auto checks_of = [](const std::string& check) {
    const auto scenario = Language().load(with_cluster("check: " + check + "\n"));
    return scenario ? scenario->checks.size() : 0;
  };
  const std::size_t all = checks_of("[all]");
  EXPECT_EQ(checks_of("{all_except: [progress]}"), all - 1);
  EXPECT_EQ(problems("check: {all_except: [progres]}\n"),
            Lines{"s.yaml:9:22: error: unknown check 'progres' (did you mean 'progress'?)"});
  EXPECT_EQ(problems("check: {all_but: [progress]}\n"),
            (Lines{"s.yaml:9:8: error: check lacks the required key 'all_except'",
                   "s.yaml:9:9: error: unknown key 'all_but' in check: expected one of all_except"}));
}

TEST(Diagnostics, AFloorThatCannotBeMet) {
  EXPECT_EQ(problems("cover: {fault.drop.effective: 1}\n"),
            Lines{"s.yaml:9:9: error: the floor cannot be met: no fault of this scenario does that"});
  EXPECT_EQ(problems("cover: {ops.acknowledged: 1}\n"),
            Lines{"s.yaml:9:9: error: the floor cannot be met: the workload has neither 'rate' nor 'ops'"});
  EXPECT_EQ(problems("cover: {fault.drop.effective: 1}\nfaults:\n  - {do: drop, match: {type: ping}}\n"), Lines{});
}

TEST(Diagnostics, OperationPastTheEnd) {
  EXPECT_EQ(problems("workload: {ops: [{at: 10s, cmd: GET k}]}\n"),
            Lines{"s.yaml:9:23: error: the operation is past the end of chaos at 10s"});
}

TEST(Diagnostics, UnknownVerb) {
  EXPECT_EQ(problems("faults:\n  - {do: partitoin, groups: [[n1], [n2]]}\n"),
            Lines{"s.yaml:10:10: error: unknown verb 'partitoin' (did you mean 'partition'?)"});
  EXPECT_EQ(problems("faults:\n  - {at: 1s}\n"), Lines{"s.yaml:10:5: error: the fault lacks a verb: 'do'"});
}

TEST(Diagnostics, UnknownCheck) {
  EXPECT_EQ(problems("check: [ttl.safty]\n"),
            Lines{"s.yaml:9:9: error: unknown check 'ttl.safty' (did you mean 'ttl.safety'?)"});
  EXPECT_EQ(problems("check: [all, progress]\n"), Lines{"s.yaml:9:9: error: 'all' stands alone"});
  EXPECT_EQ(problems("check: []\n"), Lines{"s.yaml:9:8: error: the list is empty: nothing would be checked"});
}

TEST(Diagnostics, UnknownFrameType) {
  EXPECT_EQ(problems("faults:\n  - {do: drop, match: {type: [ping, pnog]}}\n"),
            Lines{"s.yaml:10:37: error: unknown frame type 'pnog' (did you mean 'pong'?)"});
}

TEST(Diagnostics, UnknownEvent) {
  EXPECT_EQ(problems("faults:\n  - {do: hold, link: n1->n2, when: {event: key.expire}}\n"),
            Lines{"s.yaml:10:44: error: unknown event 'key.expire' (did you mean 'key.expired'?)"});
  EXPECT_EQ(problems("cover: {sync.partail: 1}\n"),
            Lines{"s.yaml:9:9: error: unknown cover name 'sync.partail' (did you mean 'sync.partial'?)"});
  EXPECT_EQ(
      problems("cover: {fault.dorp.effective: 1}\n"),
      Lines{"s.yaml:9:9: error: unknown cover name 'fault.dorp.effective' (did you mean 'fault.drop.effective'?)"});
}

// Near none: all of them, or what lists them.
TEST(Diagnostics, AWordLikeNoOtherIsAnsweredWithAllThatThereAre) {
  EXPECT_EQ(problems("faults:\n  - {do: drop, match: {type: [zebra]}}\n"),
            Lines{"s.yaml:10:31: error: unknown frame type 'zebra': expected one of ping, pong, log_entry, "
                  "snapshot_part"});
  EXPECT_EQ(problems("faults:\n  - {do: hold, link: n1->n2, when: {event: zebra}}\n"),
            Lines{"s.yaml:10:44: error: unknown event 'zebra': expected one of key.expired, peer.declared_down, "
                  "sync.partial, sync.full"});
  EXPECT_EQ(problems("cover: {zebra: 1}\n"),
            Lines{"s.yaml:9:9: error: unknown cover name 'zebra': groundhog list cover names all 28"});
  EXPECT_EQ(problems("faults:\n  - {do: zebra}\n"),
            Lines{"s.yaml:10:10: error: unknown verb 'zebra': expected one of clock_drift, clock_jump, crash, delay, "
                  "drop, hold, link, partition, promote, replicaof"});
  EXPECT_EQ(problems("params: {lag: {flag: 0.5}}\nworkload: {timeout: \"${zebra}\"}\n").back(),
            "s.yaml:10:21: error: unknown param 'zebra': expected one of lag");
}

TEST(Diagnostics, UnknownOperationInTheMix) {
  EXPECT_EQ(problems("workload: {clients: 1, rate: 1/s, mix: {sett: 1}}\n"),
            Lines{"s.yaml:9:41: error: unknown operation 'sett' (did you mean 'set'?)"});
}

TEST(Diagnostics, MessageFaultOnAClientConnection) {
  EXPECT_EQ(problems("workload: {clients: 2}\nfaults:\n  - {do: drop, match: {type: ping, from: c1}}\n"),
            Lines{"s.yaml:11:42: error: message faults act on replication connections only, and 'c1' is a client"});
  EXPECT_EQ(problems("faults:\n  - {do: drop, match: {type: reply}}\n"),
            Lines{"s.yaml:10:30: error: message faults act on replication connections only, and 'reply' is a frame of "
                  "client connections"});
}

TEST(Diagnostics, SettleShorterThanConvergenceMayTake) {
  const std::string text = "version: 1\nname: a\nrun: {settle: 2s}\ncluster: {nodes: {n1: {role: primary}}}\n";
  const Lines expected{
      "s.yaml:3:15: error: settle of 2s is shorter than the 3s that this cluster may take to converge: let it be "
      "longer"};
  EXPECT_EQ(Language().problems(text), expected);
  EXPECT_EQ(Language().problems(text + "check: [progress]\n"), expected);
  EXPECT_EQ(Language().problems(text + "check: [replica.convergence]\n"), expected);
  EXPECT_EQ(Language().problems(text + "check: [ttl.safety]\n"), Lines{});
}

// Each combination of what is drawn has a settle and a bound; one line says how much is missing at most.
TEST(Diagnostics, SettleShorterThanConvergenceMayTakeForSomeValuesOfParams) {
  const std::string text =
      "version: 1\nname: a\nparams: {s: {choice: [3s, 2s, 1s, 9s]}}\nrun: {settle: \"${s}\"}\n"
      "cluster: {nodes: {n1: {role: primary}}}\n";
  EXPECT_EQ(Language().problems(text), Lines{"s.yaml:4:15: error: settle of 1s is shorter than the 3s that this "
                                             "cluster may take to converge: let it be longer"});
}

TEST(Diagnostics, TwoTimings) {
  EXPECT_EQ(problems("faults:\n  - {at: 1s, every: 2s, do: drop, match: {type: ping}}\n"),
            Lines{"s.yaml:10:14: error: a fault has at most one timing: 'at' and 'every' are two"});
  EXPECT_EQ(problems("faults:\n  - {at: 1s, until: 2s, do: drop, match: {type: ping}}\n"),
            Lines{"s.yaml:10:14: error: 'until' belongs to 'every'"});
}

TEST(Diagnostics, LengthOfAnInstant) {
  EXPECT_EQ(problems("faults:\n  - {at: 1s, for: 2s, do: clock_jump, node: n1, by: -1s}\n"),
            Lines{"s.yaml:10:14: error: 'clock_jump' happens at one instant: 'for' has no meaning"});
}

TEST(Diagnostics, MissingRequiredParameter) {
  EXPECT_EQ(problems("faults:\n  - {at: 1s, do: drop}\n"),
            Lines{"s.yaml:10:5: error: a fault with do: drop lacks the required key 'match'"});
  EXPECT_EQ(problems("faults:\n  - {at: 1s, do: partition}\n"),
            Lines{"s.yaml:10:5: error: a partition needs 'groups' or a 'shape'"});
  EXPECT_EQ(Language().problems("version: 1\nname: a\n"),
            Lines{"s.yaml:1:1: error: the scenario lacks the required key 'cluster'"});
}

TEST(Diagnostics, ReplicaOfAnUnknownNode) {
  EXPECT_EQ(Language().problems(
                "version: 1\nname: a\ncluster: {nodes: {alpha: {role: primary}, beta: {role: replica, of: alhpa}}}\n"),
            Lines{"s.yaml:3:69: error: unknown node 'alhpa' (did you mean 'alpha'?)"});
}

TEST(Diagnostics, ReplicasInACircle) {
  EXPECT_EQ(Language().problems("version: 1\nname: a\ncluster:\n  nodes:\n    n1: {role: primary}\n"
                                "    n2: {role: replica, of: n3}\n    n3: {role: replica, of: n2}\n"),
            Lines{"s.yaml:6:29: error: the replicas follow one another in a circle: n2 -> n3 -> n2"});
}

TEST(Diagnostics, NodeThatFollowsItself) {
  const std::string no_other = "version: 1\nname: a\ncluster: {nodes: {n1: {role: primary}}}\n";
  EXPECT_EQ(problems("faults:\n  - {do: replicaof, node: n2, of: n2}\n"),
            Lines{"s.yaml:10:35: error: a node cannot follow itself"});
  EXPECT_EQ(problems("faults:\n  - {do: replicaof, node: n1, of: primary}\n"),
            Lines{"s.yaml:10:35: error: a node cannot follow itself"});
  EXPECT_EQ(problems("faults:\n  - {do: replicaof, node: any, of: any}\n"), Lines{});
  EXPECT_EQ(Language().problems(no_other + "faults: [{do: replicaof, node: any, of: any}]\n"),
            Lines{"s.yaml:4:10: error: a node cannot follow itself, and there is no other"});
}

TEST(Diagnostics, RolesOfNodes) {
  const std::string head = "version: 1\nname: a\ncluster:\n  nodes:\n";
  EXPECT_EQ(Language().problems(head + "    n1: {role: primary}\n    n2: {role: primary}\n"),
            Lines{"s.yaml:6:5: error: a second primary: the first is 'n1'"});
  EXPECT_EQ(Language().problems(head + "    n1: {role: primary}\n    n2: {role: replica}\n"),
            Lines{"s.yaml:6:5: error: the replica lacks its upstream: 'of'"});
  EXPECT_EQ(Language().problems(head + "    c1: {role: primary}\n"),
            Lines{"s.yaml:5:5: error: 'c1' cannot be the name of a node"});
}

TEST(Diagnostics, OperationForUnknownClientOrNode) {
  EXPECT_EQ(problems("workload:\n  clients: 2\n  ops: [{at: 1s, client: c3, cmd: GET k}]\n"),
            Lines{"s.yaml:11:26: error: unknown client 'c3': the last one is c2 (did you mean 'c2'?)"});
  EXPECT_EQ(problems("workload:\n  ops: [{at: 1s, node: n5, cmd: GET k}]\n"),
            Lines{"s.yaml:10:24: error: unknown node 'n5' (did you mean 'n1'?)"});
  EXPECT_EQ(
      problems("workload:\n  ops: [{at: 1s, cmd: 'GET \"k'}]\n"),
      Lines{"s.yaml:10:23: error: a quote is not closed, or an escape is none of \\n \\r \\t \\\" \\\\ \\xHH \\*N"});
}

TEST(Diagnostics, CommandsThatTheGuestDoesNotTake) {
  const auto of = [](const std::string& command) {
    return problems("workload:\n  ops: [{at: 1s, cmd: " + command + "}]\n");
  };
  const Lines none;
  EXPECT_EQ(of("get k"), none);
  EXPECT_EQ(of("MGET a b c"), none);
  EXPECT_EQ(of("SET k v PX 5 KEEPTTL"), none);
  EXPECT_EQ(of("GTE k"), Lines{"s.yaml:10:23: error: unknown command 'GTE' (did you mean 'GET'?)"});
  EXPECT_EQ(of("GET"), Lines{"s.yaml:10:23: error: wrong number of arguments for 'GET': expected GET key"});
  EXPECT_EQ(of("GET a b"), Lines{"s.yaml:10:23: error: wrong number of arguments for 'GET': expected GET key"});
  EXPECT_EQ(of("dbsize 1"), Lines{"s.yaml:10:23: error: wrong number of arguments for 'dbsize': expected DBSIZE"});
  EXPECT_EQ(of("SET k"), Lines{"s.yaml:10:23: error: wrong number of arguments for 'SET': expected SET key value "
                               "[KEEPTTL] [PX ttl]"});
}

TEST(Diagnostics, ParamsAndPlaceholders) {
  EXPECT_EQ(problems("params: {lag: {range: [1ms, 2ms]}}\nworkload: {timeout: \"${lga}\"}\n"),
            (Lines{"s.yaml:9:10: warning: the param 'lag' is never used",
                   "s.yaml:10:21: error: unknown param 'lga' (did you mean 'lag'?)"}));
  EXPECT_EQ(problems("params: {lag: {range: [1ms, 2ms]}}\nworkload: {timeout: \"1${lag}\"}\n"),
            (Lines{"s.yaml:9:10: warning: the param 'lag' is never used",
                   "s.yaml:10:21: error: a placeholder must be the whole value: \"${name}\""}));
  EXPECT_EQ(problems("params: {p: {choice: [1s, 16KiB]}}\nworkload: {timeout: \"${p}\"}\n"),
            Lines{"s.yaml:10:21: error: expected a duration such as 250ms, found '16KiB': units are ns us ms s min h"});
  EXPECT_EQ(problems("params: {p: {range: [1s, 2s], flag: 0.5}}\nworkload: {timeout: \"${p}\"}\n"),
            Lines{"s.yaml:9:10: error: a param is one of choice, range, log_range, flag"});
}

TEST(Diagnostics, UnknownMutantIsJudgedOnlyWithATable) {
  const std::string text = with_cluster("expect: {violates: progress, mutant: nolog}\n");
  EXPECT_EQ(Language().problems(text), Lines{"s.yaml:9:38: error: unknown mutant 'nolog' (did you mean 'no-log'?)"});
  LoaderContext context = Language().context();
  const Language language;
  LoaderContext without = language.context();
  without.mutant_names.clear();
  EXPECT_TRUE(load_scenario_text(text, "s.yaml", without).has_value());
}

TEST(Diagnostics, AllOfThemInOnePass) {
  EXPECT_EQ(problems("workload: {timeout: 250}\n"
                     "faults:\n  - {do: crash, node: n4}\n  - {at: 30s, do: drop, match: {type: pnog}}\n"
                     "check: [progres]\n")
                .size(),
            5U);
}

TEST(Diagnostics, SyntaxErrorHasAPlace) {
  EXPECT_EQ(Language().problems("version: 1\nname: [a\ncluster: {}\n"),
            Lines{"s.yaml:2:7: error: the bracket that is opened here is not closed"});
}

TEST(Diagnostics, WhatYamlCanDoAndScenariosMayNot) {
  EXPECT_EQ(Language().problems("a: &x {b: 1}\nc: *x\n"),
            Lines{"s.yaml:1:4: error: anchors and aliases are not supported"});
  EXPECT_EQ(Language().problems("a: {<<: {b: 1}}\n"), Lines{"s.yaml:1:5: error: merge keys are not supported"});
  EXPECT_EQ(Language().problems("a: !!str 1\n"), Lines{"s.yaml:1:4: error: tags are not supported"});
  EXPECT_EQ(Language().problems(""), Lines{"s.yaml:1:1: error: the file is empty"});
  EXPECT_EQ(Language().problems(std::string(100, '[') + std::string(100, ']')),
            Lines{"s.yaml:1:33: error: nested too deeply to be a scenario"});
}

TEST(Diagnostics, RenderShowsTheLineAndACaret) {
  const auto scenario = Language().load(with_cluster("check: [progres]\n"));
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(render(scenario.error(), false),
            "s.yaml:9:9: error: unknown check 'progres' (did you mean 'progress'?)\n"
            "  check: [progres]\n"
            "          ^\n");
  EXPECT_NE(render(scenario.error(), true).find("\x1b["), std::string::npos);
}

std::string shown(std::string line, std::uint32_t column) {
  const Diagnostics one{{.file = "s", .mark = {1, column}, .message = "m", .suggestion = {}, .source_line = line}};
  return render(one, false);
}

TEST(Diagnostics, RenderEscapesControlCharacters) {
  EXPECT_EQ(shown(std::string("\0\x1b[31m: é\tx", 12), 12),
            "s:1:12: error: m\n  \\x00\\x1b[31m: é\tx\n  " + std::string(15, ' ') + "\t^\n");
  const auto scenario = Language().load(with_cluster("\"\\e[2J\": 1\n"));
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(render(scenario.error(), true).find("\x1b[2J"), std::string::npos);
}

TEST(Diagnostics, RenderCutsALongLineAroundTheCaret) {
  EXPECT_EQ(shown(std::string(1'000, 'a') + "B" + std::string(1'000, 'c'), 1'001),
            "s:1:1001: error: m\n  …" + std::string(80, 'a') + "B" + std::string(59, 'c') + "…\n   " +
                std::string(80, ' ') + "^\n");
  const std::string short_line(80, 'a');
  EXPECT_EQ(shown(short_line, 81), "s:1:81: error: m\n  " + short_line + "\n  " + std::string(80, ' ') + "^\n");
}

TEST(Diagnostics, Seeds) {
  EXPECT_EQ(problems("seeds: {list: [1, 2, 1]}\n"), Lines{"s.yaml:9:22: error: the seed is in the list already"});
  EXPECT_EQ(problems("seeds: {base: 18446744073709551615, count: 2}\n"),
            Lines{"s.yaml:9:8: error: the last seed does not fit in 64 bits"});
  EXPECT_EQ(problems("seeds: {base: 18446744073709551615, count: 1}\n"), Lines{});
}

TEST(Diagnostics, FaultIdsAreDifferent) {
  const std::string drop = "do: drop, match: {type: ping}}\n";
  EXPECT_EQ(problems("faults:\n  - {id: a, " + drop + "  - {id: a, " + drop),
            Lines{"s.yaml:11:10: error: another fault is called 'a' already"});
  EXPECT_EQ(problems("faults:\n  - {" + drop + "  - {id: drop-1, " + drop),
            Lines{"s.yaml:11:10: error: another fault is called 'drop-1' already"});
  EXPECT_EQ(problems("faults:\n  - {id: drop-1, " + drop + "  - {" + drop),
            Lines{"s.yaml:11:5: error: another fault is called 'drop-1' already"});
  EXPECT_EQ(problems("faults:\n  - {id: drop-2, " + drop + "  - {" + drop), Lines{});
}

// What knobs are together is judged of plans, for checks that need settle; the place is that of the knob.
TEST(Diagnostics, KnobsOfAPlan) {
  const auto whole = [](const std::string& own, const std::string& common, const std::string& check) {
    return "version: 1\nname: s\nrun: {settle: 3s}\ncluster:\n  nodes:\n    n1: {role: primary}\n    n2: {role: "
           "replica, of: n1" +
           own + "}\n" + common + "check: [" + check + "]\n";
  };
  const std::string slow = "config: {janitor-interval: 7s}";
  EXPECT_EQ(Language().problems(whole(", " + slow, "", "all")), Lines{"s.yaml:7:60: error: n2 sweeps every 7s"});
  EXPECT_EQ(Language().problems(whole("", "  " + slow + "\n", "progress")),
            (Lines{"s.yaml:8:30: error: n1 sweeps every 7s", "s.yaml:8:30: error: n2 sweeps every 7s"}));
  EXPECT_EQ(Language().problems(whole(", " + slow, "", "ttl.safety")), Lines{});
  const std::string drawn = "params: {j: {choice: [1s, 7s]}}\n";
  EXPECT_EQ(Language().problems(whole(", config: {janitor-interval: \"${j}\"}", "", "all") + drawn),
            Lines{"s.yaml:7:60: error: n2 sweeps every 7s"});
}

TEST(Diagnostics, EmptyFile) {
  const std::string file = testing::TempDir() + "empty_scenario.yaml";
  std::ofstream(file, std::ios::trunc).close();
  const auto scenario = load_scenario(file, Language().context());
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(headline(scenario.error()[0]), file + ":1:1: error: the file is empty");
}

TEST(Diagnostics, UnreadableFile) {
  const auto folder = load_scenario(testing::TempDir(), Language().context());
  ASSERT_FALSE(folder.has_value());
  EXPECT_EQ(folder.error()[0].message, "the file cannot be read");
  const auto scenario = load_scenario("/nowhere/s.yaml", Language().context());
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(headline(scenario.error()[0]), "/nowhere/s.yaml:1:1: error: the file cannot be read");
}

}  // namespace
}  // namespace groundhog::test
