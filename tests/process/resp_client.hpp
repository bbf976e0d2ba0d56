// A client that waits for its replies, but not for ever.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "tests/support/reply_parser.hpp"

namespace burrow::test {

// A connected socket, without delay; 0: the kernel's receive buffer. Throws if no process listens.
int connect_to_loopback(std::uint16_t port, int receive_buffer_bytes = 0);

class RespClient {
 public:
  // Throws if no process listens. `receive_buffer_bytes` of the kernel; 0: as many as it likes.
  explicit RespClient(std::uint16_t port, int receive_buffer_bytes = 0);
  ~RespClient();
  RespClient(const RespClient&) = delete;
  RespClient& operator=(const RespClient&) = delete;

  // One command and its reply as text: "OK", "(nil)", "3", "text", "-ERR …", "[…, …]"; "(closed)" or "(silence)" if
  // there is none.
  std::string ask(std::initializer_list<std::string_view> words);
  // The words of a line.
  std::string ask(const std::string& line);

  // As much as the socket takes before the deadline; false: not all of it.
  bool send(std::string_view bytes);
  // As much as the socket takes at once.
  std::size_t send_some(std::string_view bytes);
  // The kernel of the other end has all that was sent.
  bool has_arrived() const;
  std::string next_reply();
  // Something waits to be read.
  bool has_input() const;
  // The connection is over; what still comes is read away.
  bool is_closed();

 private:
  bool wait_for(short events) const;
  enum class Got { data, end, silence };
  Got read_more();

  int socket_ = -1;
  ReplyParser parser_;
};

}  // namespace burrow::test
