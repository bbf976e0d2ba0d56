#include "sim/burrow/burrow_client_protocol.hpp"

#include "sut/resp/array_frame.hpp"
#include "sut/resp/reply_parser.hpp"
#include "sut/resp/wire.hpp"
#include "sut/resp/writer.hpp"

namespace groundhog {

namespace {

namespace resp = burrow::resp;

constexpr std::string_view terminator = "\r\n";

std::string element_text(const resp::Reply& element) {
  switch (element.kind) {
    case resp::Reply::Kind::nil:
      return "(nil)";
    case resp::Reply::Kind::integer:
      return std::to_string(element.integer);
    case resp::Reply::Kind::array:
      return "(array)";
    default:
      return element.text;
  }
}

Reply array_reply(std::string_view bytes, std::vector<std::string>& storage) {
  storage.clear();
  for (const resp::Reply& element : resp::parse_reply(bytes).reply.elements) storage.push_back(element_text(element));
  Reply reply{.kind = ReplyKind::array};
  reply.elements = storage;
  return reply;
}

Reply decode(std::string_view bytes, std::vector<std::string>& storage) {
  const std::size_t line_end = bytes.find(terminator);
  const std::string_view line = bytes.substr(1, line_end - 1);
  switch (bytes.front()) {
    case '+':
      return {.kind = ReplyKind::status, .text = line};
    case '-':
      return {.kind = ReplyKind::error, .text = line};
    case ':':
      return {.kind = ReplyKind::integer, .text = {}, .integer = resp::parse_integer(line).value_or(0)};
    case '$': {
      const std::size_t begin = line_end + terminator.size();
      if (begin == bytes.size()) return {.kind = ReplyKind::nil};
      return {.kind = ReplyKind::text, .text = bytes.substr(begin, bytes.size() - begin - terminator.size())};
    }
    default:
      return array_reply(bytes, storage);
  }
}

}  // namespace

std::string BurrowClientProtocol::encode(std::span<const std::string> arguments) const {
  std::string request;
  resp::append_array_header(request, arguments.size());
  for (const std::string& argument : arguments) resp::append_bulk(request, argument);
  return request;
}

std::optional<ClientProtocol::Parsed> BurrowClientProtocol::first_reply(std::string_view bytes,
                                                                        std::vector<std::string>& storage) const {
  const resp::FrameScan scan = resp::reply_frame_size(bytes);
  if (scan.status == resp::FrameStatus::incomplete) return std::nullopt;
  if (scan.status == resp::FrameStatus::malformed) {
    return Parsed{bytes.size(), Reply{.kind = ReplyKind::error, .text = "malformed reply"}};
  }
  return Parsed{scan.size, decode(bytes.substr(0, scan.size), storage)};
}

}  // namespace groundhog
