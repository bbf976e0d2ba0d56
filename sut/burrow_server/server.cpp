#include "sut/burrow_server/server.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <sys/resource.h>

#include "sut/runtime/asio/asio_runtime.hpp"
#include "sut/server/node.hpp"

namespace burrow {

namespace {

constexpr int exit_ok = 0;
constexpr int exit_failed = 1;

// In one step: a process that waits for the file never reads half a number.
bool write_port_file(const std::string& path, std::uint16_t port) {
  const std::string draft = path + ".new";
  std::ofstream file(draft);
  file << port << '\n';
  file.close();
  return file && std::rename(draft.c_str(), path.c_str()) == 0;
}

class Server {
 public:
  Server(const Settings& settings, Log& log)
      : settings_(settings),
        log_(log),
        runtime_([&log](const seam::Announcement& announcement) { log.write(announcement); }),
        node_(runtime_, settings.node, settings.listen, settings.upstream) {}

  int run() {
    runtime_.on_signal({SIGTERM, SIGINT}, [this](int signal) { on_signal(signal); });
    if (const auto started = node_.start(); !started) return fail(started.error());
    const seam::Address local = node_.local();
    if (!settings_.port_file.empty() && !write_port_file(settings_.port_file, local.port)) {
      return fail(settings_.port_file + ": cannot be written");
    }
    log_.write(seam::Severity::info, "listening at " + to_string(local));
    runtime_.run();
    // All is done that was to be done: a name service is not waited for.
    if (runtime_.is_resolving()) std::_Exit(exit_ok);
    return exit_ok;
  }

 private:
  int fail(const std::string& reason) {
    log_.write(seam::Severity::error, reason);
    return exit_failed;
  }

  void on_signal(int signal) {
    if (draining_) {
      log_.write(seam::Severity::warning, "second signal: gone");
      std::_Exit(128 + signal);
    }
    draining_ = true;
    log_.write(seam::Severity::info, "draining: no new connections, finishing what was received");
    deadline_ = runtime_.start_timer(settings_.drain_timeout, [this] {
      log_.write(seam::Severity::warning, "drain-timeout is over: some clients or replicas are left behind");
      runtime_.stop();
    });
    node_.drain([this] {
      log_.write(seam::Severity::info, "drained");
      runtime_.stop();
    });
  }

  const Settings& settings_;
  Log& log_;
  seam::AsioRuntime runtime_;
  Node node_;
  bool draining_ = false;
  seam::Timer deadline_;
};

}  // namespace

int serve(const Settings& settings, Log& log) { return Server(settings, log).run(); }

namespace {

// Log, listener, event queue, connections that are being turned away, and our own to an upstream.
constexpr rlim_t reserve = 128;

}  // namespace

std::size_t make_room_for(std::size_t clients) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return clients;
  const rlim_t wanted = static_cast<rlim_t>(clients) + reserve;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min(limit.rlim_max, wanted);
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur >= wanted) return clients;
  return limit.rlim_cur > reserve ? static_cast<std::size_t>(limit.rlim_cur - reserve) : 0;
}

}  // namespace burrow
