// Writes a history as JSON Lines: one event, one object {t, node, peer, type, key, text}, t in scenario seconds.
#pragma once

#include <fstream>
#include <string>

#include "sim/trace/event_renderer.hpp"

namespace groundhog::harness {

class HistoryFile final : public EventRenderer {
 public:
  // Lines are flushed one by one where `survives_crash`: slower, and nothing is lost if the process dies.
  HistoryFile(const Plan& plan, const std::string& file, bool survives_crash);

  using EventRenderer::on;
  void on(const PhaseStarted& event) override;

 private:
  bool wanted() override { return true; }
  void line(const TraceLine& line) override;

  std::ofstream out_;
  bool survives_crash_;
  VirtualTime origin_{};  // events of warmup are counted from the start of the run, with "warmup": true
  bool warmup_ = true;
};

}  // namespace groundhog::harness
