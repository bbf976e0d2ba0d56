#include "sut/replication/frame_reader.hpp"

#include <limits>
#include <utility>

#include "sut/replication/frame.hpp"
#include "sut/resp/wire.hpp"

namespace burrow {

namespace {

// Buffers up to here are kept for the next frame.
constexpr std::size_t kept_bytes = 64 * 1024;

// The beginning of a frame, "*N\r\n$M\r\ntag\r\n", as far as it is here.
struct FrameHead {
  const FrameLayout* layout = nullptr;
  bool is_foreign = false;  // no frame begins like this
};

FrameHead head_of(std::string_view bytes) {
  using Status = resp::Header::Status;
  constexpr std::size_t longest_tag_bytes = 16;
  const resp::Header count = resp::read_header(bytes, '*');
  if (count.status != Status::complete || count.value == 0) return {};
  const resp::Header length = resp::read_header(bytes.substr(count.size), '$');
  if (length.status != Status::complete) return {};
  const auto tag_bytes = static_cast<std::size_t>(length.value);
  if (length.value < 0 || tag_bytes > longest_tag_bytes) return {.is_foreign = true};
  const std::string_view tag = bytes.substr(count.size + length.size, tag_bytes);
  if (tag.size() < tag_bytes) return {};
  const FrameLayout* const layout = find_frame_layout(tag);
  return {.layout = layout, .is_foreign = layout == nullptr};
}

bool fits(const FrameLayout& layout, std::size_t field_count) {
  if (!layout.repeats) return field_count == layout.field_count();
  return field_count >= 1 && (field_count - 1) % 3 == 0;
}

}  // namespace

FrameReader::FrameReader(std::size_t max_frame_bytes)
    : max_frame_bytes_(max_frame_bytes),
      scanner_(resp::FrameLimits{.max_bulk_bytes = std::numeric_limits<std::int64_t>::max()}) {}

void FrameReader::append(std::string_view bytes) {
  frame_.reset();
  buffer_.erase(0, consumed_);
  if (std::exchange(consumed_, 0) > 0) give_back();
  buffer_.append(bytes);
}

void FrameReader::give_back() {
  if (buffer_.capacity() > kept_bytes && buffer_.size() <= kept_bytes) buffer_.shrink_to_fit();
  elements_.clear();
  if (elements_.capacity() * sizeof(std::string_view) > kept_bytes) elements_.shrink_to_fit();
}

std::size_t FrameReader::reserved_bytes() const {
  return buffer_.capacity() + elements_.capacity() * sizeof(std::string_view);
}

FrameReader::Status FrameReader::next() {
  frame_.reset();
  const std::string_view rest = std::string_view(buffer_).substr(consumed_);
  if (rest.empty()) return Status::incomplete;
  const resp::FrameScan scan = scanner_.scan(rest);
  if (scan.status == resp::ParseStatus::malformed) return Status::damaged;
  if (scan.size > max_frame_bytes_) return Status::oversized;
  if (scan.status == resp::ParseStatus::incomplete) {
    return head_of(rest).is_foreign ? Status::damaged : Status::incomplete;
  }
  if (!decode(rest.substr(0, scan.size))) return Status::damaged;
  consumed_ += scan.size;
  return Status::frame;
}

std::optional<FrameType> FrameReader::begun() const {
  const FrameLayout* const layout = head_of(std::string_view(buffer_).substr(consumed_)).layout;
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
