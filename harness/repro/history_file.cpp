#include "harness/repro/history_file.hpp"

#include <cstdio>

#include "harness/text/json.hpp"

namespace groundhog::harness {
namespace {

std::string seconds_with_nanoseconds(Duration time) {
  char text[48];
  std::snprintf(text, sizeof text, "%lld.%09lld", static_cast<long long>(time.count() / 1'000'000'000),
                static_cast<long long>(time.count() % 1'000'000'000));
  return text;
}

}  // namespace

HistoryFile::HistoryFile(const Plan& plan, const std::string& file, bool survives_crash)
    : EventRenderer(plan), out_(file), survives_crash_(survives_crash) {}

void HistoryFile::on(const PhaseStarted& event) {
  if (event.phase == Phase::chaos) {
    origin_ = event.at;
    warmup_ = false;
  }
  EventRenderer::on(event);
}

void HistoryFile::line(const TraceLine& line) {
  JsonObject object;
  object.add("t", seconds_with_nanoseconds(line.at - origin_));
  if (warmup_) object.add("warmup", true);
  if (line.node) object.add("node", name_of(*line.node));
  if (line.peer) object.add("peer", name_of(*line.peer));
  if (!line.type.empty()) object.add("type", line.type);
  if (!line.key.empty()) object.add("key", line.key);
  object.add("text", line.text);
  out_ << object.text() << '\n';
  if (survives_crash_) out_.flush();
}

}  // namespace groundhog::harness
