// Flags, file and manual: what is said to the server before it serves, and how it answers.
#include <algorithm>
#include <csignal>

#include <gtest/gtest.h>

#include "tests/process/resp_client.hpp"
#include "tests/process/server_process.hpp"

namespace burrow::test {
namespace {

struct Outcome {
  std::optional<int> exit_code;
  std::string out;
  std::string err;
};

Outcome run(std::vector<std::string> flags) {
  flags.insert(flags.begin(), BURROW_SERVER_BINARY);
  Child child(flags);
  const auto code = child.exit_code();
  return {code, child.out(), child.err()};
}

TEST(Settings, HelpNamesEachFlag) {
  const Outcome help = run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* flag : {"--port", "--replicaof", "--config", "--max-clients", "--requirepass-file"}) {
    EXPECT_NE(help.out.find(flag), std::string::npos) << flag;
  }
}

TEST(Settings, TheManualIsWhatTheServerPrints) {
  const Outcome manual = run({"--help-markdown"});
  EXPECT_EQ(manual.exit_code, 0);
  EXPECT_EQ(manual.out, content_of(GROUNDHOG_SOURCE_DIR "/docs/reference/server.md"))
      << "write it again: burrow-server --help-markdown > docs/reference/server.md";
}

TEST(Settings, AManualThatCannotBeWrittenIsExitSeventy) {
  const std::string binary = BURROW_SERVER_BINARY;
  for (const std::string flag : {"--help", "--help-markdown", "--version"}) {
    Child full({"sh", "-c", "exec " + binary + " " + flag + " > /dev/full"});
    EXPECT_EQ(full.exit_code(), 70) << flag;
    EXPECT_EQ(full.err(), "burrow-server: cannot write to stdout: No space left on device\n");
    Child closed({"sh", "-c", "exec " + binary + " " + flag + " >&-"});
    EXPECT_EQ(closed.exit_code(), 70) << flag;
    EXPECT_EQ(closed.err(), "burrow-server: cannot write to stdout: it is closed\n");
  }
  Child left({"bash", "-c", "set -o pipefail; (sleep 0.2; exec " + binary + " --help-markdown) | true"});
  EXPECT_EQ(left.exit_code(), 128 + SIGPIPE);
  EXPECT_EQ(left.err(), "");
}

TEST(Settings, AWrongFlagIsOneClearLine) {
  const Outcome unknown = run({"--prot", "7000"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("--prot"), std::string::npos) << unknown.err;
  const Outcome wrong = run({"--port", "70000"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_EQ(wrong.err, "burrow-server: --port: '70000' is not a port, 0 to 65535\n");
  EXPECT_EQ(run({"--heartbeat-interval", "5"}).err,
            "burrow-server: --heartbeat-interval: '5' is not a duration with a unit, such as 100ms\n");
  EXPECT_EQ(run({"--heartbeat-interval", "0"}).err, "burrow-server: --heartbeat-interval: must be more than 0\n");
}

TEST(Settings, AQuantityIsSuggestedOnlyWhereItIsMeant) {
  const std::string duration = " is not a duration with a unit, such as 100ms";
  for (const std::string name : {"--drain-timeout", "--heartbeat-interval"}) {
    EXPECT_EQ(run({name, "5m"}).err, "burrow-server: " + name + ": '5m'" + duration + "\n");
    EXPECT_EQ(run({name, "5 s"}).err, "burrow-server: " + name + ": '5 s'" + duration + " (did you mean 5s?)\n");
  }
  EXPECT_EQ(run({"--maxmemory", "4KB"}).err,
            "burrow-server: --maxmemory: '4KB' is not a size with a unit, such as 64KiB (did you mean 4KiB?)\n");
  const TemporaryFolder folder;
  const std::string file = folder.write("burrow.yaml", "maxmemory: 64kb\n");
  EXPECT_EQ(run({"--config", file}).err, "burrow-server: " + file +
                                             ":1:1: maxmemory: '64kb' is not a size with a unit, such as 64KiB (did "
                                             "you mean 64KiB?)\n");
}

TEST(Settings, ADurationThatWouldOverflowIsRefused) {
  for (const std::string name : {"drain-timeout", "heartbeat-interval", "client-idle-timeout"}) {
    EXPECT_EQ(run({"--" + name, "2562048h"}).err,
              "burrow-server: --" + name + ": '2562048h' is too much: at most 87600h\n");
  }
  const ServerProcess patient({"--drain-timeout", "87600h", "--heartbeat-interval", "87600h"});
  EXPECT_EQ(RespClient(patient.port()).ask("PING"), "PONG");
}

TEST(Settings, TheFileHasTheSameNamesAndFlagsWin) {
  const TemporaryFolder folder;
  const std::string file = folder.write("burrow.yaml", "max-clients: 17\ncapacity: 5   # keys\nlog-level: warning\n");
  ServerProcess server({"--config", file, "--capacity", "7"});
  RespClient client(server.port());
  EXPECT_EQ(client.ask("CONFIG GET max-clients"), "[max-clients, 17]");
  EXPECT_EQ(client.ask("CONFIG GET capacity"), "[capacity, 7]");
  EXPECT_EQ(server.log(), "") << "nothing to warn of";
}

TEST(Settings, ThePortThatIsOpenIsKnown) {
  const ServerProcess server({"--port", "0"});
  const std::string info = RespClient(server.port()).ask("INFO server");
  EXPECT_NE(info.find("tcp_port:" + std::to_string(server.port()) + "\r\n"), std::string::npos) << info;
}

TEST(Settings, AnErrorInTheFileHasItsPlace) {
  const TemporaryFolder folder;
  const auto error_of = [&](const std::string& content) {
    const std::string file = folder.write("burrow.yaml", content);
    const Outcome outcome = run({"--config", file});
    EXPECT_EQ(outcome.exit_code, 2) << content;
    const std::size_t at = outcome.err.find("burrow.yaml:");
    return at == std::string::npos ? outcome.err : outcome.err.substr(at);
  };
  EXPECT_EQ(error_of("port: 7000\nprt: 1\n"),
            "burrow.yaml:2:1: prt: there is no setting of this name; --help lists them\n");
  EXPECT_EQ(error_of("capacity: many\n"), "burrow.yaml:1:1: capacity: 'many' is not a whole number\n");
  EXPECT_EQ(error_of("port: 1\nport: 2\n"), "burrow.yaml:2:1: 'port' is there twice\n");
  EXPECT_EQ(error_of("port: [1, 2]\n"), "burrow.yaml:1:7: 'port' takes a single value\n");
  const std::string unreadable =
      ": this cannot be read: expected lines such as 'port: 7000'; indented by blanks, not by tabs";
  EXPECT_TRUE(error_of("port: 7000\n\tbind: x\n").starts_with("burrow.yaml:2:1" + unreadable));
  EXPECT_TRUE(error_of("port: [7000\n").starts_with("burrow.yaml:2:1" + unreadable));
  EXPECT_EQ(error_of("- port\n"), "burrow.yaml:1:1: expected lines such as 'port: 7000'\n");
  EXPECT_TRUE(error_of("port: {1\n").starts_with("burrow.yaml:2:1: "));
  for (const std::string& unreadable : {folder.path("none.yaml"), folder.path("")}) {
    const Outcome outcome = run({"--config", unreadable});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, "burrow-server: " + unreadable + ": cannot be read\n");
  }
  const ServerProcess empty({"--config", folder.write("burrow.yaml", "")});
}

TEST(Settings, APortInUseIsOneClearLine) {
  ServerProcess server;
  const Outcome second = run({"--port", std::to_string(server.port())});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_NE(second.err.find("address already in use"), std::string::npos) << second.err;
  EXPECT_EQ(std::count(second.err.begin(), second.err.end(), '\n'), 1) << second.err;
}

TEST(Settings, ANodeDoesNotReplicateItself) {
  std::uint16_t port = 0;
  {
    const ServerProcess server;
    port = server.port();
  }
  const Outcome self = run({"--port", std::to_string(port), "--replicaof", "localhost:" + std::to_string(port)});
  EXPECT_EQ(self.exit_code, 1);
  EXPECT_NE(self.err.find("a node cannot replicate itself"), std::string::npos) << self.err;
}

TEST(Settings, AnOpenPortNeedsAPassword) {
  const Outcome open = run({"--bind", "0.0.0.0", "--port", "0"});
  EXPECT_EQ(open.exit_code, 2);
  EXPECT_NE(open.err.find("without a password"), std::string::npos) << open.err;
  const TemporaryFolder folder;
  const ServerProcess locked({"--bind", "0.0.0.0", "--requirepass-file", folder.write("password", "sesame\n")});
  const ServerProcess unprotected({"--bind", "0.0.0.0", "--protected-mode", "no"});
}

TEST(Settings, APasswordFileMustHoldAPassword) {
  const TemporaryFolder folder;
  EXPECT_EQ(run({"--requirepass-file", folder.path("none")}).err,
            "burrow-server: " + folder.path("none") + ": No such file or directory\n");
  const Outcome empty = run({"--masterauth-file", folder.write("empty", "\n")});
  EXPECT_EQ(empty.exit_code, 2);
  EXPECT_NE(empty.err.find("its first line is empty"), std::string::npos) << empty.err;
}

TEST(Settings, FewFilesMeanFewClients) {
  ServerProcess server({"--max-clients", "5000"}, {.open_files = 256});
  RespClient client(server.port());
  EXPECT_EQ(client.ask("CONFIG GET max-clients"), "[max-clients, 128]");
  EXPECT_EQ(server.logged("lets in 128 clients, not 5000"), 1u) << server.log();
}

TEST(Settings, TooFewFilesMeanNoServer) {
  Child child({BURROW_SERVER_BINARY, "--port", "0"}, "", {.open_files = 64});
  EXPECT_EQ(child.exit_code(), 1);
  EXPECT_NE(child.err().find("raise it (ulimit -n)"), std::string::npos) << child.err();
}

}  // namespace
}  // namespace burrow::test
