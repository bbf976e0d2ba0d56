#include "checkers/message.hpp"

#include "sim/core/spelling.hpp"

namespace groundhog::checkers {

std::string quoted(std::string_view text) { return spelled_briefly_in_quotes(text); }

std::string in_seconds(Duration duration) {
  const std::int64_t total_ms = std::chrono::duration_cast<seam::Milliseconds>(duration).count();
  std::string out = std::to_string(total_ms / 1000);
  if (total_ms % 1000 != 0) {
    std::string fraction = std::to_string(1000 + total_ms % 1000).substr(1);
    while (fraction.back() == '0') fraction.pop_back();
    out += "." + fraction;
  }
  return out + "s";
}

std::string in_milliseconds(seam::Milliseconds ms) { return std::to_string(ms.count()) + " ms"; }

std::string deadline_text(const Deadline& deadline) {
  if (!deadline) return "no TTL";
  return "deadline " + std::to_string(deadline->time_since_epoch().count());
}

std::string history_text(HistoryId id) {
  return id == HistoryId::none ? "none" : hex_digits(static_cast<std::uint64_t>(id), 16);
}

}  // namespace groundhog::checkers
