#include "checkers/message.hpp"

#include "sim/core/characters.hpp"

namespace groundhog::checkers {
namespace {

constexpr std::size_t shown_bytes = 40;

std::string escaped(char c) {
  if (c == '"' || c == '\\') return {'\\', c};
  return is_printable(c) ? std::string(1, c) : hex_escape(c);
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.substr(0, shown_bytes)) out += escaped(c);
  if (text.size() > shown_bytes) out += "… (" + with_separators(text.size()) + " bytes)";
  return out + "\"";
}

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
