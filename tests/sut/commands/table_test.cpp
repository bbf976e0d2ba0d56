// The command table, and the commands about connection and node.
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using NodeCommand = CommandTest;

TEST(CommandTable, FindsEveryCommandInAnyCase) {
  for (const CommandSpec& spec : command_table()) {
    std::string upper(spec.name);
    for (char& byte : upper) byte = static_cast<char>(byte - 'a' + 'A');
    ASSERT_NE(find_command(spec.name), nullptr) << spec.name;
    EXPECT_EQ(find_command(spec.name)->name, spec.name);
    EXPECT_EQ(find_command(upper), find_command(spec.name));
  }
}

TEST(CommandTable, FindsNothingElse) {
  for (const char* name : {"", "ge", "gett", "a-name-longer-than-any-command", "zzz", "\xff"}) {
    EXPECT_EQ(find_command(name), nullptr) << name;
  }
}

TEST(CommandTable, WritesAreThoseThatAReplicaRefuses) {
  const std::vector<std::string_view> expected = {
      "append", "copy",   "decr",     "decrby", "del",         "expire", "expireat", "flushall", "flushdb", "getdel",
      "getex",  "getset", "incr",     "incrby", "incrbyfloat", "mset",   "msetnx",   "persist",  "pexpire", "pexpireat",
      "psetex", "rename", "renamenx", "set",    "setex",       "setnx",  "setrange", "unlink"};
  std::vector<std::string_view> writes;
  for (const CommandSpec& spec : command_table()) {
    if (spec.is_write()) writes.push_back(spec.name);
  }
  EXPECT_EQ(writes, expected);
}

TEST(CommandTable, ArityCountsTheName) {
  const CommandSpec* get = find_command("get");
  EXPECT_FALSE(get->accepts(1));
  EXPECT_TRUE(get->accepts(2));
  EXPECT_FALSE(get->accepts(3));
  const CommandSpec* set = find_command("set");
  EXPECT_FALSE(set->accepts(2));
  EXPECT_TRUE(set->accepts(3));
  EXPECT_TRUE(set->accepts(7));
}

TEST_F(NodeCommand, PingAndEcho) {
  EXPECT_EQ(run("PING"), "PONG");
  EXPECT_EQ(run("PING hello"), "\"hello\"");
  EXPECT_EQ(run("PING a b"), "-ERR wrong number of arguments for 'ping' command");
  EXPECT_EQ(run("ECHO hello"), "\"hello\"");
}

TEST_F(NodeCommand, TimeIsTheExpiryClock) {
  runtime_.advance(1234ms);
  EXPECT_EQ(run("TIME"), "[\"1700000001\", \"234000\"]");
  runtime_.jump_wall(-1h);
  runtime_.advance(2s);
  EXPECT_EQ(run("TIME"), "[\"1700000002\", \"234000\"]") << "half speed after a step back, never backwards";
}

TEST_F(NodeCommand, ThereIsOneDatabase) {
  EXPECT_EQ(run("SELECT 0"), "OK");
  EXPECT_EQ(run("SELECT 1"), "-ERR DB index is out of range");
  EXPECT_EQ(run("SELECT x"), "-ERR value is not an integer or out of range");
  EXPECT_EQ(run("SELECT 2147483647"), "-ERR DB index is out of range");
  EXPECT_EQ(run("SELECT -2147483649"), "-ERR value is out of range, value must between -2147483648 and 2147483647");
}

TEST_F(NodeCommand, CommandSatisfiesClientsThatAsk) {
  EXPECT_EQ(run("COMMAND"), "[]");
  EXPECT_EQ(run("COMMAND DOCS get nonsense"), "[\"get\", [\"summary\", \"the value of a key\", \"group\", \"read\"]]");
  EXPECT_TRUE(run("COMMAND DOCS").starts_with("[\"append\", "));
  EXPECT_TRUE(run("COMMAND NONSENSE").starts_with("-ERR unknown subcommand"));
  EXPECT_TRUE(run("COMMAND COUNT x").starts_with("-ERR unknown subcommand or wrong number of arguments"));
  EXPECT_EQ(run("COMMAND COUNT"), std::to_string(command_table().size()));
}

TEST_F(NodeCommand, RoleAndInfoAskTheNode) {
  EXPECT_EQ(run("ROLE"), "\"a role\"");
  EXPECT_EQ(run("INFO"), "\"info\"");
  EXPECT_EQ(run("INFO server replication"), "\"info:server:replication\"");
  EXPECT_EQ(run("INFO replication"), "\"info:replication\"");
}

TEST_F(NodeCommand, ReplicaofTakesAnAddressOrNoOne) {
  EXPECT_EQ(run("REPLICAOF n1 6379"), "OK");
  EXPECT_EQ(run("SLAVEOF no one"), "OK");
  EXPECT_EQ(run("REPLICAOF n1 65536"), "-ERR Invalid master port");
  EXPECT_EQ(run("REPLICAOF n1 x"), "-ERR Invalid master port");
  EXPECT_EQ(node_.orders, (Effects{"replicaof n1:6379", "replicaof none"}));
}

TEST_F(NodeCommand, WaitIsAnsweredByTheNode) {
  EXPECT_EQ(run("WAIT 2 100"), "");
  EXPECT_EQ(run("WAIT 0 0"), "");
  EXPECT_EQ(run("WAIT x 100"), "-ERR value is not an integer or out of range");
  EXPECT_EQ(run("WAIT 1 x"), "-ERR timeout is not an integer or out of range");
  EXPECT_EQ(run("WAIT 1 -1"), "-ERR timeout is negative");
  EXPECT_EQ(run("WAIT 1 9223372036854775807"), "-ERR timeout is out of range");
  EXPECT_EQ(run("WAIT 1 9223372036855"), "-ERR timeout is out of range");
  EXPECT_EQ(run("WAIT 1 9223372036854"), "");
  EXPECT_EQ(node_.orders, (Effects{"wait 2 100000000ns", "wait 0 0ns", "wait 1 9223372036854000000ns"}));
}

TEST_F(NodeCommand, ConfigGetShowsOptionsByPattern) {
  node_.node_options.max_clients = 17;
  EXPECT_EQ(run("CONFIG GET max-cl*"), "[\"max-clients\", \"17\"]");
  EXPECT_EQ(run("CONFIG GET save appendonly"), "[\"save\", \"\", \"appendonly\", \"no\"]");
  EXPECT_EQ(run("CONFIG GET nonsense"), "[]");
  EXPECT_EQ(run("CONFIG GET MAX-CL*"), "[\"max-clients\", \"17\"]");
  EXPECT_EQ(run("CONFIG GET Max-Clients"), "[\"Max-Clients\", \"17\"]");
  EXPECT_TRUE(run("CONFIG RESETSTAT").starts_with("-ERR unknown subcommand"));
}

TEST_F(NodeCommand, ConfigSetChangesWhatCanChange) {
  EXPECT_EQ(run("CONFIG SET Max-Clients 17 maxmemory 1048576"), "OK");
  EXPECT_EQ(node_.node_options.max_clients, 17U);
  EXPECT_EQ(node_.node_options.maxmemory_bytes, 1048576U);
  EXPECT_EQ(run("CONFIG SET maxmemory 2MiB"), "OK");
  EXPECT_EQ(run("CONFIG GET maxmemory"), "[\"maxmemory\", \"2MiB\"]");
}

TEST_F(NodeCommand, ConfigSetChangesAllOrNothing) {
  const std::size_t before = node_.node_options.max_clients;
  EXPECT_EQ(run("CONFIG SET max-clients 17 backlog-bytes 1KiB"),
            "-ERR CONFIG SET failed (possibly related to argument 'backlog-bytes') - can't set immutable config");
  EXPECT_EQ(run("CONFIG SET max-clients 17 nonsense 1"),
            "-ERR Unknown option or number of arguments for CONFIG SET - 'nonsense'");
  EXPECT_EQ(run("CONFIG SET max-clients 17 MAX-CLIENTS 18"),
            "-ERR CONFIG SET failed (possibly related to argument 'MAX-CLIENTS') - duplicate parameter");
  EXPECT_EQ(run("CONFIG SET capacity 1 max-clients 0"),
            "-ERR CONFIG SET failed (possibly related to argument 'max-clients') - max-clients: must be more than 0");
  EXPECT_TRUE(run("CONFIG SET max-clients").starts_with("-ERR unknown subcommand or wrong number of arguments"));
  EXPECT_EQ(node_.node_options.max_clients, before);
  EXPECT_EQ(node_.node_options.capacity, 0U);
}

TEST_F(NodeCommand, ConfigGetShowsNoPassword) {
  node_.node_options.password = "open sesame";
  EXPECT_EQ(run("CONFIG GET *").find("sesame"), std::string::npos);
}

TEST_F(NodeCommand, DebugDigestIsTheNodes) {
  EXPECT_EQ(run("DEBUG DIGEST"), "\"a digest\"");
  EXPECT_TRUE(run("DEBUG SLEEP").starts_with("-ERR unknown subcommand"));
}

}  // namespace
}  // namespace burrow::test
