// Names the frames of byte streams: what a system under test brings along so that faults and traces can speak of "the
// third pong" instead of bytes 812 to 830.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/history/history.hpp"

namespace groundhog {

// A whole frame at the head of a byte stream, or not yet.
struct DissectedFrame {
  static constexpr std::size_t max_fields = 12;

  std::size_t size_bytes = 0;  // of the whole frame
  std::string_view type;       // of static lifetime
  std::string_view key;        // empty if it is about none
  std::array<FrameField, max_fields> fields{};
  std::size_t field_count = 0;

  std::span<const FrameField> used_fields() const { return {fields.data(), field_count}; }
};

// Which of the two byte streams of a connection: what the connecting end wrote, or what the accepting end wrote.
enum class Direction : std::uint8_t { to_server, to_client };

// Names the frames of one byte stream. Stateless: a frame must be recognisable from its own bytes.
class Dissector {
 public:
  virtual ~Dissector() = default;

  // The first frame in `bytes`, or nullopt while it is incomplete. Bytes that are no frame at all are one frame of type
  // "garbage" that spans all of them. Views in the result borrow from `bytes`.
  virtual std::optional<DissectedFrame> first_frame(ConnectionKind kind, Direction direction,
                                                    std::string_view bytes) const = 0;

  // Every type that first_frame can name on replication connections, for the loader's diagnostics.
  virtual std::span<const std::string_view> replication_types() const = 0;
};

}  // namespace groundhog
