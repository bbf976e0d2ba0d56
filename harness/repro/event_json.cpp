#include "harness/repro/event_json.hpp"

#include "sim/core/spelling.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/trace/text.hpp"

namespace groundhog::harness {
namespace {

template <std::size_t count, typename Word>
std::string_view word_in(const std::string_view (&words)[count], Word word) {
  const auto at = static_cast<std::size_t>(word);
  return at < count ? words[at] : std::string_view("?");
}

std::string nanoseconds(auto since_epoch) { return std::to_string(Duration(since_epoch).count()); }

JsonObject object_of(const ClockReading& clocks) {
  return JsonObject()
      .add("wall_ns", nanoseconds(clocks.wall.time_since_epoch()))
      .add("monotonic_ns", nanoseconds(clocks.monotonic.time_since_epoch()));
}

std::string with_unit(std::string_view name, std::string_view unit) { return std::string(name).append(unit); }

}  // namespace

EventJson::EventJson(const Plan& plan) : hosts_(host_names(plan)) {}

// Its fields are the readings of each node in turn.
void EventJson::each(const RunEnded& event) {
  JsonArray clocks;
  for (const ClockReading& reading : event.clocks) clocks.add(object_of(reading));
  name_ = name_of_event<RunEnded>();
  fields_ = JsonObject().add("clocks", clocks);
}

void EventJson::add(JsonObject& into, std::string_view name, std::string_view bytes) { into.add(name, spelled(bytes)); }

void EventJson::add(JsonObject& into, std::string_view name, HostId host) const {
  if (index(host) < hosts_.size()) into.add(name, hosts_[index(host)]);
}

void EventJson::add(JsonObject& into, std::string_view name, OperationId operation) {
  into.add(name, index(operation));
}

void EventJson::add(JsonObject& into, std::string_view name, ConnectionId connection) {
  if (connection != ConnectionId::none) into.add(name, trace::id_text(index(connection)));
}

void EventJson::add(JsonObject& into, std::string_view name, HistoryId history) {
  if (history != HistoryId::none) into.add(name, trace::id_text(static_cast<std::uint64_t>(history)));
}

void EventJson::add(JsonObject& into, std::string_view name, MonotonicTime time) {
  into.add(with_unit(name, "_ns"), nanoseconds(time.time_since_epoch()));
}

void EventJson::add(JsonObject& into, std::string_view name, const ClockReading& clocks) {
  into.add(name, object_of(clocks));
}

void EventJson::add(JsonObject& into, std::string_view name, const Deadline& deadline) {
  if (deadline) into.add(with_unit(name, "_ms"), deadline->time_since_epoch().count());
}

void EventJson::add(JsonObject& into, std::string_view name, const Effect& effect) {
  JsonObject object;
  object.add("kind", word_of(effect.kind));
  if (effect.kind != EffectKind::flush) object.add("key", spelled(effect.key));
  if (effect.kind == EffectKind::set) object.add("value", spelled(effect.value));
  if (effect.kind == EffectKind::del) object.add("cause", word_of(effect.cause));
  add(object, "deadline", effect.deadline);
  into.add(name, object);
}

namespace {

// Texts, as a client shows them; an array in it is an array of the same.
JsonArray elements_of(const Reply& reply) {
  JsonArray array;
  for (const Reply& element : reply.elements) {
    switch (element.kind) {
      case ReplyKind::array:
        array.add(elements_of(element));
        break;
      case ReplyKind::nil:
        array.add("(nil)");
        break;
      case ReplyKind::integer:
        array.add(std::to_string(element.integer));
        break;
      default:
        array.add(spelled(element.text));
    }
  }
  return array;
}

}  // namespace

void EventJson::add(JsonObject& into, std::string_view name, const Reply& reply) {
  JsonObject object;
  object.add("kind", word_of(reply.kind));
  if (reply.kind == ReplyKind::integer) object.add("integer", reply.integer);
  if (reply.kind == ReplyKind::array) {
    object.add("elements", elements_of(reply));
  } else if (!reply.text.empty()) {
    add(object, "text", reply.text);
  }
  into.add(name, object);
}

void EventJson::add(JsonObject& into, std::string_view name, const Frame& frame) const {
  JsonObject object;
  add(object, "connection", frame.connection);
  add(object, "from", frame.from);
  add(object, "to", frame.to);
  object.add("type", frame.type).add("ordinal", frame.ordinal);
  if (!frame.key.empty()) add(object, "key", frame.key);
  JsonObject fields;
  for (const FrameField& field : frame.fields) add(fields, field.name, field.value);
  into.add(name, object.add("fields", fields));
}

void EventJson::add(JsonObject& into, std::string_view name, std::span<const std::string> words) {
  JsonArray array;
  for (const std::string& word : words) array.add(spelled(word));
  into.add(name, array);
}

void EventJson::add(JsonObject& into, std::string_view name, std::span<const KeyState> keys) {
  into.add(name, keys.size());
}

void EventJson::add(JsonObject& into, std::string_view name, std::span<const seam::Field> fields) {
  JsonObject object;
  for (const seam::Field& field : fields) {
    if (field.kind == seam::Field::Kind::number) object.add(field.name, field.number);
    if (field.kind == seam::Field::Kind::id) object.add(field.name, trace::id_text(field.id));
    if (field.kind == seam::Field::Kind::text) add(object, field.name, field.text);
  }
  into.add(name, object);
}

std::string_view EventJson::word_of(Phase phase) { return trace::to_string(phase); }
std::string_view EventJson::word_of(Outcome outcome) { return trace::to_string(outcome); }
std::string_view EventJson::word_of(CloseReason reason) { return trace::to_string(reason); }
std::string_view EventJson::word_of(FrameChanged::Change change) { return trace::to_string(change); }
std::string_view EventJson::word_of(EffectKind kind) { return trace::to_string(kind); }
std::string_view EventJson::word_of(DelCause cause) { return trace::to_string(cause); }
std::string_view EventJson::word_of(SampleReason reason) { return trace::to_string(reason); }
std::string_view EventJson::word_of(seam::Severity severity) { return to_string(severity); }

std::string_view EventJson::word_of(ReplyKind kind) {
  constexpr std::string_view words[] = {"none", "nil", "status", "error", "integer", "text", "array"};
  return word_in(words, kind);
}

std::string_view EventJson::word_of(ConnectionKind kind) {
  constexpr std::string_view words[] = {"client", "replication"};
  return word_in(words, kind);
}

std::string_view EventJson::word_of(HistoryOrigin origin) {
  constexpr std::string_view words[] = {"process_start", "promotion"};
  return word_in(words, origin);
}

std::string_view EventJson::word_of(Role role) {
  constexpr std::string_view words[] = {"primary", "replica"};
  return word_in(words, role);
}

}  // namespace groundhog::harness
