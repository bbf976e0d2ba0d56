// Incremental parser of what clients send: RESP arrays of bulk strings, or inline commands (a line of words, for telnet
// and piped redis-cli).
//
// The total work is proportional to the bytes fed, in pieces of any size: the parser remembers how far it got. Requests
// without a word (an empty line, "*0", "*-1" and below) are skipped. Error texts are those of Redis 7.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace burrow::resp {

// Where one word of a request lies in some buffer.
struct Word {
  std::size_t offset;
  std::size_t size;
};

// Splits an inline command into words, with the quoting rules of Redis' sdssplitargs: "…" knows \n \r \t \b \a \xHH and
// backslash escapes, '…' knows only \', and a closing quote must be followed by a space or the end. A vertical tab or a
// form feed is a space between words, and a part of a bare word that it follows.
//
// Appends the unquoted bytes of all words to `bytes` and one entry for each to `words`. False for unbalanced quotes.
bool split_inline(std::string_view line, std::string& bytes, std::vector<Word>& words);

struct RequestLimits {
  std::int64_t max_arguments = 1024 * 1024;
  std::int64_t max_bulk_bytes = 512 * 1024 * 1024;     // one argument
  std::size_t max_inline_bytes = 64 * 1024;            // one line
  std::size_t max_request_bytes = 1024 * 1024 * 1024;  // all arguments of one request
  bool are_of_a_stranger = false;                      // and the error says so
};

class RequestParser {
 public:
  enum class Status : std::uint8_t { request, need_more, protocol_error };

  struct Result {
    Status status;
    std::span<const std::string_view> arguments = {};  // request: at least one; valid until the next feed() or next()
    std::string_view error = {};  // protocol_error: "ERR Protocol error: …", for ReplyWriter::error()
  };

  explicit RequestParser(const RequestLimits& limits = {}) : limits_(limits) {}

  // From the next element on: a client that has logged in may say more.
  void set_limits(const RequestLimits& limits) { limits_ = limits; }

  void feed(std::string_view bytes);

  // The next complete request. After a protocol error the connection is beyond repair, and every call reports it again.
  Result next();

  // Bytes fed that no request returned so far has used: for a connection that changes its protocol. Valid until the
  // next feed() or next().
  std::string_view rest() const { return std::string_view(buffer_).substr(begin_); }

  // Their number.
  std::size_t buffered_bytes() const { return buffer_.size() - begin_; }

 private:
  enum class Step : std::uint8_t { request, again, need_more, protocol_error };

  Step parse_some();
  Step parse_inline();
  Step parse_array_header();
  Step parse_bulk();
  Step fail(std::string reason);
  void release_consumed();
  Step finish(std::string_view storage, std::size_t end);

  RequestLimits limits_;
  std::string buffer_;
  std::size_t begin_ = 0;      // of the request being parsed
  std::size_t at_ = 0;         // of the first byte not understood yet
  std::int64_t missing_ = -1;  // bulk strings still to come; -1: between requests
  std::size_t request_bytes_ = 0;
  std::vector<Word> words_;  // where arguments lie: offsets survive a growing buffer, views would not
  std::vector<std::string_view> views_;
  std::string inline_bytes_;  // unquoted words of an inline request, one after the other
  std::string error_;
};

}  // namespace burrow::resp
