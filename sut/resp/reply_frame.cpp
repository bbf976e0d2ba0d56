#include "sut/resp/reply_frame.hpp"

#include <cstddef>
#include <cstdint>

#include "sut/resp/header.hpp"
#include "sut/resp/terminator.hpp"

namespace burrow::resp {

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
