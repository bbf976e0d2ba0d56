#include "sut/server/log_writer.hpp"

#include "sut/replication/announcements.hpp"
#include "sut/server/causes.hpp"

namespace burrow {

void LogWriter::on_set(std::string_view key, std::string_view value, const Deadline& deadline) {
  append(Effect::set(key, value, deadline));
}

void LogWriter::on_deadline(std::string_view key, const Deadline& deadline) {
  append(Effect::set_deadline(key, deadline));
}

void LogWriter::on_removed(std::string_view key, RemovalCause cause) {
  append(Effect::del(key, to_del_cause(cause)));
  if (cause == RemovalCause::expire)
    announce(runtime_, Severity::debug, event::key_expired, {Field::of_text("key", key)});
  if (cause == RemovalCause::evict)
    announce(runtime_, Severity::debug, event::key_evicted, {Field::of_text("key", key)});
}

void LogWriter::on_flushed() { append(Effect::flush()); }

void LogWriter::append(const Effect& effect) {
  const Offset offset = log_.append(effect, hooks_.pinned());
  const Field deadline = effect.deadline ? Field::of_number("deadline_ms", effect.deadline->time_since_epoch().count())
                                         : Field::of_none("deadline_ms");
  announce(
      runtime_, Severity::trace, event::log_append,
      {Field::of_id("history", raw(log_.history().id)), Field::of_number("offset", static_cast<std::int64_t>(offset)),
       Field::of_text("kind", to_string(effect.kind)), Field::of_text("key", effect.key),
       Field::of_text("value", effect.value), deadline, Field::of_text("cause", to_string(effect.cause)),
       Field::of_id("connection", static_cast<std::uint64_t>(origin_.connection)),
       Field::of_number("command", static_cast<std::int64_t>(origin_.command))});
}

}  // namespace burrow
