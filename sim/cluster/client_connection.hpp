// The connection of a client to a node.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/guest/guest.hpp"
#include "sim/net/network.hpp"
#include "sut/runtime/runtime.hpp"

namespace groundhog {

// One connection of a client to one node, kept open: it connects again, with backoff, whenever it is cut or given up.
//
// Replies come in the order of the requests. Offsets count the bytes of one direction of the connection that stands.
class ClientConnection final : private seam::StreamEvents {
 public:
  static constexpr Duration backoff_min = std::chrono::milliseconds(10);
  static constexpr Duration backoff_max = std::chrono::milliseconds(200);
  // A connect that takes longer is given up: the kernel's own SYN timer backs off to half a minute.
  static constexpr Duration connect_timeout = std::chrono::seconds(2);

  class Owner {
   public:
    virtual void on_connected(ClientConnection& connection) = 0;
    // Not connected any more if this is the last that a connection that ended had to say; on_cut() follows.
    virtual void on_reply(ClientConnection& connection, const Reply& reply) = 0;
    // It was cut, by the peer or the network; it is connecting again. Not called for reopen() and close().
    virtual void on_cut(ClientConnection& connection) = 0;

   protected:
    ~Owner() = default;
  };

  struct Request {
    std::uint64_t command;     // 1-based ordinal on this connection
    std::uint64_t end;         // offset behind its last byte
    std::uint64_t unanswered;  // requests before it whose replies have not come
  };

  // `ties` orders its timers among events of the same nanosecond.
  ClientConnection(Engine& engine, seam::Runtime& runtime, const ClientProtocol& protocol, HostId node,
                   seam::Address address, RandomKey ties, Owner& owner);
  ~ClientConnection();
  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;

  HostId node() const { return node_; }
  bool connected() const { return connected_; }
  // Of the connection that stands.
  ConnectionId id() const { return id_; }

  void open();
  // Aborts (RST) and connects again.
  void reopen();
  // Aborts and stays closed.
  void close();

  // Encodes a request, with `line` as a line of words that it draws, if there is one for it; nothing is written before
  // transmit(). Must be connected.
  Request prepare(std::span<const std::string> arguments, std::optional<std::uint64_t> line = {});
  void transmit();

 private:
  void on_connected() override;
  void on_readable() override;
  void on_writable() override { transmit(); }
  void on_error(seam::StreamError error) override;

  void connect();
  void forget();
  void retry_later();
  void cut();
  void end();
  std::string encoded(std::span<const std::string> arguments, std::optional<std::uint64_t> line) const;
  bool read_all();
  void hand_over_replies();
  EventHandle schedule(Duration after, InlineAction action);

  Engine& engine_;
  seam::Runtime& runtime_;
  const ClientProtocol& protocol_;
  HostId node_;
  seam::Address address_;
  RandomStream ties_;
  Owner& owner_;

  std::unique_ptr<seam::Stream> stream_;
  ConnectionId id_ = ConnectionId::none;
  bool connected_ = false;
  Duration backoff_ = backoff_min;
  EventHandle timer_;  // of the connect in progress, or until the next one

  std::string unsent_;
  std::uint64_t written_ = 0;  // bytes prepared, sent or not
  std::uint64_t commands_ = 0;
  std::uint64_t replies_ = 0;  // to these
  std::string received_;       // not yet parsed
  ReplyStorage storage_;       // of the present reply
};

}  // namespace groundhog
