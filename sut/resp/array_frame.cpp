#include "sut/resp/array_frame.hpp"

#include "sut/resp/header.hpp"
#include "sut/runtime/assert.hpp"

namespace burrow::resp {

namespace {

constexpr std::size_t terminator_bytes = 2;  // CR LF after the bytes of a bulk string

FrameScan unfinished(const Header& header) {
  return {header.status == Header::Status::incomplete ? FrameStatus::incomplete : FrameStatus::malformed};
}

bool is_terminator_prefix(std::string_view bytes) {
  return std::string_view("\r\n").starts_with(bytes.substr(0, terminator_bytes));
}

}  // namespace

FrameScan array_frame_size(std::string_view bytes, const FrameLimits& limits) {
  const Header array = read_header(bytes, '*');
  if (array.status != Header::Status::complete) return unfinished(array);
  if (array.value < 0 || array.value > limits.max_elements) return {FrameStatus::malformed};

  std::size_t at = array.size;
  for (std::int64_t element = 0; element < array.value; ++element) {
    const Header bulk = read_header(bytes.substr(at), '$');
    if (bulk.status != Header::Status::complete) return unfinished(bulk);
    if (bulk.value < 0 || bulk.value > limits.max_bulk_bytes) return {FrameStatus::malformed};
    const auto length = static_cast<std::size_t>(bulk.value);
    const std::size_t held = bytes.size() - at - bulk.size;
    if (held < length) return {FrameStatus::incomplete};
    if (!is_terminator_prefix(bytes.substr(at + bulk.size + length))) return {FrameStatus::malformed};
    if (held < length + terminator_bytes) return {FrameStatus::incomplete};
    at += bulk.size + length + terminator_bytes;
  }
  return {FrameStatus::complete, at};
}

BulkCursor::BulkCursor(std::string_view frame) {
  const Header array = read_header(frame, '*');
  BURROW_ASSERT(array.status == Header::Status::complete && array.value >= 0);
  rest_ = frame.substr(array.size);
  remaining_ = static_cast<std::size_t>(array.value);
}

bool BulkCursor::next(std::string_view& element) {
  if (remaining_ == 0) return false;
  const Header bulk = read_header(rest_, '$');
  BURROW_ASSERT(bulk.status == Header::Status::complete && bulk.value >= 0);
  const auto length = static_cast<std::size_t>(bulk.value);
  BURROW_ASSERT(rest_.size() >= bulk.size + length + terminator_bytes);
  element = rest_.substr(bulk.size, length);
  rest_.remove_prefix(bulk.size + length + terminator_bytes);
  --remaining_;
  return true;
}

}  // namespace burrow::resp
