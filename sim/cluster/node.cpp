#include "sim/cluster/node.hpp"

#include <algorithm>
#include <utility>

#include "sut/runtime/assert.hpp"

namespace groundhog {

Node::Node(Engine& engine, Network& network, HostId id, const ClockSpec& clock, RandomKey key, HostHooks& hooks,
           Observer& events, const Guest& guest, ProcessSpec spec, FindHost find_host)
    : host_(engine, network, id, clock, key, hooks, events),
      engine_(engine),
      events_(events),
      guest_(guest),
      spec_(std::move(spec)),
      find_host_(std::move(find_host)) {}

bool Node::ready() const {
  if (!view_) return false;
  return view_->role == Role::primary || (view_->link_up && view_->complete);
}

bool Node::start() {
  if (running()) return false;
  seam::Runtime& runtime = host_.boot();
  events_.on(NodeStarted{engine_.now(), id(), host_.incarnation(), host_.read_clocks()});
  host_.enter([&] { process_ = guest_.start(runtime, spec_); });
  return true;
}

bool Node::crash(bool host_failed) {
  if (!running()) return false;
  SEAM_ASSERT(!host_.in_callback());
  events_.on(NodeStopped{engine_.now(), id(), host_failed});
  host_.kill(host_failed);
  process_.reset();
  paused_by_.clear();
  unfelt_pauses_.clear();
  view_.reset();
  return true;
}

void Node::pause(std::uint32_t fault) {
  if (!running()) return;
  SEAM_ASSERT(!host_.in_callback());
  paused_by_.push_back(fault);
  unfelt_pauses_.push_back(fault);
  if (host_.paused()) return;
  host_.pause();
  events_.on(NodePaused{engine_.now(), id(), host_.monotonic_now()});
}

void Node::resume(std::uint32_t fault) {
  std::erase(unfelt_pauses_, fault);
  if (std::erase(paused_by_, fault) == 0) return;
  if (!paused_by_.empty()) return host_.stay_paused();
  events_.on(NodeResumed{engine_.now(), id(), host_.monotonic_now()});
  host_.resume();
}

bool Node::report_position() {
  if (!running()) return false;
  ProcessView now = process_->view();
  if (view_ == now) return false;
  const bool loaded = view_ && view_->generation != now.generation;
  view_ = std::move(now);
  emit_position();
  ++changes_;
  if (loaded) {
    sample(SampleReason::loaded);
  } else if (changes_ % changes_per_sample == 0) {
    sample(SampleReason::periodic);
  }
  return true;
}

void Node::emit_position() {
  events_.on(NodePosition{
      .at = engine_.now(),
      .node = id(),
      .incarnation = host_.incarnation(),
      .generation = view_->generation,
      .role = view_->role,
      .complete = view_->complete,
      .link_up = view_->link_up,
      .holding = view_->holding,
      .history = view_->history,
      .offset = view_->offset,
      .upstream = view_->upstream ? find_host_(*view_->upstream) : no_host,
      .backlog_first = view_->backlog_first,
      .connected_replicas = view_->connected_replicas,
  });
}

void Node::sample(SampleReason reason) {
  SEAM_ASSERT(running());
  keys_.clear();
  process_->dump(keys_);
  const NodeUsage usage{host_.pending_timers(), host_.held_streams(), process_->counts()};
  events_.on(StateSampled{engine_.now(), id(), reason, view_->history, view_->offset, keys_, &usage});
}

NodeState Node::state() const {
  NodeState state{.name = host_.name(),
                  .incarnation = host_.incarnation(),
                  .paused = host_.paused(),
                  .clocks = host_.read_clocks(),
                  .view = {},
                  .keys = {}};
  if (!running()) return state;
  SEAM_ASSERT(!host_.in_callback());
  state.view = process_->view();
  std::vector<KeyState> held;
  process_->dump(held);
  for (const KeyState& key : held) state.keys.push_back({std::string(key.key), std::string(key.value), key.deadline});
  std::ranges::sort(state.keys, {}, &NodeState::Key::key);
  return state;
}

}  // namespace groundhog
