#include "sut/resp/array_frame.hpp"

#include <cstddef>
#include <cstdint>

#include "sut/resp/wire.hpp"
#include "sut/runtime/assert.hpp"

namespace burrow::resp {

namespace {

// Behind `passed` bytes of the frame.
FrameScan unfinished(const Header& header, std::size_t passed) {
  if (header.status == Header::Status::malformed) return {ParseStatus::malformed};
  return {ParseStatus::incomplete, passed + 1};
}

}  // namespace

FrameScan array_frame_size(std::string_view bytes, const FrameLimits& limits) {
  return ArrayFrameScanner(limits).scan(bytes);
}

FrameScan ArrayFrameScanner::scan(std::string_view bytes) {
  const FrameScan result = advance(bytes);
  if (result.status != ParseStatus::incomplete) at_ = 0;
  return result;
}

FrameScan ArrayFrameScanner::advance(std::string_view bytes) {
  if (at_ == 0) {
    const Header array = read_header(bytes, '*');
    if (array.status != Header::Status::complete) return unfinished(array, 0);
    if (array.value < 0 || array.value > limits_.max_elements) return {ParseStatus::malformed};
    at_ = array.size;
    remaining_ = array.value;
  }
  for (; remaining_ > 0; --remaining_) {
    const Header bulk = read_header(bytes.substr(at_), '$');
    if (bulk.status != Header::Status::complete) return unfinished(bulk, at_);
    if (bulk.value < 0 || bulk.value > limits_.max_bulk_bytes) return {ParseStatus::malformed};
    const auto length = static_cast<std::size_t>(bulk.value);
    const std::size_t end = at_ + bulk.size + length + terminator.size();
    if (bytes.size() < end - terminator.size()) return {ParseStatus::incomplete, end};
    if (!may_be_terminator(bytes.substr(end - terminator.size()))) return {ParseStatus::malformed};
    if (bytes.size() < end) return {ParseStatus::incomplete, end};
    at_ = end;
  }
  return {ParseStatus::complete, at_};
}

BulkCursor::BulkCursor(std::string_view frame) {
  const Header array = read_header(frame, '*');
  SEAM_ASSERT(array.status == Header::Status::complete && array.value >= 0);
  rest_ = frame.substr(array.size);
  remaining_ = static_cast<std::size_t>(array.value);
}

bool BulkCursor::next(std::string_view& element) {
  if (remaining_ == 0) return false;
  const Header bulk = read_header(rest_, '$');
  SEAM_ASSERT(bulk.status == Header::Status::complete && bulk.value >= 0);
  const auto length = static_cast<std::size_t>(bulk.value);
  SEAM_ASSERT(rest_.size() >= bulk.size + length + terminator.size());
  element = rest_.substr(bulk.size, length);
  rest_.remove_prefix(bulk.size + length + terminator.size());
  --remaining_;
  return true;
}

}  // namespace burrow::resp
