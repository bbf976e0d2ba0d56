// INFO and ROLE: what a node says of itself, against what it was.
#include "checkers/model/node_report.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

const std::string replication =
    "# Replication\r\nrole:master\r\nconnected_slaves:1\r\nslave0:addr=n2:6379\r\n"
    "master_replid:0000000000001111\r\nmaster_repl_offset:1\r\n";
const std::string keyspace = "# Keyspace\r\ndb0:keys=1,expires=0\r\n";
const std::string whole =
    "# Server\r\ntcp_port:6379\r\n\r\n# Clients\r\nconnected_clients:1\r\nmaxclients:10\r\n\r\n"
    "# Memory\r\nmaxmemory:0\r\n\r\n"
    "# Stats\r\nkeyspace_hits:0\r\nkeyspace_misses:0\r\nexpired_keys:0\r\nevicted_keys:0\r\n\r\n" +
    replication + "\r\n" + keyspace;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(NodeReport, InfoHasTheSectionsThatWereAskedFor) {
  const std::vector<std::string> none;
  const std::vector<std::string> all = {"EVERYTHING"};
  const std::vector<std::string> some = {"replication", "keyspace"};
  EXPECT_TRUE(read_info(whole, none));
  EXPECT_TRUE(read_info(whole, all));
  EXPECT_TRUE(read_info(replication + keyspace, some));
  EXPECT_FALSE(read_info(whole, some));
  EXPECT_FALSE(read_info(replication, none));
  EXPECT_FALSE(read_info(replication, some));
}

TEST(NodeReport, InfoHasTheLinesThatClientsRelyOn) {
  const std::vector<std::string> none;
  for (const std::string line :
       {"tcp_port:6379\r\n", "connected_clients:1\r\n", "maxclients:10\r\n", "maxmemory:0\r\n", "keyspace_hits:0\r\n",
        "keyspace_misses:0\r\n", "expired_keys:0\r\n", "evicted_keys:0\r\n", "role:master\r\n",
        "connected_slaves:1\r\n", "slave0:addr=n2:6379\r\n", "master_replid:0000000000001111\r\n",
        "master_repl_offset:1\r\n"}) {
    EXPECT_FALSE(read_info(replaced(whole, line, ""), none)) << line;
  }
}

TEST(NodeReport, AReplicaSaysWhomItFollows) {
  const std::vector<std::string> none;
  const std::string replica = replaced(whole, "role:master", "role:slave\r\nmaster_host:n1\r\nmaster_link_status:up");
  EXPECT_TRUE(read_info(replica, none));
  EXPECT_FALSE(read_info(replaced(whole, "role:master", "role:slave"), none));
  EXPECT_FALSE(read_info(replaced(replica, "role:slave", "role:master"), none));
  EXPECT_FALSE(read_info(replaced(replica, "status:up", "status:6"), none));
}

// n1 is a primary with one key at offset 1.
EventScript with_a_key() {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  events.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 0}).at(20);
  return events;
}

TEST(NodeReport, WhatANodeSaysIsTrueOfAStateThatItHad) {
  EventScript events = with_a_key();
  events.command("n1", "INFO", text(whole)).command("n1", "INFO keyspace", text(keyspace));
  events.command("n1", "ROLE", list({text("master"), number(1), list({})}));
  expect_accepted(events);
  const std::vector<std::pair<std::string, std::string>> lies = {
      {"role:master", "role:slave\r\nmaster_host:n2\r\nmaster_link_status:up"},
      {"replid:0000000000001111", "replid:0000000000002222"},
      {"offset:1", "offset:2"},
      {"keys=1", "keys=2"},
  };
  for (const auto& [from, to] : lies) {
    EventScript wrong = with_a_key();
    wrong.command("n1", "INFO", text(replaced(whole, from, to)));
    expect_rejected(wrong, "replica.prefix", 20, "n1");
  }
}

TEST(NodeReport, RoleIsTrueToo) {
  const std::vector<Answer> lies = {
      list({text("master"), number(2), list({})}),
      list({text("slave"), text("n2"), number(6379), text("connected"), number(1)}),
      list({text("master"), number(1)}),
      list({text("sentinel")}),
  };
  for (const Answer& lie : lies) {
    EventScript wrong = with_a_key();
    wrong.command("n1", "ROLE", lie);
    expect_rejected(wrong, "replica.prefix", 20, "n1");
  }
}

}  // namespace
}  // namespace groundhog::test
