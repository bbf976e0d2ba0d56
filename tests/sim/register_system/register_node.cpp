#include "tests/sim/register_system/register_node.hpp"

#include <algorithm>

namespace groundhog::test {
namespace {

bool is_replication(std::string_view word) {
  return word == "hello" || word == "load" || word == "set" || word == "ping" || word == "pong";
}

}  // namespace

RegisterNode::RegisterNode(seam::Runtime& runtime, const ProcessSpec& spec, RegisterOptions options)
    : runtime_(runtime), options_(options), upstream_(spec.upstream) {
  const auto label = spec.config.find("label");
  label_ = label != spec.config.end() ? label->second : "0";
  listener_ = std::move(*runtime.listen(spec.listen, [this](std::unique_ptr<seam::Stream> stream) {
    std::erase_if(accepted_, [](const auto& each) { return each->closed(); });
    accepted_.push_back(std::make_unique<FrameStream>(
        std::move(stream), [this](FrameStream& from, const Words& words) { on_frame(from, words); }));
  }));
  if (upstream_) {
    tick();
  } else {
    begin_history(HistoryOrigin::process_start);
  }
}

ProcessView RegisterNode::view() const {
  const auto followers =
      std::ranges::count_if(accepted_, [](const auto& each) { return each->open() && each->is_follower; });
  ProcessView view;
  view.role = upstream_ ? Role::replica : Role::primary;
  view.complete = complete_;
  view.link_up = streaming_;
  view.generation = static_cast<std::uint32_t>(generation_);
  view.history = HistoryId{history_};
  view.offset = version_;
  if (upstream_) view.upstream = upstream_->host;
  view.backlog_first = version_ + 1;
  view.connected_replicas = static_cast<std::size_t>(followers);
  return view;
}

void RegisterNode::dump(std::vector<KeyState>& into) const {
  for (const auto& [key, value] : registers_) into.push_back({key, value, std::nullopt});
}

void RegisterNode::on_frame(FrameStream& from, const Words& words) {
  if (is_replication(words[0])) {
    on_replication(from, words);
  } else {
    on_request(from, words);
  }
}

void RegisterNode::on_request(FrameStream& from, const Words& words) {
  if (words[0] == "GET" && words.size() == 2) {
    const auto found = registers_.find(words[1]);
    return from.send(found == registers_.end() ? Words{"_"} : Words{"$", found->second});
  }
  if (words[0] == "SET" && words.size() == 3) {
    if (upstream_) return from.send({"-", "READONLY"});
    set(from, words[1], words[2]);
    return from.send({"+", "OK"});
  }
  if (words[0] == "WALL") return from.send({":", std::to_string(runtime_.wall_now().time_since_epoch().count())});
  if (words[0] == "MONO") return from.send({":", std::to_string(runtime_.monotonic_now().time_since_epoch().count())});
  if (words[0] == "PROMOTE") {
    promote();
    return from.send({"+", "OK"});
  }
  if (words[0] == "FOLLOW" && words.size() == 3) {
    follow({words[1], static_cast<std::uint16_t>(std::stoi(words[2]))});
    return from.send({"+", "OK"});
  }
  if (words[0] == "LABEL") return from.send({":", label_});
  if (words[0] == "CONFIGURE" && words.size() == 2) {
    label_ = words[1];
    return from.send({"+", "OK"});
  }
  if (words[0] == "MUTE") return;
  from.send({"-", "ERR"});
}

void RegisterNode::set(FrameStream& from, const std::string& key, const std::string& value) {
  registers_[key] = value;
  ++version_;
  announce("register.set", {{"history", HistoryId{history_}},
                            {"version", version_},
                            {"key", key},
                            {"value", value},
                            {"connection", ConnectionId{from.id()}},
                            {"command", from.frames_received()}});
  for (const auto& each : accepted_) {
    if (each->is_follower) each->send({"set", std::to_string(version_), key, value});
  }
}

void RegisterNode::on_replication(FrameStream& from, const Words& words) {
  if (words[0] == "hello") return send_state(from);
  if (words[0] == "ping") return from.send({"pong", words[1], std::to_string(version_)});
  if (words[0] == "load") return load(words);
  if (words[0] == "set") return apply(words);
  on_pong(words);
}

void RegisterNode::send_state(FrameStream& follower) {
  if (!options_.answers_hello) return;
  follower.is_follower = true;
  Words words = {"load", std::to_string(history_), std::to_string(version_)};
  for (const auto& [key, value] : registers_) words.insert(words.end(), {key, value});
  follower.send(words);
}

void RegisterNode::load(const Words& words) {
  registers_.clear();
  history_ = std::stoull(words[1]);
  version_ = std::stoull(words[2]);
  for (std::size_t i = 3; i + 1 < words.size(); i += 2) registers_[words[i]] = words[i + 1];
  ++generation_;
  complete_ = true;
  streaming_ = true;
  announce("register.loaded", {{"version", version_}});
}

void RegisterNode::apply(const Words& words) {
  if (!streaming_) return;
  const std::uint64_t version = std::stoull(words[1]);
  if (options_.checks_versions && version != version_ + 1) return resynchronise("gap");
  version_ = version;
  registers_[words[2]] = options_.keeps_values ? words[3] : words[3].substr(0, words[3].size() - 1);
}

void RegisterNode::on_pong(const Words& words) {
  if (!streaming_) return;
  unanswered_ = 0;
  if (options_.checks_versions && std::stoull(words[2]) > version_) resynchronise("behind");
}

void RegisterNode::tick() {
  timer_ = runtime_.start_timer(ping_interval, [this] { tick(); });
  if (link_ == nullptr || link_->closed()) return connect();
  if (unanswered_ >= silent_pings) {
    announce("peer.declared_down", {{"connection", ConnectionId{link_->id()}}});
    return connect();
  }
  if (!link_->open()) return;
  ++unanswered_;
  ++pings_;
  link_->send({"ping", std::to_string(pings_)});
}

void RegisterNode::connect() {
  streaming_ = false;
  unanswered_ = 0;
  link_ = std::make_unique<FrameStream>(
      runtime_, *upstream_, [](FrameStream& link) { link.send({"hello"}); },
      [this](FrameStream& from, const Words& words) { on_frame(from, words); });
}

void RegisterNode::resynchronise(std::string_view why) {
  announce("register.resync", {{"why", why}});
  streaming_ = false;
  link_->close();
}

void RegisterNode::promote() {
  if (!upstream_) return;
  upstream_.reset();
  timer_.cancel();
  if (link_ != nullptr) link_->close();
  streaming_ = false;
  ++generation_;
  begin_history(HistoryOrigin::promotion);
}

void RegisterNode::follow(seam::Address upstream) {
  upstream_ = std::move(upstream);
  for (const auto& each : accepted_) {
    if (each->is_follower) each->close();
  }
  connect();
  timer_ = runtime_.start_timer(ping_interval, [this] { tick(); });
}

void RegisterNode::begin_history(HistoryOrigin origin) {
  const std::uint64_t parent = history_;
  history_ = runtime_.random_u64("history");
  complete_ = true;
  announce("register.history", {{"history", HistoryId{history_}},
                                {"parent", HistoryId{parent}},
                                {"switch", version_},
                                {"promotion", origin == HistoryOrigin::promotion ? 1 : 0}});
}

void RegisterNode::announce(std::string_view event, std::initializer_list<seam::Field> fields) {
  runtime_.announce({seam::Severity::info, event, {fields.begin(), fields.size()}});
}

}  // namespace groundhog::test
