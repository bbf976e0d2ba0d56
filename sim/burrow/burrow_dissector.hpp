// Names Burrow's frames: those of replication by their layout table, requests and replies on client connections.
#pragma once

#include "sim/net/dissector.hpp"

namespace groundhog {

class BurrowDissector final : public Dissector {
 public:
  std::optional<DissectedFrame> first_frame(ConnectionKind kind, Direction direction,
                                            std::string_view bytes) const override;
  std::span<const std::string_view> replication_types() const override;
};

}  // namespace groundhog
