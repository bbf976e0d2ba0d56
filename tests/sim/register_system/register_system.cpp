#include "tests/sim/register_system/register_system.hpp"

#include <charconv>

#include "tests/sim/register_system/frames.hpp"
#include "tests/sim/register_system/register_node.hpp"

namespace groundhog::test {
namespace {

constexpr std::string_view frame_types[] = {"hello", "load", "set", "ping", "pong"};
constexpr std::string_view events[] = {"register.set", "register.loaded", "register.history", "register.resync",
                                       "peer.declared_down"};

class RegisterDissector final : public Dissector {
 public:
  std::optional<DissectedFrame> first_frame(ConnectionKind kind, Direction direction,
                                            std::string_view bytes) const override {
    const auto read = first_register_frame(bytes);
    if (!read) return std::nullopt;
    const auto& words = read->words;
    DissectedFrame frame;
    frame.size_bytes = read->size_bytes;
    if (kind == ConnectionKind::client) {
      frame.type = direction == Direction::to_server ? "request" : "reply";
      return frame;
    }
    frame.type = "garbage";
    for (const std::string_view type : frame_types) {
      if (!words.empty() && words[0] == type) frame.type = type;
    }
    if (frame.type == "set" && words.size() == 4) {
      frame.key = words[2];
      frame.fields[0] = {"version", words[1]};
      frame.fields[1] = {"key", frame.key};
      frame.fields[2] = {"value", words[3]};
      frame.field_count = 3;
    }
    return frame;
  }
  std::span<const std::string_view> replication_types() const override { return frame_types; }
};

class RegisterProtocol final : public ClientProtocol {
 public:
  std::string encode(std::span<const std::string> arguments) const override { return encode_frame(arguments); }

  std::optional<Parsed> first_reply(std::string_view bytes, ReplyStorage&) const override {
    const auto frame = first_register_frame(bytes);
    if (!frame) return std::nullopt;
    const std::string_view kind = frame->words.empty() ? std::string_view("_") : frame->words[0];
    const std::string_view text = frame->words.size() < 2 ? std::string_view() : frame->words[1];
    Parsed parsed{.size_bytes = frame->size_bytes, .reply = {.kind = ReplyKind::nil, .text = text}};
    if (kind == "+") parsed.reply.kind = ReplyKind::status;
    if (kind == "-") parsed.reply.kind = ReplyKind::error;
    if (kind == "$") parsed.reply.kind = ReplyKind::text;
    if (kind == ":") {
      parsed.reply.kind = ReplyKind::integer;
      std::from_chars(text.data(), text.data() + text.size(), parsed.reply.integer);
    }
    return parsed;
  }

  bool denies_leading(const Reply& reply) const override {
    return reply.kind == ReplyKind::error && reply.text == "READONLY";
  }
};

constexpr CommandSpec command_table[] = {
    {"GET", "key", true}, {"SET", "key value"},    {"WALL", "", true},  {"MONO", "", true},     {"MUTE", "", true},
    {"PROMOTE"},          {"FOLLOW", "host port"}, {"LABEL", "", true}, {"CONFIGURE", "label"},
};
// A number that LABEL answers with.
constexpr KnobSpec knob_table[] = {
    {.name = "label", .kind = KnobSpec::Kind::count, .fallback = "0", .summary = "what LABEL says", .can_change = true},
    {.name = "fixed", .kind = KnobSpec::Kind::count, .fallback = "0", .summary = "nothing"},
};
constexpr OperationSpec operation_table[] = {{"get", "GET key"}, {"set", "SET key value"}};

}  // namespace

RegisterGuest::RegisterGuest(RegisterOptions options)
    : options_(options),
      dissector_(std::make_unique<RegisterDissector>()),
      protocol_(std::make_unique<RegisterProtocol>()) {}

std::unique_ptr<Process> RegisterGuest::start(seam::Runtime& runtime, const ProcessSpec& spec) const {
  return std::make_unique<RegisterNode>(runtime, spec, options_);
}

std::span<const std::string_view> RegisterGuest::announced_events() const { return events; }
std::span<const CommandSpec> RegisterGuest::commands() const { return command_table; }
std::span<const OperationSpec> RegisterGuest::operations() const { return operation_table; }

std::optional<LogAppended> RegisterGuest::decode_append(const seam::Announcement& announcement) const {
  if (announcement.event != "register.set") return std::nullopt;
  const auto fields = announcement.fields;
  LogAppended appended{};
  appended.history = HistoryId{fields[0].id};
  appended.offset = static_cast<std::uint64_t>(fields[1].number);
  appended.effect = {.kind = EffectKind::set, .key = fields[2].text, .value = fields[3].text, .deadline = std::nullopt};
  appended.connection = ConnectionId{fields[4].id};
  appended.command = static_cast<std::uint64_t>(fields[5].number);
  return appended;
}

std::optional<HistoryBegan> RegisterGuest::decode_history(const seam::Announcement& announcement) const {
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

std::span<const KnobSpec> RegisterGuest::knobs() const { return knob_table; }

std::vector<std::string> RegisterGuest::configure_command(const Knobs& knobs) const {
  return {"CONFIGURE", knobs.at("label")};
}

std::vector<std::string> RegisterGuest::follow_command(const seam::Address& upstream) const {
  return {"FOLLOW", upstream.host, std::to_string(upstream.port)};
}

// Each level of a chain hears of what it lacks by a ping at the latest, asks again and loads.
GuestTiming RegisterGuest::timing(const Plan& plan) const {
  Duration slowest = plan.network.fallback.delay.mean;
  for (const LinkOverride& link : plan.network.links) slowest = std::max(slowest, link.mean.value_or(Duration{0}));
  const auto levels = static_cast<std::int64_t>(plan.nodes.size());
  GuestTiming timing;
  timing.knobs.resize(plan.nodes.size());
  timing.convergence_bound =
      levels * (2 * (RegisterNode::silent_pings + 2) * RegisterNode::ping_interval + 8 * slowest);
  timing.settle_pace.round_trip = 2 * slowest;
  return timing;
}

std::unique_ptr<Guest> make_register_system(RegisterOptions options) {
  return std::make_unique<RegisterGuest>(options);
}

}  // namespace groundhog::test
