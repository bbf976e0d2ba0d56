#include "harness/repro/event_window.hpp"

#include <algorithm>

#include "harness/text/json.hpp"
#include "sim/core/spelling.hpp"
#include "sim/core/text.hpp"

namespace groundhog::harness {
namespace {

constexpr std::uint32_t events_format = 2;

JsonObject heading(std::uint64_t events) {
  return JsonObject().add("groundhog_events", events_format).add("events", events);
}

std::string without_end(std::string text) {
  text.pop_back();
  return text;
}

}  // namespace

void EventWindow::add(std::string_view line, bool after_the_violation) { put(line, after_the_violation, 1); }
void EventWindow::add_remark(std::string_view line, bool after_the_violation) { put(line, after_the_violation, 0); }

void EventWindow::put(std::string_view line, bool after_the_violation, std::uint64_t events) {
  const std::string text = std::string(line) + "\n";
  if (after_the_violation) {
    auto& after = kept_->after;
    after.events += events;
    kept_->is_full = kept_->is_full || after.bytes + text.size() > bytes_after;
    if (kept_->is_full) return;
    std::ranges::copy(text, after.text.begin() + static_cast<std::ptrdiff_t>(after.bytes));
    after.bytes += text.size();
    after.kept += events;
    return;
  }
  auto& before = kept_->before;
  for (std::size_t i = 0; i < text.size(); ++i) before.text[(before.bytes + i) % bytes_before] = text[i];
  before.bytes += text.size();
  before.events += events;
}

// From the first that is whole.
std::string EventWindow::lines_before() const {
  const auto& before = kept_->before;
  if (before.bytes <= bytes_before) return {before.text.data(), before.bytes};
  const std::size_t oldest = before.bytes % bytes_before;
  std::string lines(before.text.data() + oldest, bytes_before - oldest);
  lines.append(before.text.data(), oldest);
  return lines.substr(lines.find('\n') + 1);
}

std::string EventWindow::text() const {
  const std::string before = lines_before();
  const auto is_event = [](std::string_view line) { return line.starts_with("{\"n\":"); };
  const auto kept_before = static_cast<std::uint64_t>(std::ranges::count_if(lines_of(before), is_event));
  const std::uint64_t kept = kept_before + kept_->after.kept;
  const std::uint64_t left_out_before = kept_->before.events - kept_before;
  JsonObject head = heading(events());
  head.add("from", left_out_before + 1).add("to", left_out_before + kept).add("left_out", events() - kept);
  return head.text() + "\n" + before + std::string(kept_->after.text.data(), kept_->after.bytes);
}

void EventWindowFiller::on(const PhaseStarted& event) {
  if (event.phase == Phase::chaos) {
    origin_ = event.at;
    warmup_ = false;
  }
  EventRenderer::on(event);
}

void EventWindowFiller::line(const TraceLine& line) {
  JsonObject object;
  if (line.violation) {
    object.add("violation", true);
  } else {
    object.add("n", window_.events() + 1);
  }
  object.add("at_ns", Duration(line.at - origin_).count());
  if (warmup_) object.add("warmup", true);
  if (line.node) object.add("node", name_of(*line.node));
  if (line.peer) object.add("peer", name_of(*line.peer));
  if (!line.type.empty()) object.add("type", line.type);
  if (!line.key.empty()) object.add("key", spelled(line.key));
  object.add("text", line.text);
  if (!line.violation) object.add("event", json_.name()).add("fields", json_.fields());
  const bool is_after = !warmup_ && violation_ && line.at - origin_ > *violation_;
  line.violation ? window_.add_remark(object.text(), is_after) : window_.add(object.text(), is_after);
}

std::optional<std::string> line_of_event(std::string_view text, std::uint64_t number, std::uint64_t events_of_run) {
  const std::string head = without_end(heading(events_of_run).text()) + ",";
  if (!text.starts_with(head)) return std::nullopt;
  const std::string beginning = without_end(JsonObject().add("n", number).text()) + ",";
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with(beginning)) return std::string(line);
  }
  return std::nullopt;
}

}  // namespace groundhog::harness
