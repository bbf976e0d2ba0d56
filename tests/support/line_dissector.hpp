// Frames for tests of the network: "ping:anything\n". The word before the colon is the type, what follows it the key.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "sim/net/dissector.hpp"

namespace groundhog::test {

class LineDissector final : public Dissector {
 public:
  std::optional<DissectedFrame> first_frame(ConnectionKind, Direction, std::string_view bytes) const override {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    DissectedFrame frame;
    frame.size_bytes = end + 1;
    frame.type = "line";
    for (const std::string_view type : types) {
      if (bytes.substr(0, type.size()) != type || bytes[type.size()] != ':') continue;
      frame.type = type;
      frame.key = bytes.substr(type.size() + 1, end - type.size() - 1);
    }
    return frame;
  }

  std::span<const std::string_view> replication_types() const override { return types; }

 private:
  static constexpr std::array<std::string_view, 3> types = {"ping", "pong", "entry"};
};

}  // namespace groundhog::test
