#include "tests/sim/register_system/register_system.hpp"

#include <charconv>

#include "tests/sim/register_system/register_node.hpp"

namespace groundhog::test {
namespace {

constexpr std::string_view frame_types[] = {"hello", "load", "set", "ping", "pong"};
constexpr std::string_view events[] = {"register.set", "register.loaded", "register.history", "register.resync",
                                       "peer.declared_down"};

std::string_view word(std::string_view line, std::size_t number) {
  for (; number > 0; --number) line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
  return line.substr(0, line.find(' '));
}

class RegisterDissector final : public Dissector {
 public:
  std::optional<DissectedFrame> first_frame(ConnectionKind kind, Direction direction,
                                            std::string_view bytes) const override {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = bytes.substr(0, end);
    DissectedFrame frame;
    frame.size_bytes = end + 1;
    if (kind == ConnectionKind::client) {
      frame.type = direction == Direction::to_server ? "request" : "reply";
      return frame;
    }
    frame.type = "garbage";
    for (const std::string_view type : frame_types) {
      if (word(line, 0) == type) frame.type = type;
    }
    if (frame.type == "set") {
      frame.key = word(line, 2);
      frame.fields[0] = {"version", word(line, 1)};
      frame.fields[1] = {"key", frame.key};
      frame.fields[2] = {"value", word(line, 3)};
      frame.field_count = 3;
    }
    return frame;
  }
  std::span<const std::string_view> replication_types() const override { return frame_types; }
};

class RegisterProtocol final : public ClientProtocol {
 public:
  std::string encode(std::span<const std::string> arguments) const override {
    std::string line;
    for (const std::string& argument : arguments) line += (line.empty() ? "" : " ") + argument;
    return line + '\n';
  }

  std::optional<Parsed> first_reply(std::string_view bytes, std::vector<std::string>&) const override {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view text = bytes.substr(1, end - 1);
    Parsed parsed{.size_bytes = end + 1, .reply = {.kind = ReplyKind::nil, .text = text}};
    switch (bytes[0]) {
      case '+':
        parsed.reply.kind = ReplyKind::status;
        break;
      case '-':
        parsed.reply.kind = ReplyKind::error;
        break;
      case '$':
        parsed.reply.kind = ReplyKind::text;
        break;
      case ':':
        parsed.reply.kind = ReplyKind::integer;
        std::from_chars(text.data(), text.data() + text.size(), parsed.reply.integer);
        break;
      default:
        break;
    }
    return parsed;
  }
};

class RegisterGuest final : public Guest {
 public:
  explicit RegisterGuest(RegisterOptions options) : options_(options) {}

  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    return std::make_unique<RegisterNode>(runtime, spec, options_);
  }
  const Dissector& dissector() const override { return dissector_; }
  const ClientProtocol& client_protocol() const override { return protocol_; }
  std::span<const std::string_view> announced_events() const override { return events; }
  std::span<const KnobSpec> knobs() const override { return {}; }
  std::span<const CommandSpec> commands() const override { return commands_; }
  std::span<const OperationSpec> operations() const override { return operations_; }

  std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const override {
    if (announcement.event != "register.set") return std::nullopt;
    const auto fields = announcement.fields;
    LogAppended appended{};
    appended.history = HistoryId{fields[0].id};
    appended.offset = static_cast<std::uint64_t>(fields[1].number);
    appended.effect = {
        .kind = EffectKind::set, .key = fields[2].text, .value = fields[3].text, .deadline = std::nullopt};
    appended.connection = ConnectionId{fields[4].id};
    appended.command = static_cast<std::uint64_t>(fields[5].number);
    return appended;
  }
  std::optional<HistoryBegan> decode_history(const seam::Announcement& announcement) const override {
    if (announcement.event != "register.history") return std::nullopt;
    const auto fields = announcement.fields;
    HistoryBegan began{};
    began.history = HistoryId{fields[0].id};
    began.origin = fields[3].number == 1 ? HistoryOrigin::promotion : HistoryOrigin::process_start;
    if (began.origin == HistoryOrigin::promotion) {
      began.parent = HistoryId{fields[1].id};
      began.switch_offset = static_cast<std::uint64_t>(fields[2].number);
    }
    return began;
  }

  std::vector<std::string> promote_command() const override { return {"PROMOTE"}; }
  std::vector<std::string> follow_command(const seam::Address& upstream) const override {
    return {"FOLLOW", upstream.host, std::to_string(upstream.port)};
  }

 private:
  static constexpr CommandSpec commands_[] = {
      {"GET", "key", true}, {"SET", "key value"}, {"WALL", "", true}, {"MONO", "", true}, {"MUTE", "", true},
      {"PROMOTE"},          {"FOLLOW", "host port"},
  };
  static constexpr OperationSpec operations_[] = {{"get", "GET key"}, {"set", "SET key value"}};

  RegisterOptions options_;
  RegisterDissector dissector_;
  RegisterProtocol protocol_;
};

}  // namespace

std::unique_ptr<Guest> make_register_system(RegisterOptions options) {
  return std::make_unique<RegisterGuest>(options);
}

}  // namespace groundhog::test
