// One process of the register system.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/register_system/frame_stream.hpp"
#include "tests/sim/register_system/register_system.hpp"

namespace groundhog::test {

class RegisterNode final : public Process {
 public:
  static constexpr Duration ping_interval = std::chrono::milliseconds(100);
  static constexpr int silent_pings = 3;

  RegisterNode(seam::Runtime& runtime, const ProcessSpec& spec, RegisterOptions options);

  ProcessView view() const override;
  void dump(std::vector<KeyState>& into) const override;

 private:
  using Words = std::vector<std::string>;

  void on_frame(FrameStream& from, const Words& words);
  void on_request(FrameStream& from, const Words& words);
  void on_replication(FrameStream& from, const Words& words);

  void set(FrameStream& from, const std::string& key, const std::string& value);
  void promote();
  void follow(seam::Address upstream);
  void send_state(FrameStream& follower);

  void load(const Words& words);
  void apply(const Words& words);
  void on_pong(const Words& words);

  void tick();
  void connect();
  void resynchronise(std::string_view why);
  void begin_history(HistoryOrigin origin);
  void announce(std::string_view event, std::initializer_list<seam::Field> fields);

  seam::Runtime& runtime_;
  RegisterOptions options_;
  std::optional<seam::Address> upstream_;
  std::string label_;  // the knob

  std::map<std::string, std::string> registers_;
  std::uint64_t version_ = 0;
  std::uint64_t history_ = 0;
  std::uint64_t generation_ = 0;
  bool complete_ = false;

  std::unique_ptr<seam::Listener> listener_;
  std::vector<std::unique_ptr<FrameStream>> accepted_;
  std::unique_ptr<FrameStream> link_;  // to upstream
  bool streaming_ = false;
  int unanswered_ = 0;
  std::uint64_t pings_ = 0;
  seam::Timer timer_;
};

}  // namespace groundhog::test
