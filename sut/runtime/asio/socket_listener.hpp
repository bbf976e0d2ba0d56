// A listening socket that accepts as long as the process has descriptors, and rests for a while when it has none.
#pragma once

#include <memory>
#include <string>

#include "sut/runtime/asio/readiness.hpp"
#include "sut/runtime/asio/socket_services.hpp"

namespace seam {

class SocketListener final : public Listener, private Watcher {
 public:
  static tl::expected<std::unique_ptr<Listener>, ListenError> open(SocketServices& services, const Address& at,
                                                                   AcceptHandler on_accept);

  // `socket` listens already; open() makes it.
  SocketListener(SocketServices& services, Descriptor socket, Address local, AcceptHandler on_accept);
  ~SocketListener() override;
  SocketListener(const SocketListener&) = delete;
  SocketListener& operator=(const SocketListener&) = delete;

  Address local() const override { return local_; }

 private:
  void on_ready(std::uint32_t events) override;
  // What accept4(2) gives, or an empty descriptor: `errno` says why.
  Descriptor accept_one(SocketAddress& peer) const;
  void rest(int error);
  void end_rest();

  SocketServices& services_;
  Descriptor socket_;
  Address local_;
  std::shared_ptr<const AcceptHandler> on_accept_;  // the handler may destroy its listener
  Readiness::Key key_ = Readiness::Key::none;
  Timer resting_;
  bool in_trouble_ = false;    // it was announced that connections have to wait
  bool* destroyed_ = nullptr;  // set while the handler runs
};

}  // namespace seam
