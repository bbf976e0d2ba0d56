// Real sockets in two network namespaces with a virtual cable between them, laid by tests/conformance/namespaces.sh.
// The process is in the client's; the server's listener is opened in the other, and what it accepts stays there.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sut/runtime/asio/asio_runtime.hpp"
#include "tests/conformance/wire/delaying_proxy.hpp"
#include "tests/conformance/wire/outcomes.hpp"

namespace groundhog::test {

// How to reach the namespaces; from the environment, once.
struct NamespacesSetup {
  std::string server_namespace;  // a file of /proc
  std::string server_address;
  std::string link_command;  // called with to_server or to_client, and carry or cut

  // Throws if the script has not set them.
  static NamespacesSetup from_environment();
};

class NamespacesWire {
 public:
  NamespacesWire();
  ~NamespacesWire();

  seam::Runtime& client() { return client_; }
  seam::Runtime& server() { return server_; }

  std::unique_ptr<seam::Listener> listen(seam::AcceptHandler on_accept);
  void set_link(Way way, bool carries);
  seam::Address delayed(const seam::Address& address, seam::Duration by);
  void run_until(const std::function<bool()>& done, seam::Duration at_most);

 private:
  NamespacesSetup setup_;
  seam::AsioRuntime client_{[](const seam::Announcement&) {}};
  seam::AsioRuntime server_{[](const seam::Announcement&) {}};
  std::unique_ptr<DelayingProxy> proxy_;
};

}  // namespace groundhog::test
