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
  // What would grow `out` beyond `limit_bytes` is left out, and so is everything behind it: see overflowed().
  explicit ReplyWriter(std::string& out, std::size_t limit_bytes = static_cast<std::size_t>(-1))
      : out_(out), limit_bytes_(limit_bytes) {}

  // One line. CR and LF, which would end the frame early, are replaced by spaces in an error, and are the caller's
  // mistake in a status.
  void status(std::string_view text);
  void error(std::string_view text);  // with its code: "ERR syntax error"
  void integer(std::int64_t value);
  void bulk(std::string_view bytes);
  void nil();
  void array(std::size_t count);
  // Elements that were encoded before.
  void encoded(std::string_view elements);

  // Replies are incomplete: what was written is of no use.
  bool overflowed() const { return overflowed_; }

  // Raw bytes appended so far, this writer's and earlier ones.
  std::size_t size() const { return out_.size(); }

 private:
  bool admits(std::size_t payload_bytes);

  std::string& out_;
  std::size_t limit_bytes_;
  bool overflowed_ = false;
};

// "$5\r\nhello\r\n"
void append_bulk(std::string& out, std::string_view bytes);
// "*2\r\n"
void append_array_header(std::string& out, std::size_t count);
// A request: an array of bulk strings, any bytes.
void append_request(std::string& out, std::span<const std::string_view> arguments);

}  // namespace burrow::resp
