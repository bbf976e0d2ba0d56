#include "sim/trace/recorder.hpp"

#include "sim/trace/text.hpp"

namespace groundhog {

bool Recorder::wanted() {
  const std::uint64_t event = seen_++;
  return event >= first_ && event - first_ < count_;
}

void Recorder::line(const TraceLine& line) {
  std::string& text = lines_.emplace_back();
  trace::append_seconds(text, line.at.time_since_epoch());
  text += ' ';
  if (line.node) text += name_of(*line.node);
  text += ' ';
  text += line.text;
}

}  // namespace groundhog
