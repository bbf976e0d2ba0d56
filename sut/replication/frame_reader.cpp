#include "sut/replication/frame_reader.hpp"

#include "sut/replication/frame_text.hpp"
#include "sut/resp/array_frame.hpp"

namespace burrow {

namespace {

// "*N\r\n$M\r\ntag": enough of a frame's head to know its type.
std::optional<std::string_view> tag_of_head(std::string_view bytes) {
  const std::size_t count_end = bytes.find("\r\n");
  if (count_end == std::string_view::npos) return std::nullopt;
  const std::size_t length_end = bytes.find("\r\n", count_end + 2);
  if (length_end == std::string_view::npos) return std::nullopt;
  const std::size_t tag_begin = length_end + 2;
  const std::size_t tag_end = bytes.find("\r\n", tag_begin);
  if (tag_end == std::string_view::npos) return std::nullopt;
  return bytes.substr(tag_begin, tag_end - tag_begin);
}

bool fits(const FrameLayout& layout, std::size_t field_count) {
  if (!layout.repeats) return field_count == layout.field_count();
  return field_count >= 1 && (field_count - 1) % 3 == 0;
}

}  // namespace

void FrameReader::append(std::string_view bytes) {
  buffer_.erase(0, consumed_);
  consumed_ = 0;
  buffer_.append(bytes);
}

FrameReader::Status FrameReader::next() {
  frame_.reset();
  const std::string_view rest = std::string_view(buffer_).substr(consumed_);
  if (rest.empty()) return Status::incomplete;
  const resp::FrameLimits limits{.max_bulk_bytes = static_cast<std::int64_t>(max_frame_bytes_)};
  const resp::FrameScan scan = resp::array_frame_size(rest, limits);
  if (scan.status == resp::FrameStatus::malformed) return Status::damaged;
  if (scan.status == resp::FrameStatus::incomplete) {
    return rest.size() > max_frame_bytes_ ? Status::damaged : Status::incomplete;
  }
  if (!decode(rest.substr(0, scan.size))) return Status::damaged;
  consumed_ += scan.size;
  return Status::frame;
}

std::optional<FrameType> FrameReader::begun() const {
  const auto tag = tag_of_head(std::string_view(buffer_).substr(consumed_));
  if (!tag) return std::nullopt;
  const FrameLayout* const layout = find_frame_layout(*tag);
  if (layout == nullptr) return std::nullopt;
  return layout->type;
}

bool FrameReader::decode(std::string_view bytes) {
  elements_.clear();
  resp::BulkCursor cursor(bytes);
  for (std::string_view element; cursor.next(element);) elements_.push_back(element);
  if (elements_.size() < 3) return false;

  const FrameLayout* const layout = find_frame_layout(elements_.front());
  if (layout == nullptr || !fits(*layout, elements_.size() - 2)) return false;

  const std::string_view checksum = elements_.back();
  const auto header = checksum.data() - bytes.data() - static_cast<std::ptrdiff_t>(std::string_view("$16\r\n").size());
  const auto claimed = parse_hex(checksum);
  if (!claimed || *claimed != raw(checksum_of(bytes.substr(0, static_cast<std::size_t>(header))))) return false;

  frame_.emplace(*layout, std::span<const std::string_view>(elements_).subspan(1, elements_.size() - 2));
  return true;
}

}  // namespace burrow
