#include "tests/process/server_process.hpp"

#include <csignal>
#include <sstream>
#include <stdexcept>

#include "tests/process/waiting.hpp"

namespace burrow::test {

namespace {

// A field of /proc/PID/status.
std::string status_of(pid_t pid, const std::string& field) {
  std::istringstream lines(content_of("/proc/" + std::to_string(pid) + "/status"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(field + ":")) return line.substr(line.find_first_not_of(" \t", field.size() + 1));
  }
  return "";
}

}  // namespace

ServerProcess::ServerProcess(std::vector<std::string> flags, Child::Limits limits)
    : flags_(std::move(flags)), limits_(limits) {
  start();
}

std::vector<std::string> ServerProcess::replica_of(std::uint16_t primary, const std::vector<std::string>& more) {
  std::vector<std::string> flags = {"--replicaof",
                                    "127.0.0.1:" + std::to_string(primary),
                                    "--heartbeat-interval",
                                    "200ms",
                                    "--heartbeat-misses",
                                    "5",
                                    "--reconnect-backoff-max",
                                    "200ms"};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

void ServerProcess::start() {
  std::vector<std::string> command = {BURROW_SERVER_BINARY, "--port", std::to_string(port_)};
  const TemporaryFolder folder;
  command.insert(command.end(), {"--port-file", folder.path("port")});
  command.insert(command.end(), flags_.begin(), flags_.end());
  child_ = std::make_unique<Child>(command, "", limits_);
  const bool is_open = eventually([&] { return !content_of(folder.path("port")).empty() || !child_->is_running(); });
  const std::string port = content_of(folder.path("port"));
  if (!is_open || port.empty()) throw std::runtime_error("burrow-server does not serve:\n" + log());
  port_ = static_cast<std::uint16_t>(std::stoul(port));
}

std::size_t ServerProcess::logged(const std::string& text) const {
  const std::string all = log();
  std::size_t count = 0;
  for (std::size_t at = all.find(text); at != std::string::npos; at = all.find(text, at + 1)) ++count;
  return count;
}

void ServerProcess::stop() const {
  child_->signal(SIGSTOP);
  if (!eventually([this] { return status_of(child_->pid(), "State").starts_with("T"); })) {
    throw std::runtime_error("burrow-server does not stop");
  }
}

void ServerProcess::resume() const { child_->signal(SIGCONT); }

void ServerProcess::restart() {
  child_->kill();
  start();
}

std::size_t ServerProcess::resident_bytes() const { return std::stoul(status_of(child_->pid(), "VmRSS")) * 1024; }

}  // namespace burrow::test
