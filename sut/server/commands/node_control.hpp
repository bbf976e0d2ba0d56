// What commands ask of the node around the cache: its role, its links, and waiting for its replicas.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sut/resp/writer.hpp"
#include "sut/runtime/address.hpp"
#include "sut/runtime/time.hpp"
#include "sut/server/options.hpp"
#include "sut/server/session.hpp"

namespace burrow {

class NodeControl {
 public:
  // Writes the whole reply of ROLE.
  virtual void role(resp::ReplyWriter& reply) = 0;
  // Writes the whole reply of INFO; no sections are the default ones.
  virtual void info(std::span<const std::string_view> sections, resp::ReplyWriter& reply) = 0;
  // Follows `upstream`, or becomes a primary (nullopt). Writes the reply, "OK" or why not.
  virtual void replicaof(std::optional<seam::Address> upstream, resp::ReplyWriter& reply) = 0;
  // Until so many replicas have applied what this connection wrote; a timeout of 0 waits for ever. Replies later, by
  // itself.
  virtual void wait(std::int64_t replicas, seam::Duration timeout) = 0;
  // Replies later, by itself, with the keys that match now: they are too many for one turn.
  virtual void list_keys(std::string_view pattern) = 0;
  // Writes the whole reply of DEBUG DIGEST: [history, offset, keys, digest], at one instant.
  virtual void digest(resp::ReplyWriter& reply) = 0;
  // Writes the whole reply of CLIENT LIST.
  virtual void list_clients(resp::ReplyWriter& reply) = 0;
  virtual void on_login_failed(const ClientSession& session) = 0;

  virtual const NodeOptions& options() const = 0;
  virtual bool is_primary() const = 0;
  virtual std::string_view version() const = 0;

 protected:
  ~NodeControl() = default;
};

}  // namespace burrow
