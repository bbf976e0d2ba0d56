// Encoding of RESP2: replies of a server, requests of a client. Everything is appended; nothing is flushed or framed
// twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace burrow::resp {

// Appends replies to a string that it borrows. An array's header is followed by `count` elements, written one by one.
class ReplyWriter {
 public:
  explicit ReplyWriter(std::string& out) : out_(out) {}

  // One line. CR and LF, which would end the frame early, are replaced by spaces in an error, and are the caller's
  // mistake in a status.
  void status(std::string_view text);
  void error(std::string_view text);  // with its code: "ERR syntax error"
  void integer(std::int64_t value);
  void bulk(std::string_view bytes);
  void nil();
  void array(std::size_t count);

  // Raw bytes appended so far, this writer's and earlier ones.
  std::size_t size() const { return out_.size(); }

 private:
  std::string& out_;
};

// "$5\r\nhello\r\n"
void append_bulk(std::string& out, std::string_view bytes);
// "*2\r\n"
void append_array_header(std::string& out, std::size_t count);
// A request: an array of bulk strings, any bytes.
void append_request(std::string& out, std::span<const std::string_view> arguments);

}  // namespace burrow::resp
