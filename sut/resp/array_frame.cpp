#include "sut/resp/array_frame.hpp"

#include <cstddef>
#include <cstdint>

#include "sut/resp/wire.hpp"
#include "sut/runtime/assert.hpp"

namespace burrow::resp {

namespace {

// Behind `passed` bytes of the frame.
FrameScan unfinished(const Header& header, std::size_t passed) {
  if (header.status == Header::Status::malformed) return {FrameStatus::malformed};
  return {FrameStatus::incomplete, passed + 1};
}

bool is_terminator_prefix(std::string_view bytes) { return terminator.starts_with(bytes.substr(0, terminator.size())); }

}  // namespace

FrameScan array_frame_size(std::string_view bytes, const FrameLimits& limits) {
  return ArrayFrameScanner(limits).scan(bytes);
}

FrameScan ArrayFrameScanner::scan(std::string_view bytes) {
  const FrameScan result = advance(bytes);
  if (result.status != FrameStatus::incomplete) at_ = 0;
  return result;
}

FrameScan ArrayFrameScanner::advance(std::string_view bytes) {
  if (at_ == 0) {
    const Header array = read_header(bytes, '*');
    if (array.status != Header::Status::complete) return unfinished(array, 0);
    if (array.value < 0 || array.value > limits_.max_elements) return {FrameStatus::malformed};
    at_ = array.size;
    remaining_ = array.value;
  }
  for (; remaining_ > 0; --remaining_) {
    const Header bulk = read_header(bytes.substr(at_), '$');
    if (bulk.status != Header::Status::complete) return unfinished(bulk, at_);
    if (bulk.value < 0 || bulk.value > limits_.max_bulk_bytes) return {FrameStatus::malformed};
    const auto length = static_cast<std::size_t>(bulk.value);
    const std::size_t end = at_ + bulk.size + length + terminator.size();
    if (bytes.size() < end - terminator.size()) return {FrameStatus::incomplete, end};
    if (!is_terminator_prefix(bytes.substr(end - terminator.size()))) return {FrameStatus::malformed};
    if (bytes.size() < end) return {FrameStatus::incomplete, end};
    at_ = end;
  }
  return {FrameStatus::complete, at_};
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

namespace {

FrameScan unfinished(const Header& header) {
  return {header.status == Header::Status::incomplete ? FrameStatus::incomplete : FrameStatus::malformed};
}

}  // namespace

FrameScan reply_frame_size(std::string_view bytes) {
  std::size_t at = 0;
  // Elements still to come, over all levels of nesting.
  for (std::int64_t missing = 1; missing > 0; --missing) {
    if (at >= bytes.size()) return {FrameStatus::incomplete};
    const std::string_view rest = bytes.substr(at);
    switch (rest.front()) {
      case '+':
      case '-':
      case ':': {
        const std::size_t end = rest.find(terminator);
        if (end == std::string_view::npos) return {FrameStatus::incomplete};
        at += end + terminator.size();
        break;
      }
      case '$': {
        const Header header = read_header(rest, '$');
        if (header.status != Header::Status::complete) return unfinished(header);
        at += header.size;
        if (header.value < 0) break;
        at += static_cast<std::size_t>(header.value) + terminator.size();
        if (at > bytes.size()) return {FrameStatus::incomplete};
        break;
      }
      case '*': {
        const Header header = read_header(rest, '*');
        if (header.status != Header::Status::complete) return unfinished(header);
        at += header.size;
        if (header.value > 0) missing += header.value;
        break;
      }
      default:
        return {FrameStatus::malformed};
    }
  }
  return {FrameStatus::complete, at};
}

}  // namespace burrow::resp
