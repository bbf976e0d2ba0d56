// The only file here that knows spdlog.

#include "sut/burrow_server/log.hpp"

#include <cstdio>
#include <string>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace burrow {

namespace {

spdlog::level::level_enum level_of(Severity severity) {
  switch (severity) {
    case Severity::trace:
      return spdlog::level::trace;
    case Severity::debug:
      return spdlog::level::debug;
    case Severity::info:
      return spdlog::level::info;
    case Severity::warning:
      return spdlog::level::warn;
    case Severity::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// Bytes of clients and peers do not get to draw on a terminal or to fake a line.
std::string quoted(std::string_view text) {
  const bool is_word = !text.empty() && text.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789.:-_[]/") == std::string_view::npos;
  if (is_word) return std::string(text);
  std::string shown = "\"";
  for (const char byte : text) {
    const bool is_printable = byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\';
    if (is_printable) {
      shown.push_back(byte);
    } else {
      char escape[5];
      std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
      shown += escape;
    }
  }
  return shown + "\"";
}

std::string value_of(const Field& field) {
  switch (field.kind) {
    case Field::Kind::text:
      return quoted(field.text);
    case Field::Kind::number:
      return std::to_string(field.number);
    case Field::Kind::id: {
      char hexadecimal[17];
      std::snprintf(hexadecimal, sizeof hexadecimal, "%016llx", static_cast<unsigned long long>(field.id));
      return hexadecimal;
    }
    case Field::Kind::none:
      return "-";
  }
  return "";
}

}  // namespace

class Log::Sink {
 public:
  Sink() : logger_("burrow", std::make_shared<spdlog::sinks::stderr_sink_st>()) {
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %-7l %v");
    logger_.set_level(spdlog::level::trace);
    logger_.flush_on(spdlog::level::trace);
  }
  spdlog::logger& logger() { return logger_; }

 private:
  spdlog::logger logger_;
};

Log::Log(Severity least) : sink_(std::make_unique<Sink>()), least_(least) {}
Log::~Log() = default;

void Log::write(const Announcement& announcement) {
  if (announcement.severity < least_) return;
  std::string line(announcement.event);
  for (const Field& field : announcement.fields)
    line.append(" ").append(field.name).append("=").append(value_of(field));
  write(announcement.severity, line);
}

void Log::write(Severity severity, std::string_view text) {
  if (severity < least_) return;
  sink_->logger().log(level_of(severity), spdlog::string_view_t(text.data(), text.size()));
}

}  // namespace burrow
