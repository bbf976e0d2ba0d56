#include "tests/differential/raw_client.hpp"

#include <array>
#include <chrono>
#include <iterator>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include "sut/resp/reply_parser.hpp"
#include "sut/resp/wire.hpp"
#include "tests/differential/text.hpp"
#include "tests/process/resp_client.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::differential {

std::vector<std::string> take_replies(std::string& bytes, std::size_t count) {
  std::vector<std::string> replies;
  std::size_t used = 0;
  while (replies.size() < count) {
    const std::string_view rest = std::string_view(bytes).substr(used);
    const resp::ParsedReply parsed = resp::parse_reply(rest);
    if (parsed.status == resp::ParseStatus::malformed) throw std::runtime_error("no reply: " + in_quotes(rest));
    if (parsed.status == resp::ParseStatus::incomplete) break;
    replies.emplace_back(rest.substr(0, parsed.size));
    used += parsed.size;
  }
  bytes.erase(0, used);
  return replies;
}

std::vector<std::string> elements_of(std::string_view reply) {
  if (!is_array(reply)) return {};
  const resp::Header header = resp::read_header(reply, '*');
  std::string rest(reply.substr(header.size));
  return take_replies(rest, static_cast<std::size_t>(header.value));
}

bool is_array(std::string_view reply) { return reply.starts_with('*') && !reply.starts_with("*-1"); }

bool is_error(std::string_view reply) { return reply.starts_with('-'); }

bool is_queued(std::string_view reply) { return reply == "+QUEUED\r\n"; }

std::string payload_of(std::string_view reply) {
  const std::size_t line = reply.find(resp::terminator);
  if (!reply.starts_with('$')) return std::string(reply.substr(1, line - 1));
  const std::size_t begin = line + resp::terminator.size();
  return std::string(reply.substr(begin, reply.size() - begin - resp::terminator.size()));
}

RawClient::RawClient(std::uint16_t port) : socket_(test::connect_to_loopback(port)) {}

// Its port is free again at once: a run has thousands of connections.
RawClient::~RawClient() {
  const linger none{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
  ::close(socket_);
}

// A batch fits into the buffers of the kernel: it cannot block while the other end waits for its replies to be read.
void RawClient::send(const std::vector<Words>& requests) {
  std::string bytes;
  for (const Words& words : requests) {
    resp::append_request(bytes, std::vector<std::string_view>(words.begin(), words.end()));
  }
  send_bytes(bytes);
}

void RawClient::send_bytes(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size() && !is_over_;) {
    const ssize_t taken = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    is_over_ = taken <= 0;
    sent += is_over_ ? 0 : static_cast<std::size_t>(taken);
  }
}

std::vector<std::string> RawClient::receive(std::size_t count) {
  std::vector<std::string> replies = take_replies(buffer_, count);
  while (replies.size() < count && !is_over_) {
    read_more();
    std::vector<std::string> more = take_replies(buffer_, count - replies.size());
    replies.insert(replies.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  replies.resize(count);
  return replies;
}

std::string RawClient::ask(const Words& words) {
  send({words});
  return receive(1).front();
}

void RawClient::read_more() {
  pollfd watched{socket_, POLLIN, 0};
  constexpr auto limit = std::chrono::milliseconds(test::patience).count();
  if (::poll(&watched, 1, static_cast<int>(limit)) <= 0) throw std::runtime_error("the connection is silent");
  std::array<char, 65536> chunk;  // NOLINT: filled by recv()
  const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
  is_over_ = got <= 0;
  if (!is_over_) buffer_.append(chunk.data(), static_cast<std::size_t>(got));
}

}  // namespace burrow::differential
