#include "tests/differential/redis_process.hpp"

#include <arpa/inet.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/process/resp_client.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::differential {

namespace {

constexpr const char* program = "redis-server";

// Free now. Another process may take it before it is used.
std::uint16_t free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool is_bound = ::bind(listener, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(listener);
  if (!is_bound) throw std::runtime_error("no port is free");
  return ntohs(address.sin_port);
}

std::string installed_version() {
  constexpr int not_found = 127;
  test::Child asked({program, "--version"});
  if (asked.exit_code() == not_found) {
    throw std::runtime_error("redis-server is not installed, and this test compares with it (ci/packages.txt)");
  }
  const std::string said = asked.out();  // Redis server v=7.0.15 sha=…
  const std::size_t begin = said.find("v=");
  return begin == std::string::npos ? "" : said.substr(begin + 2, said.find(' ', begin) - begin - 2);
}

bool answers(std::uint16_t port) {
  try {
    return test::RespClient(port).ask("PING") == "PONG";
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace

RedisProcess::RedisProcess() : version_(installed_version()) {
  if (!version_.starts_with("7.0.")) throw std::runtime_error("redis-server is of version " + version_ + ", not 7.0");
  constexpr int most_attempts = 5;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    if (start()) return;
  }
  throw std::runtime_error("redis-server does not serve:\n" + child_->out());
}

bool RedisProcess::start() {
  port_ = free_port();
  child_ = std::make_unique<test::Child>(std::vector<std::string>{program, "--port", std::to_string(port_), "--bind",
                                                                  "127.0.0.1", "--databases", "1", "--save", "",
                                                                  "--appendonly", "no", "--daemonize", "no"});
  return test::eventually([this] { return !child_->is_running() || answers(port_); }) && child_->is_running();
}

}  // namespace burrow::differential
