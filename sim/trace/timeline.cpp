#include "sim/trace/timeline.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/spelling.hpp"
#include "sim/core/text.hpp"
#include "sim/trace/text.hpp"

namespace groundhog {
namespace {

constexpr std::size_t time_width = 14;  // up to 9,999 seconds

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

Timeline::Timeline(const Plan& plan, TimelineFilter filter, Sink sink)
    : EventRenderer(plan), filter_(std::move(filter)), sink_(std::move(sink)) {}

void Timeline::on(const PhaseStarted& event) {
  if (event.phase == Phase::chaos) set_origin(event.at);
  EventRenderer::on(event);
}

void Timeline::on(const RunEnded& event) {
  EventRenderer::on(event);
  if (!origin_) set_origin(VirtualTime{});
}

void Timeline::set_origin(VirtualTime origin) {
  origin_ = origin;
  for (const Waiting& each : std::exchange(waiting_, {})) print(each.at, each.text);
}

void Timeline::line(const TraceLine& line) {
  if (ended_ || !passes(line)) return;
  text_ = padded_right(line.node ? name_of(*line.node) : std::string_view{}, widest_name());
  text_ += "  ";
  text_ += line.text.substr(0, line.text.find_last_not_of(' ') + 1);
  if (origin_) {
    print(line.at, text_);
  } else {
    waiting_.push_back({line.at, text_});
  }
}

bool Timeline::passes(const TraceLine& line) const {
  if (line.violation) return true;
  const bool asked_for_type = contains(filter_.types, line.type);
  if (!filter_.types.empty() && !asked_for_type) return false;
  if (line.detail && !filter_.verbose && !asked_for_type) return false;
  if (!filter_.keys.empty() && !is_about_a_key(line) && !(filter_.keyless && is_keyless(line))) return false;
  if (filter_.nodes.empty()) return true;
  return (line.node && contains(filter_.nodes, name_of(*line.node))) ||
         (line.peer && contains(filter_.nodes, name_of(*line.peer)));
}

bool Timeline::is_about_a_key(const TraceLine& line) const {
  const auto is_wanted = [&](std::string_view key) {
    return std::ranges::any_of(filter_.keys, [&](const std::string& wanted) { return is_spelling_of(wanted, key); });
  };
  return is_wanted(line.key) || std::ranges::any_of(line.more_keys, is_wanted);
}

bool Timeline::is_keyless(const TraceLine& line) const {
  const bool is_frame = line.peer.has_value() && !line.type.empty();
  return line.key.empty() && (!is_frame || line.by_fault);
}

bool Timeline::in_range(Duration time) const {
  return (!filter_.from || time >= *filter_.from) && (!filter_.to || time <= *filter_.to);
}

void Timeline::print(VirtualTime at, std::string_view text) {
  const Duration time = at - *origin_;
  if (!in_range(time)) return;
  std::string seconds;
  trace::append_seconds(seconds, time);
  printed_ = padded_left(seconds, time_width) + "  ";
  printed_ += text;
  sink_(printed_);
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
