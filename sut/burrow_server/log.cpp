// The only file here that knows spdlog.

#include "sut/burrow_server/log.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <limits.h>
#include <poll.h>
#include <string>
#include <unistd.h>

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

namespace burrow {

namespace {

spdlog::level::level_enum level_of(seam::Severity severity) {
  constexpr spdlog::level::level_enum levels[] = {spdlog::level::trace, spdlog::level::debug, spdlog::level::info,
                                                  spdlog::level::warn, spdlog::level::err};
  return levels[static_cast<std::size_t>(severity)];
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

std::string value_of(const seam::Field& field) {
  switch (field.kind) {
    case seam::Field::Kind::text:
      return quoted(field.text);
    case seam::Field::Kind::number:
      return std::to_string(field.number);
    case seam::Field::Kind::id: {
      char hexadecimal[17];
      std::snprintf(hexadecimal, sizeof hexadecimal, "%016llx", static_cast<unsigned long long>(field.id));
      return hexadecimal;
    }
    case seam::Field::Kind::none:
      return "-";
  }
  return "";
}

// stderr as it takes it. Who does not read the log must not stop the server: a line for which there is no room is
// dropped, and the next one that fits is preceded by their number.
class PatientSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  // A pipe with any room takes so much at once.
  static constexpr std::size_t longest_line = PIPE_BUF;

  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (dropped_ > 0 && write(std::to_string(dropped_) + " lines of the log were dropped: stderr was full\n")) {
      dropped_ = 0;
    }
    if (dropped_ > 0 || !write({line.data(), line.size()})) ++dropped_;
  }
  void flush_() override {}

  static bool write(std::string_view line) {
    std::string cut(line.substr(0, longest_line));
    cut.back() = '\n';
    pollfd log{STDERR_FILENO, POLLOUT, 0};
    if (::poll(&log, 1, 0) != 1) return false;
    ssize_t written = -1;
    do {
      written = ::write(STDERR_FILENO, cut.data(), cut.size());
    } while (written < 0 && errno == EINTR);
    return written >= 0;
  }

  std::uint64_t dropped_ = 0;
};

}  // namespace

class Log::Sink {
 public:
  Sink() : logger_("burrow", std::make_shared<PatientSink>()) {
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %-7l %v");
    logger_.set_level(spdlog::level::trace);
  }
  spdlog::logger& logger() { return logger_; }

 private:
  spdlog::logger logger_;
};

Log::Log(seam::Severity least) : sink_(std::make_unique<Sink>()), least_(least) {}
Log::~Log() = default;

void Log::write(const seam::Announcement& announcement) {
  if (announcement.severity < least_) return;
  std::string line(announcement.event);
  for (const seam::Field& field : announcement.fields)
    line.append(" ").append(field.name).append("=").append(value_of(field));
  write(announcement.severity, line);
}

void Log::write(seam::Severity severity, std::string_view text) {
  if (severity < least_) return;
  sink_->logger().log(level_of(severity), spdlog::string_view_t(text.data(), text.size()));
}

}  // namespace burrow
