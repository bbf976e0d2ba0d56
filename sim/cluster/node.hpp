// One node of the cluster: its machine, the process on it, and what of its state has been reported.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/events/observer.hpp"
#include "sim/guest/guest.hpp"
#include "sim/runtime/host.hpp"

namespace groundhog {

// One node at one instant, read from outside: for people who look at a run that stands still.
struct NodeState {
  // Dead ones that the node still holds are among them.
  struct Key {
    std::string key;
    std::string value;
    Deadline deadline;
  };

  std::string name;
  std::uint32_t incarnation = 0;
  bool paused = false;
  ClockReading clocks;
  std::optional<ProcessView> view;  // nullopt: no process runs
  std::vector<Key> keys;            // by name
};

class Node {
 public:
  // A periodic sample is taken at each so-manieth change of position.
  static constexpr std::uint64_t changes_per_sample = 64;

  // How ProcessView::upstream becomes a host; no_host: no host of the plan.
  using FindHost = std::function<HostId(std::string_view name)>;

  Node(Engine& engine, Network& network, HostId id, const ClockSpec& clock, RandomKey key, HostHooks& hooks,
       Observer& events, const Guest& guest, ProcessSpec spec, FindHost find_host);

  Host& host() { return host_; }
  const Host& host() const { return host_; }
  HostId id() const { return host_.id(); }
  bool running() const { return process_ != nullptr; }
  // nullopt while no process runs.
  const std::optional<ProcessView>& view() const { return view_; }
  // A replica that streams from its upstream with complete state, or a primary.
  bool ready() const;

  // Whom the process is to replicate from its next start on.
  void set_upstream(std::optional<seam::Address> upstream) { spec_.upstream = std::move(upstream); }

  // Not from inside a callback of this node. What is already so stays so, and false is returned.
  bool start();
  bool crash(bool host_failed);
  // Nothing if no process runs. It resumes once every fault that paused it has resumed it.
  void pause(std::uint32_t fault);
  void resume(std::uint32_t fault);
  // A callback is withheld: the faults of which it is the first.
  std::vector<std::uint32_t> take_unfelt_pauses() { return std::exchange(unfelt_pauses_, {}); }

  // After a callback: reports the position if it changed, with samples where they are due. True if it changed.
  bool report_position();
  void sample(SampleReason reason);

  // Not from inside a callback of this node.
  NodeState state() const;

 private:
  void emit_position();

  Host host_;
  Engine& engine_;
  Observer& events_;
  const Guest& guest_;
  ProcessSpec spec_;
  FindHost find_host_;
  std::unique_ptr<Process> process_;
  std::vector<std::uint32_t> paused_by_;
  std::vector<std::uint32_t> unfelt_pauses_;  // of these, those that have withheld no callback yet
  std::optional<ProcessView> view_;           // as last reported
  std::uint64_t changes_ = 0;
  std::vector<KeyState> keys_;  // reused by samples
};

}  // namespace groundhog
