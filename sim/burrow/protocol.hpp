// Burrow on the wire: RESP as clients speak it, and the names of frames for faults and traces.
#pragma once

#include "sim/guest/guest.hpp"
#include "sim/net/dissector.hpp"

namespace groundhog {

class BurrowClientProtocol final : public ClientProtocol {
 public:
  std::string encode(std::span<const std::string> arguments) const override;
  std::optional<std::string> encode_inline(std::span<const std::string> arguments, std::uint64_t draw) const override;
  std::optional<Parsed> first_reply(std::string_view bytes, ReplyStorage& storage) const override;
  bool denies_leading(const Reply& reply) const override;  // -READONLY
};

// Frames of replication by their layout table, requests and replies on client connections.

class BurrowDissector final : public Dissector {
 public:
  std::optional<DissectedFrame> first_frame(ConnectionKind kind, Direction direction,
                                            std::string_view bytes) const override;
  std::span<const std::string_view> replication_types() const override;
  std::string_view summary_of_type(std::string_view type) const override;
};

}  // namespace groundhog
