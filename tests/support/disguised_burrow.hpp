// Burrow, for tests that change one side of it and leave the others as they are.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/burrow/burrow_guest.hpp"
#include "sim/guest/guest.hpp"

namespace groundhog::test {

class DisguisedBurrow : public Guest {
 public:
  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    return burrow_->start(runtime, spec);
  }
  const Dissector& dissector() const override { return burrow_->dissector(); }
  const ClientProtocol& client_protocol() const override { return burrow_->client_protocol(); }
  std::span<const std::string_view> announced_events() const override { return burrow_->announced_events(); }
  std::string_view summary_of_event(std::string_view event) const override { return burrow_->summary_of_event(event); }
  std::span<const KnobSpec> knobs() const override { return burrow_->knobs(); }
  std::span<const CommandSpec> commands() const override { return burrow_->commands(); }
  std::span<const OperationSpec> operations() const override { return burrow_->operations(); }
  std::span<const ProfileSpec> profiles() const override { return burrow_->profiles(); }
  std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const override {
    return burrow_->decode_append(announcement);
  }
  std::optional<HistoryBegan> decode_history(const seam::Announcement& announcement) const override {
    return burrow_->decode_history(announcement);
  }
  std::vector<std::string> promote_command() const override { return burrow_->promote_command(); }
  std::vector<std::string> follow_command(const seam::Address& upstream) const override {
    return burrow_->follow_command(upstream);
  }
  std::vector<std::string> configure_command(const Knobs& knobs) const override {
    return burrow_->configure_command(knobs);
  }
  Boundaries boundaries(const Plan& plan) const override { return burrow_->boundaries(plan); }
  GuestTiming timing(const Plan& plan) const override { return burrow_->timing(plan); }
  std::vector<KnobProblem> knob_problems(const Plan& plan) const override { return burrow_->knob_problems(plan); }

 private:
  std::unique_ptr<Guest> burrow_ = make_burrow_guest();
};

}  // namespace groundhog::test
