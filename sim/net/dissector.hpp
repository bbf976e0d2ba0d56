// Names the frames of byte streams: what a system under test brings along so that faults and traces can speak of "the
// third pong" instead of bytes 812 to 830.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/events/observer.hpp"

namespace groundhog {

// A whole frame at the head of a byte stream, or not yet.
struct DissectedFrame {
  static constexpr std::size_t max_fields = 12;

  std::size_t size_bytes = 0;  // of the whole frame
  std::string_view type;       // of static lifetime
  std::string_view key;        // empty if it is about none
  std::array<FrameField, max_fields> fields{};
  std::size_t field_count = 0;         // of those
  std::vector<FrameField> all_fields;  // only where max_fields are not enough
  // What key and fields borrow if it is not in the bytes as they need it; nullptr: they borrow from the bytes alone.
  std::unique_ptr<const std::string> own_text = {};

  void add_field(std::string_view field, std::string_view value) {
    if (field_count < max_fields) {
      fields[field_count++] = {field, value};
      return;
    }
    if (all_fields.empty()) all_fields.assign(fields.begin(), fields.end());
    all_fields.push_back({field, value});
  }

  std::span<const FrameField> used_fields() const {
    if (!all_fields.empty()) return all_fields;
    return {fields.data(), field_count};
  }
};

// Which of the two byte streams of a connection: what the connecting end wrote, or what the accepting end wrote.
enum class Direction : std::uint8_t { to_server, to_client };

// Names the frames of one byte stream. Stateless: a frame must be recognisable from its own bytes.
class Dissector {
 public:
  virtual ~Dissector() = default;

  // The first frame in `bytes`, or nullopt while it is incomplete. Bytes that are no frame at all are one frame of type
  // "garbage" that spans all of them. Views in the result borrow from `bytes`, or from what it owns.
  virtual std::optional<DissectedFrame> first_frame(ConnectionKind kind, Direction direction,
                                                    std::string_view bytes) const = 0;

  // Every type that first_frame can name on replication connections, for the loader's diagnostics.
  virtual std::span<const std::string_view> replication_types() const = 0;
  virtual std::string_view summary_of_type(std::string_view /*type*/) const { return {}; }  // empty: has none
};

}  // namespace groundhog
