// What only the production runtime has: a thread that runs it, signals, a limit of descriptors, real addresses. What it
// has in common with the simulated one is in tests/conformance.
#include "sut/runtime/asio/asio_runtime.hpp"

#include <algorithm>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sut/runtime/asio/socket_services.hpp"
#include "tests/support/recording_stream.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using groundhog::test::RecordingStream;
using Texts = std::vector<std::string>;

class AsioRuntimeTest : public ::testing::Test {
 protected:
  bool run_until(const std::function<bool()>& done) {
    const seam::MonotonicTime deadline = runtime.monotonic_now() + 5s;
    while (!done()) {
      if (runtime.monotonic_now() > deadline) return false;
      runtime.run_once(1ms);
    }
    return true;
  }

  Texts announced;
  seam::AsioRuntime runtime{
      [this](const seam::Announcement& announcement) { announced.emplace_back(announcement.event); },
      {.accept_retry = 5ms}};
};

// Of the connection that was accepted at `local`.
template <class Value>
std::optional<Value> option_of_accepted(const seam::Address& local, int level, int name) {
  for (int socket = 3; socket < 1024; ++socket) {
    seam::SocketAddress bound;
    seam::SocketAddress peer;
    const bool is_connected =
        getsockname(socket, bound.data(), &bound.size) == 0 && getpeername(socket, peer.data(), &peer.size) == 0;
    if (!is_connected || seam::to_address(bound) != local) continue;
    Value value{};
    socklen_t size = sizeof value;
    if (getsockopt(socket, level, name, &value, &size) == 0) return value;
  }
  return std::nullopt;
}

// ---- run and stop -------------------------------------------------------------------------------------------------

TEST_F(AsioRuntimeTest, RunsUntilAnotherThreadStopsIt) {
  std::thread stopper([this] { runtime.stop(); });
  runtime.run();
  stopper.join();
}

TEST_F(AsioRuntimeTest, AStopBeforeTheRunCountsAndTheNextRunContinues) {
  bool fired = false;
  const seam::Timer timer = runtime.start_timer(0ns, [&] {
    fired = true;
    runtime.stop();
  });
  runtime.stop();
  runtime.run();
  EXPECT_FALSE(fired);
  runtime.run();
  EXPECT_TRUE(fired);
}

TEST_F(AsioRuntimeTest, CallbacksRunOnTheThreadThatRuns) {
  std::thread::id callback_thread;
  const seam::Timer timer = runtime.start_timer(0ns, [&] {
    callback_thread = std::this_thread::get_id();
    runtime.stop();
  });
  std::thread runner([this] { runtime.run(); });
  const std::thread::id expected = runner.get_id();
  runner.join();
  EXPECT_EQ(callback_thread, expected);
}

TEST_F(AsioRuntimeTest, TimersThatStartOneAnotherWithoutDelayLeaveTimeForSockets) {
  seam::Timer busy;
  std::function<void()> again = [&] { busy = runtime.start_timer(0ns, again); };
  again();
  RecordingStream accepted;
  auto listener = *runtime.listen({"127.0.0.1", 0}, [&](auto stream) { accepted.adopt(std::move(stream)); });
  RecordingStream client;
  client.connect(runtime, listener->local());
  EXPECT_TRUE(run_until([&] { return accepted.has_stream(); }));
}

// ---- signals ------------------------------------------------------------------------------------------------------

TEST_F(AsioRuntimeTest, SignalsArriveAsCallbacks) {
  std::vector<int> heard;
  runtime.on_signal({SIGUSR1, SIGUSR2}, [&](int signal) { heard.push_back(signal); });
  std::raise(SIGUSR2);
  EXPECT_TRUE(heard.empty());
  EXPECT_TRUE(run_until([&] { return !heard.empty(); }));
  std::raise(SIGUSR1);
  EXPECT_TRUE(run_until([&] { return heard.size() == 2; }));
  EXPECT_EQ(heard, (std::vector<int>{SIGUSR2, SIGUSR1}));
}

TEST_F(AsioRuntimeTest, ALaterSignalHandlerReplacesTheEarlier) {
  int first = 0;
  int second = 0;
  runtime.on_signal({SIGUSR1}, [&](int) { ++first; });
  runtime.on_signal({SIGUSR1}, [&](int) { ++second; });
  std::raise(SIGUSR1);
  EXPECT_TRUE(run_until([&] { return second == 1; }));
  EXPECT_EQ(first, 0);
}

// ---- addresses ----------------------------------------------------------------------------------------------------

TEST_F(AsioRuntimeTest, SpeaksIpv6) {
  RecordingStream accepted;
  auto listening = runtime.listen({"::1", 0}, [&](auto stream) { accepted.adopt(std::move(stream)); });
  if (!listening) GTEST_SKIP() << listening.error().message;
  EXPECT_EQ((*listening)->local().host, "::1");
  RecordingStream client;
  client.connect(runtime, (*listening)->local());
  EXPECT_TRUE(run_until([&] { return accepted.has_stream() && client.has_heard("connected"); }));
  EXPECT_EQ(accepted.stream().peer().host, "::1");
}

TEST_F(AsioRuntimeTest, TriesEveryAddressOfAName) {
  RecordingStream accepted;
  auto listening = runtime.listen({"::1", 0}, [&](auto stream) { accepted.adopt(std::move(stream)); });
  if (!listening) GTEST_SKIP() << listening.error().message;
  RecordingStream client;
  client.connect(runtime, {"localhost", (*listening)->local().port});  // 127.0.0.1 refuses
  EXPECT_TRUE(run_until([&] { return accepted.has_stream(); }));
  EXPECT_EQ(client.heard, Texts{"connected"});
}

TEST_F(AsioRuntimeTest, AnEmptyHostListensOnEveryAddress) {
  int accepted = 0;
  auto listener = *runtime.listen({"", 0}, [&](auto) { ++accepted; });
  EXPECT_EQ(listener->local().host, "0.0.0.0");
  RecordingStream client;
  client.connect(runtime, {"127.0.0.1", listener->local().port});
  EXPECT_TRUE(run_until([&] { return accepted == 1; }));
}

TEST_F(AsioRuntimeTest, OtherEventsContinueWhileANameIsResolved) {
  RecordingStream client;
  client.connect(runtime, {"no.such.name.invalid", 7000});
  bool fired = false;
  const seam::Timer timer = runtime.start_timer(0ns, [&] { fired = true; });
  EXPECT_TRUE(run_until([&] { return fired || client.has_heard("unreachable"); }));
  EXPECT_TRUE(fired);
}

// ---- descriptors --------------------------------------------------------------------------------------------------

TEST_F(AsioRuntimeTest, AcceptedPeersThatVanishAreNoticed) {
  std::unique_ptr<seam::Stream> accepted;
  auto listening =
      runtime.listen({"127.0.0.1", 0}, [&](std::unique_ptr<seam::Stream> stream) { accepted = std::move(stream); });
  ASSERT_TRUE(listening);
  const seam::Address local = (*listening)->local();
  RecordingStream client;
  client.connect(runtime, local);
  ASSERT_TRUE(run_until([&] { return accepted != nullptr; }));
  EXPECT_EQ(option_of_accepted<int>(local, SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(option_of_accepted<int>(local, IPPROTO_TCP, TCP_KEEPIDLE), 300);
}

TEST_F(AsioRuntimeTest, CountsItsOpenSockets) {
  EXPECT_EQ(runtime.open_sockets(), 0U);
  {
    RecordingStream accepted;
    auto listener = *runtime.listen({"127.0.0.1", 0}, [&](auto stream) { accepted.adopt(std::move(stream)); });
    RecordingStream client;
    client.connect(runtime, listener->local());
    EXPECT_TRUE(run_until([&] { return accepted.has_stream(); }));
    EXPECT_EQ(runtime.open_sockets(), 3U);
  }
  EXPECT_EQ(runtime.open_sockets(), 0U);
}

// No further descriptor may be opened while it exists.
class NoMoreDescriptors {
 public:
  NoMoreDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int lowest_free = dup(STDIN_FILENO);
    close(lowest_free);
    const rlimit none{static_cast<rlim_t>(lowest_free), before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoMoreDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST_F(AsioRuntimeTest, AListenerWithoutDescriptorsRestsAndRecovers) {
  std::vector<std::unique_ptr<seam::Stream>> accepted;
  auto listener = *runtime.listen({"127.0.0.1", 0}, [&](auto stream) { accepted.push_back(std::move(stream)); });
  RecordingStream one;
  RecordingStream two;
  one.connect(runtime, listener->local());
  two.connect(runtime, listener->local());
  {
    const NoMoreDescriptors shortage;
    int turns = 0;
    const seam::MonotonicTime end = runtime.monotonic_now() + 50ms;  // ten attempts
    while (runtime.monotonic_now() < end) turns += runtime.run_once(1ms) ? 1 : 0;
    EXPECT_TRUE(one.has_heard("connected"));
    EXPECT_TRUE(accepted.empty());
    EXPECT_EQ(announced, Texts{"listener.exhausted"});
    EXPECT_LT(turns, 100) << "it spins";
  }
  EXPECT_TRUE(run_until([&] { return accepted.size() == 2; }));
  EXPECT_EQ(announced, (Texts{"listener.exhausted", "listener.recovered"}));
}

TEST_F(AsioRuntimeTest, AConnectWithoutDescriptorsIsUnreachable) {
  RecordingStream client;
  {
    const NoMoreDescriptors shortage;
    client.connect(runtime, {"127.0.0.1", 7000});
  }
  EXPECT_EQ(client.heard, Texts{});
  EXPECT_TRUE(run_until([&] { return client.has_heard("unreachable"); }));
}

}  // namespace
}  // namespace burrow::test
