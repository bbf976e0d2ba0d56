// The log never stands in the way of the service.
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/process/resp_client.hpp"
#include "tests/process/server_process.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::test {
namespace {

// A pipe that is read, or not.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_, O_CLOEXEC | O_NONBLOCK) != 0) throw std::runtime_error("no pipe");
    // The writer is no wiser than it would be behind a shell.
    ::fcntl(ends_[1], F_SETFL, 0);
  }
  ~Pipe() {
    stop_reading();
    ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int in() const { return ends_[1]; }
  void stop_reading() {
    if (ends_[0] >= 0) ::close(ends_[0]);
    ends_[0] = -1;
  }
  std::string read() {
    char bytes[4096];
    const ssize_t got = ::read(ends_[0], bytes, sizeof bytes);
    return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string();
  }

 private:
  int ends_[2] = {-1, -1};
};

// Every write is a line at this level.
const std::vector<std::string> talkative = {"--log-level", "trace"};

TEST(Log, AReaderWhoLeavesDoesNotTakeTheServerAlong) {
  Pipe log;
  ServerProcess server(talkative, {.error_output = log.in()});
  log.stop_reading();
  RespClient client(server.port());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(client.ask("SET k v"), "OK");
  EXPECT_TRUE(server.child().is_running());
}

TEST(Log, AReaderWhoDoesNotReadStopsNoClient) {
  Pipe log;
  ServerProcess server(talkative, {.error_output = log.in()});
  RespClient client(server.port());
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(client.ask("SET k " + std::string(100, 'v')), "OK") << i;
  std::string text;
  EXPECT_TRUE(eventually([&] {
    text += log.read();
    client.ask("SET k v");
    return text.find(" lines of the log were dropped") != std::string::npos;
  })) << "and what was lost is counted";
}

TEST(Log, ALongLineIsCut) {
  Pipe log;
  ServerProcess server(talkative, {.error_output = log.in()});
  RespClient client(server.port());
  ASSERT_EQ(client.ask("SET k " + std::string(100'000, 'v')), "OK");
  ASSERT_EQ(client.ask("SET another v"), "OK");
  std::string text;
  ASSERT_TRUE(eventually([&] {
    text += log.read();
    return text.find("key=another") != std::string::npos;
  }));
  EXPECT_LT(text.size(), 10'000u);
}

}  // namespace
}  // namespace burrow::test
