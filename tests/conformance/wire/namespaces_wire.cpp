#include "tests/conformance/wire/namespaces_wire.hpp"

#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <sched.h>
#include <stdexcept>

#include "sut/runtime/asio/readiness.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

std::string required(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr)
    throw std::runtime_error(std::string(name) + " is not set: run tests/conformance/namespaces.sh");
  return value;
}

// This thread is in another network namespace until it ends.
class Visit {
 public:
  explicit Visit(const std::string& network) : home_(open_namespace("/proc/self/ns/net")) {
    enter(open_namespace(network));
  }
  ~Visit() { enter(home_); }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

 private:
  static seam::Descriptor open_namespace(const std::string& path) {
    return seam::Descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  }
  static void enter(const seam::Descriptor& network) {
    if (setns(network.get(), CLONE_NEWNET) == 0) return;
    std::perror("setns");
    std::abort();
  }

  seam::Descriptor home_;
};

}  // namespace

NamespacesSetup NamespacesSetup::from_environment() {
  return {required("SERVER_NAMESPACE"), required("SERVER_ADDRESS"), required("LINK_COMMAND")};
}

NamespacesWire::NamespacesWire() : setup_(NamespacesSetup::from_environment()) {}

NamespacesWire::~NamespacesWire() {
  set_link(Way::to_server, true);
  set_link(Way::to_client, true);
}

std::unique_ptr<seam::Listener> NamespacesWire::listen(seam::AcceptHandler on_accept) {
  const Visit visit(setup_.server_namespace);
  auto listening = server_.listen({setup_.server_address, 0}, std::move(on_accept));
  if (!listening) throw std::runtime_error(listening.error().message);
  return std::move(*listening);
}

void NamespacesWire::set_link(Way way, bool carries) {
  const std::string command =
      setup_.link_command + (way == Way::to_server ? " to_server" : " to_client") + (carries ? " carry" : " cut");
  if (std::system(command.c_str()) == 0) return;
  std::fprintf(stderr, "%s failed\n", command.c_str());
  std::abort();
}

seam::Address NamespacesWire::delayed(const seam::Address& address, seam::Duration by) {
  proxy_ = std::make_unique<DelayingProxy>(client_, address, by);
  return proxy_->address();
}

void NamespacesWire::run_until(const std::function<bool()>& done, seam::Duration at_most) {
  const seam::MonotonicTime deadline = client_.monotonic_now() + at_most;
  while (!done() && client_.monotonic_now() < deadline) {
    const bool ran = client_.run_once(0ns);
    if (!server_.run_once(0ns) && !ran) client_.run_once(100us);
  }
}

}  // namespace groundhog::test
