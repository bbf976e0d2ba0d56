#include "sut/resp/request_parser.hpp"

#include <cstdint>
#include <optional>
#include <utility>

#include "sut/resp/wire.hpp"

namespace burrow::resp {

namespace {

bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

// A vertical tab and a form feed separate words, but do not end one that is bare.
bool ends_bare_word(char byte) { return is_space(byte) && byte != '\v' && byte != '\f'; }

std::optional<int> hex_digit(char byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return std::nullopt;
}

char unescape(char byte) {
  switch (byte) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'a':
      return '\a';
    default:
      return byte;
  }
}

// Consumes one escape of a double-quoted word; `at` stands on the backslash, and something follows it.
char take_escape(std::string_view line, std::size_t& at) {
  const bool hexadecimal = line[at + 1] == 'x' && at + 3 < line.size();
  if (hexadecimal) {
    const std::optional<int> high = hex_digit(line[at + 2]);
    const std::optional<int> low = hex_digit(line[at + 3]);
    if (high && low) {
      at += 4;
      return static_cast<char>(*high * 16 + *low);
    }
  }
  const char byte = unescape(line[at + 1]);
  at += 2;
  return byte;
}

// Consumes a quoted stretch up to its closing quote; `at` stands behind the opening one.
bool take_quoted(std::string_view line, char quote, std::size_t& at, std::string& bytes) {
  while (at < line.size()) {
    if (line[at] == quote) {
      ++at;
      return at == line.size() || is_space(line[at]);
    }
    const bool backslash = line[at] == '\\' && at + 1 < line.size();
    if (backslash && quote == '"') {
      bytes.push_back(take_escape(line, at));
      continue;
    }
    if (backslash && line[at + 1] == '\'') ++at;
    bytes.push_back(line[at++]);
  }
  return false;
}

bool take_word(std::string_view line, std::size_t& at, std::string& bytes) {
  while (at < line.size() && !ends_bare_word(line[at])) {
    const char byte = line[at++];
    if (byte == '"' || byte == '\'') return take_quoted(line, byte, at, bytes);
    bytes.push_back(byte);
  }
  return true;
}

}  // namespace

bool split_inline(std::string_view line, std::string& bytes, std::vector<Word>& words) {
  std::size_t at = 0;
  while (true) {
    while (at < line.size() && is_space(line[at])) ++at;
    if (at == line.size()) return true;
    const std::size_t begin = bytes.size();
    if (!take_word(line, at, bytes)) return false;
    words.push_back({begin, bytes.size() - begin});
  }
}

namespace {

constexpr std::int64_t between_requests = -1;
// An idle connection does not keep the memory of its largest request.
constexpr std::size_t idle_bytes = 64 * 1024;

template <class Container>
void empty(Container& container) {
  container.clear();
  if (container.capacity() * sizeof(typename Container::value_type) > idle_bytes) container.shrink_to_fit();
}

}  // namespace

void RequestParser::feed(std::string_view bytes) {
  release_consumed();
  buffer_.append(bytes);
}

void RequestParser::release_consumed() {
  if (begin_ == buffer_.size()) {
    empty(buffer_);
    empty(words_);
    empty(views_);
    empty(inline_bytes_);
  } else if (is_worth_moving(begin_, buffer_.size())) {
    buffer_.erase(0, begin_);
  } else {
    return;
  }
  for (Word& word : words_) word.offset -= begin_;
  at_ -= begin_;
  begin_ = 0;
}

RequestParser::Result RequestParser::next() {
  views_.clear();
  while (true) {
    switch (parse_some()) {
      case Step::request:
        return {.status = Status::request, .arguments = views_};
      case Step::again:
        break;
      case Step::need_more:
        release_consumed();
        return {.status = Status::need_more};
      case Step::protocol_error:
        return {.status = Status::protocol_error, .error = error_};
    }
  }
}

RequestParser::Step RequestParser::parse_some() {
  if (!error_.empty()) return Step::protocol_error;
  if (missing_ != between_requests) return parse_bulk();
  if (begin_ == buffer_.size()) return Step::need_more;
  return buffer_[begin_] == '*' ? parse_array_header() : parse_inline();
}

RequestParser::Step RequestParser::parse_inline() {
  const std::size_t line_end = buffer_.find('\n', at_);
  if (line_end == std::string::npos) {
    at_ = buffer_.size();
    if (buffered_bytes() > limits_.max_inline_bytes) return fail("too big inline request");
    return Step::need_more;
  }
  std::string_view line = std::string_view(buffer_).substr(begin_, line_end - begin_);
  if (line.size() > limits_.max_inline_bytes) return fail("too big inline request");
  if (line.ends_with('\r')) line.remove_suffix(1);
  inline_bytes_.clear();
  if (!split_inline(line, inline_bytes_, words_)) return fail("unbalanced quotes in request");
  return finish(inline_bytes_, line_end + 1);
}

RequestParser::Step RequestParser::parse_array_header() {
  const Header header = read_header(std::string_view(buffer_).substr(begin_), '*', Negative::any);
  if (header.status == Header::Status::incomplete) return Step::need_more;
  const bool malformed = header.status == Header::Status::malformed;
  const bool is_stranger = limits_.are_of_a_stranger && !malformed;
  if (malformed || header.value > limits_.max_arguments) {
    return fail(is_stranger ? "unauthenticated multibulk length" : "invalid multibulk length");
  }
  at_ = begin_ + header.size;
  if (header.value <= 0) return finish(buffer_, at_);
  missing_ = header.value;
  return Step::again;
}

RequestParser::Step RequestParser::parse_bulk() {
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  if (rest.empty()) return Step::need_more;
  if (rest[0] != '$') return fail(std::string("expected '$', got '") + rest[0] + "'");
  const Header header = read_header(rest, '$');
  if (header.status == Header::Status::incomplete) return Step::need_more;
  const bool malformed = header.status == Header::Status::malformed;
  if (malformed || header.value < 0) return fail("invalid bulk length");
  if (header.value > limits_.max_bulk_bytes) {
    return fail(limits_.are_of_a_stranger ? "unauthenticated bulk length" : "invalid bulk length");
  }

  const auto length = static_cast<std::size_t>(header.value);
  if (request_bytes_ + length > limits_.max_request_bytes) return fail("too big request");
  if (rest.size() < header.size + length + terminator.size()) return Step::need_more;
  if (rest.substr(header.size + length, terminator.size()) != terminator) return fail("invalid bulk terminator");

  words_.push_back({at_ + header.size, length});
  request_bytes_ += length;
  at_ += header.size + length + terminator.size();
  if (--missing_ > 0) return Step::again;
  return finish(buffer_, at_);
}

// The request ends before `end`; its words lie in `storage`.
RequestParser::Step RequestParser::finish(std::string_view storage, std::size_t end) {
  for (const Word& word : words_) views_.push_back(storage.substr(word.offset, word.size));
  words_.clear();
  missing_ = between_requests;
  request_bytes_ = 0;
  begin_ = end;
  at_ = end;
  return views_.empty() ? Step::again : Step::request;
}

RequestParser::Step RequestParser::fail(std::string reason) {
  error_ = "ERR Protocol error: " + std::move(reason);
  return Step::protocol_error;
}

}  // namespace burrow::resp
