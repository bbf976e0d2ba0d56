// Names, with a name service that a test holds in its hand: this binary has a getaddrinfo(3) of its own.
#include <array>
#include <condition_variable>
#include <dlfcn.h>
#include <mutex>
#include <netdb.h>
#include <string_view>

#include <gtest/gtest.h>

#include "sut/runtime/asio/asio_runtime.hpp"
#include "sut/runtime/asio/readiness.hpp"
#include "sut/runtime/asio/socket_services.hpp"
#include "tests/support/recording_stream.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using groundhog::test::RecordingStream;

// "slow.test" is answered, with no address, when it is let go.
class SlowNames {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    ++questions_;
    released_.wait(lock, [this] { return is_released_; });
  }
  void release() {
    const std::lock_guard lock(mutex_);
    is_released_ = true;
    released_.notify_all();
  }
  int questions() {
    const std::lock_guard lock(mutex_);
    return questions_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  bool is_released_ = false;
  int questions_ = 0;
};

SlowNames* slow_names = nullptr;

int ask_the_system(const char* host, const char* port, const addrinfo* hints, addrinfo** found) {
  static const auto system = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return system(host, port, hints, found);
}

// Two numeric addresses as one answer.
int both(const char* first, const char* second, const char* port, const addrinfo* hints, addrinfo** found) {
  if (const int failure = ask_the_system(first, port, hints, found); failure != 0) return failure;
  return ask_the_system(second, port, hints, &(*found)->ai_next);
}

int answer(const char* host, const char* port, const addrinfo* hints, addrinfo** found) {
  const bool is_name = host != nullptr && (hints->ai_flags & AI_NUMERICHOST) == 0;
  if (is_name && std::string_view(host) == "two.test") return both("127.0.0.2", "127.0.0.1", port, hints, found);
  if (!is_name || std::string_view(host) != "slow.test") return ask_the_system(host, port, hints, found);
  slow_names->wait();
  return EAI_NONAME;
}

class NameServiceTest : public ::testing::Test {
 protected:
  NameServiceTest() { slow_names = &slow_; }
  ~NameServiceTest() override { slow_.release(); }

  bool run_until(const std::function<bool()>& done) {
    const seam::MonotonicTime deadline = runtime_.monotonic_now() + 20s;
    while (!done()) {
      if (runtime_.monotonic_now() > deadline) return false;
      runtime_.run_once(1ms);
    }
    return true;
  }

  SlowNames slow_;  // outlives the thread that asks
  seam::AsioRuntime runtime_{[](const seam::Announcement&) {}};
};

TEST_F(NameServiceTest, ANameIsAskedForOnceAtATime) {
  EXPECT_FALSE(runtime_.is_resolving());
  for (int i = 0; i < 5; ++i) {
    RecordingStream given_up;
    given_up.connect(runtime_, {"slow.test", 7000});
  }
  RecordingStream patient;
  patient.connect(runtime_, {"slow.test", 7000});
  ASSERT_TRUE(run_until([&] { return slow_.questions() > 0; }));
  EXPECT_TRUE(runtime_.is_resolving());
  slow_.release();
  ASSERT_TRUE(run_until([&] { return patient.has_heard("unreachable"); }));
  EXPECT_EQ(slow_.questions(), 1);
  EXPECT_FALSE(runtime_.is_resolving());
}

// A socket that listens, with a full queue: the kernel leaves further connects without an answer.
class SilentListener {
 public:
  explicit SilentListener(const seam::Address& at) {
    seam::SocketAddress address = seam::known_addresses(at).front();
    for (seam::Descriptor& socket : sockets_)
      socket = seam::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    EXPECT_EQ(::bind(sockets_[0].get(), address.data(), address.size), 0);
    EXPECT_EQ(::listen(sockets_[0].get(), 0), 0);
    // A backlog of 0 has room for one.
    for (std::size_t i = 1; i < sockets_.size(); ++i) ::connect(sockets_[i].get(), address.data(), address.size);
  }

 private:
  std::array<seam::Descriptor, 3> sockets_;
};

TEST_F(NameServiceTest, AnAddressThatDoesNotAnswerIsNotTheOnlyOneThatIsTried) {
  auto listening = runtime_.listen({"127.0.0.1", 0}, [](std::unique_ptr<seam::Stream>) {});
  ASSERT_TRUE(listening);
  const std::uint16_t port = (*listening)->local().port;
  const SilentListener silent({"127.0.0.2", port});
  {
    RecordingStream given_up;
    given_up.connect(runtime_, {"two.test", port});
    ASSERT_TRUE(run_until([&] { return runtime_.open_sockets() == 2; }));
  }
  RecordingStream next;
  next.connect(runtime_, {"two.test", port});
  EXPECT_TRUE(run_until([&] { return next.has_heard("connected"); }));
}

TEST_F(NameServiceTest, WhatAnsweredIsTriedFirstTheNextTime) {
  auto listening = runtime_.listen({"127.0.0.1", 0}, [](std::unique_ptr<seam::Stream>) {});
  ASSERT_TRUE(listening);
  const std::uint16_t port = (*listening)->local().port;
  const SilentListener silent({"127.0.0.2", port});
  for (int attempt = 0; attempt < 4; ++attempt) {
    RecordingStream stream;
    stream.connect(runtime_, {"two.test", port});
    if (attempt == 0) {
      ASSERT_TRUE(run_until([&] { return runtime_.open_sockets() == 2; }));
    } else {
      EXPECT_TRUE(run_until([&] { return stream.has_heard("connected"); })) << attempt;
    }
  }
}

}  // namespace
}  // namespace burrow::test

extern "C" int getaddrinfo(const char* host, const char* port, const addrinfo* hints, addrinfo** found) {
  return burrow::test::answer(host, port, hints, found);
}
