#include "tests/process/resp_client.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "sut/resp/wire.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::test {

namespace {

std::string to_text(const resp::Reply& reply) {
  using enum resp::Reply::Kind;
  switch (reply.kind) {
    case nil:
      return "(nil)";
    case status:
    case text:
      return reply.text;
    case error:
      return "-" + reply.text;
    case integer:
      return std::to_string(reply.integer);
    case array:
      break;
  }
  std::string list;
  for (const resp::Reply& element : reply.elements) list += (list.empty() ? "" : ", ") + to_text(element);
  return "[" + list + "]";
}

}  // namespace

int connect_to_loopback(std::uint16_t port, int receive_buffer_bytes) {
  const int connected = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_buffer_bytes > 0) {
    ::setsockopt(connected, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
  }
  const int yes = 1;
  ::setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(connected, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return connected;
  ::close(connected);
  throw std::runtime_error("no process listens at port " + std::to_string(port));
}

RespClient::RespClient(std::uint16_t port, int receive_buffer_bytes)
    : socket_(connect_to_loopback(port, receive_buffer_bytes)) {}

RespClient::~RespClient() { ::close(socket_); }

std::string RespClient::ask(std::initializer_list<std::string_view> words) {
  std::string request;
  resp::append_request(request, {words.begin(), words.size()});
  if (!send(request)) return "(closed)";
  return next_reply();
}

std::string RespClient::ask(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  const std::vector<std::string_view> views(words.begin(), words.end());
  std::string request;
  resp::append_request(request, views);
  if (!send(request)) return "(closed)";
  return next_reply();
}

bool RespClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t sent = send_some(bytes);
    bytes.remove_prefix(sent);
    if (sent > 0) continue;
    if (errno != EAGAIN || !wait_for(POLLOUT)) return false;
  }
  return true;
}

std::size_t RespClient::send_some(std::string_view bytes) {
  const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}

bool RespClient::has_arrived() const {
  int unacknowledged_bytes = 0;
  return ::ioctl(socket_, SIOCOUTQ, &unacknowledged_bytes) == 0 && unacknowledged_bytes == 0;
}

std::string RespClient::next_reply() {
  for (;;) {
    const resp::ParsedReply parsed = parser_.next();
    if (parsed.status == resp::ParsedReply::Status::complete) return to_text(parsed.reply);
    if (parsed.status == resp::ParsedReply::Status::malformed) return "(nonsense)";
    const Got got = read_more();
    if (got == Got::end) return "(closed)";
    if (got == Got::silence) return "(silence)";
  }
}

bool RespClient::has_input() const {
  pollfd watched{socket_, POLLIN, 0};
  return ::poll(&watched, 1, 0) > 0;
}

bool RespClient::is_closed() {
  for (;;) {
    const Got got = read_more();
    if (got != Got::data) return got == Got::end;
  }
}

bool RespClient::wait_for(short events) const {
  pollfd watched{socket_, events, 0};
  return ::poll(&watched, 1, std::chrono::milliseconds(patience).count()) > 0;
}

RespClient::Got RespClient::read_more() {
  if (!wait_for(POLLIN)) return Got::silence;
  std::array<char, 65536> chunk;  // NOLINT: filled by recv()
  const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (got <= 0) return Got::end;
  parser_.feed({chunk.data(), static_cast<std::size_t>(got)});
  return Got::data;
}

}  // namespace burrow::test
