#include "sut/server/log_writer.hpp"

#include "sut/replication/announcements.hpp"
#include "sut/replication/log.hpp"

namespace burrow {

void LogWriter::on_set(std::string_view key, std::string_view value, const Deadline& deadline) {
  stage(Effect::set(key, value, deadline));
}

void LogWriter::on_deadline(std::string_view key, const Deadline& deadline) {
  stage(Effect::set_deadline(key, deadline));
}

void LogWriter::on_removed(std::string_view key, RemovalCause cause) { stage(Effect::del(key, cause)); }

void LogWriter::on_flushed() { stage(Effect::flush()); }

void LogWriter::on_committed() {
  append_staged(false);
  hooks_.on_committed();
}

void LogWriter::stage(const Effect& effect) {
  hooks_.on_effect(effect);
  if (staged_) append_staged(true);
  staged_.emplace(effect);
}

void LogWriter::append_staged(bool more) {
  const Effect effect = staged_->view();
  announce_append(effect, log_.append(effect, hooks_.pinned(), more));
  if (effect.cause == RemovalCause::expire) {
    announce(runtime_, seam::Severity::debug, event::key_expired, {{"key", effect.key}});
  }
  if (effect.cause == RemovalCause::evict) {
    announce(runtime_, seam::Severity::debug, event::key_evicted, {{"key", effect.key}});
  }
  staged_.reset();
}

void LogWriter::announce_append(const Effect& effect, Offset offset) {
  const seam::Field deadline = effect.deadline ? seam::Field("deadline_ms", effect.deadline->time_since_epoch().count())
                                               : seam::Field("deadline_ms", std::nullopt);
  announce(runtime_, seam::Severity::trace, event::log_append,
           {{"history", log_.history().id},
            {"offset", offset},
            {"kind", to_string(effect.kind)},
            {"key", effect.key},
            {"value", effect.value},
            deadline,
            {"cause", to_string(effect.cause)},
            {"connection", origin_.connection},
            {"command", origin_.command}});
}

}  // namespace burrow
