#include "sut/resp/writer.hpp"

#include <algorithm>

#include "sut/resp/wire.hpp"
#include "sut/runtime/assert.hpp"

namespace burrow::resp {

namespace {

bool is_line_break(char byte) { return byte == '\r' || byte == '\n'; }

void append_header(std::string& out, char type, std::int64_t value) {
  out.push_back(type);
  append_integer(out, value);
  out.append(terminator);
}

}  // namespace

bool ReplyWriter::admits(std::size_t payload_bytes) {
  constexpr std::size_t header_bytes = 32;
  const std::size_t room = limit_bytes_ - std::min(limit_bytes_, out_.size());
  overflowed_ = overflowed_ || payload_bytes > room || header_bytes > room - payload_bytes;
  return !overflowed_;
}

void ReplyWriter::status(std::string_view text) {
  if (!admits(text.size())) return;
  SEAM_ASSERT(std::none_of(text.begin(), text.end(), is_line_break));
  out_.push_back('+');
  out_.append(text);
  out_.append(terminator);
}

void ReplyWriter::error(std::string_view text) {
  if (!admits(text.size())) return;
  out_.push_back('-');
  const std::size_t begin = out_.size();
  out_.append(text);
  std::replace_if(out_.begin() + static_cast<std::ptrdiff_t>(begin), out_.end(), is_line_break, ' ');
  out_.append(terminator);
}

void ReplyWriter::integer(std::int64_t value) {
  if (admits(0)) append_header(out_, ':', value);
}

void ReplyWriter::bulk(std::string_view bytes) {
  if (admits(bytes.size())) append_bulk(out_, bytes);
}

void ReplyWriter::nil() {
  if (admits(0)) out_.append("$-1\r\n");
}

void ReplyWriter::array(std::size_t count) {
  if (admits(0)) append_array_header(out_, count);
}

void ReplyWriter::encoded(std::string_view elements) {
  if (admits(elements.size())) out_.append(elements);
}

void append_bulk(std::string& out, std::string_view bytes) {
  append_header(out, '$', static_cast<std::int64_t>(bytes.size()));
  out.append(bytes);
  out.append(terminator);
}

void append_array_header(std::string& out, std::size_t count) {
  append_header(out, '*', static_cast<std::int64_t>(count));
}

void append_request(std::string& out, std::span<const std::string_view> arguments) {
  append_array_header(out, arguments.size());
  for (const std::string_view argument : arguments) append_bulk(out, argument);
}

}  // namespace burrow::resp
