// A few machines on a simulated network, without a cluster: for tests of sim/net and sim/runtime.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/net/network.hpp"
#include "sim/runtime/host.hpp"
#include "tests/support/line_dissector.hpp"
#include "tests/support/recording_stream.hpp"

namespace groundhog::test {

// By then, the connections of a test have long stood.
inline constexpr Duration up = std::chrono::milliseconds(10);

// What happened on the wire and at the seam, as short lines of text.
class EventLines final : public Observer {
 public:
  struct Line {
    VirtualTime at;
    std::string text;
    friend bool operator==(const Line&, const Line&) = default;
  };

  void on(const ConnectionOpened& event) override { add(event.at, "opened"); }
  void on(const ConnectionEstablished& event) override { add(event.at, "established " + host(event.side)); }
  void on(const ConnectionClosed& event) override {
    static constexpr const char* reasons[] = {"closed", "aborted", "died", "reset", "timed out", "refused"};
    add(event.at, reasons[static_cast<std::size_t>(event.reason)] + (" " + host(event.side)));
  }
  void on(const FrameSent& event) override { add(event.at, "sent " + frame(event.frame)); }
  void on(const FrameDelivered& event) override { add(event.at, "delivered " + frame(event.frame)); }
  void on(const FramePartDelivered& event) override { add(event.at, "part at " + host(event.to)); }
  void on(const FrameDropped& event) override { add(event.at, "dropped " + frame(event.frame)); }
  void on(const FrameChanged& event) override {
    static constexpr const char* changes[] = {"duplicated ", "corrupted ", "cut "};
    add(event.at, changes[static_cast<std::size_t>(event.change)] + frame(event.frame));
  }
  void on(const ShortWrite& event) override {
    add(event.at, "full at " + host(event.side) + ": " + std::to_string(event.accepted_bytes) + " of " +
                      std::to_string(event.offered_bytes));
  }
  void on(const ClockRead& event) override { add(event.at, "clock read " + host(event.node)); }
  void on(const TimerFired& event) override { add(event.at, "timer " + host(event.node)); }
  void on(const TimerLate& event) override {
    add(event.at, "late " + host(event.node) + " by " + std::to_string((event.to - event.from).count()));
  }

  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const Line& line : lines) all.push_back(line.text);
    return all;
  }
  std::size_t count(std::string_view text) const {
    return static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [&](const Line& line) { return line.text == text; }));
  }

  std::vector<Line> lines;

 private:
  static std::string host(HostId id) { return "#" + std::to_string(index(id)); }
  static std::string frame(const Frame& frame) {
    return std::string(frame.type) + " " + std::to_string(frame.ordinal) + " " + std::string(frame.key);
  }
  void add(VirtualTime at, std::string text) { lines.push_back({at, std::move(text)}); }
};

inline LinkOverride with_delay(Duration mean) {
  LinkOverride change;
  change.mean = mean;
  return change;
}

inline LinkOverride with_loss(double loss) {
  LinkOverride change;
  change.loss = loss;
  return change;
}

class SmallWorld : public HostHooks, public LinkWatcher {
 public:
  // Every link takes a millisecond, unless `links` says otherwise.
  explicit SmallWorld(TcpOptions options = {}, NetworkSpec links = {}, std::uint64_t seed = 1)
      : key(seed), network(engine, key, dissector, options, events) {
    for (const char* name : {"a", "b", "c"}) network.add_host(name, HostKind::node);
    network.add_host("client", HostKind::client);
    network.set_links(links);
    network.set_watcher(this);
    for (std::uint32_t id = 0; id < 4; ++id) {
      hosts.push_back(std::make_unique<Host>(engine, network, HostId{id}, ClockSpec{}, key, *this, events));
      boot(*hosts.back());
    }
  }
  ~SmallWorld() {
    for (const auto& host : hosts) host->kill(false);
  }

  seam::Runtime& boot(Host& host) {
    runtimes_[index(host.id())] = &host.boot();
    return runtime(host);
  }

  Host& a() { return *hosts[0]; }
  Host& b() { return *hosts[1]; }
  Host& client() { return *hosts[3]; }
  seam::Runtime& runtime(Host& host) { return *runtimes_[index(host.id())]; }

  void set_drift(Host& host, std::int64_t ppm) {
    host.change_clocks(0, Host::ClockChange::begins,
                       [&](NodeClocks& clocks, VirtualTime at) { clocks.set_drift(ppm, at); });
  }
  void jump_wall(Host& host, Duration by) {
    host.change_clocks(0, Host::ClockChange::begins, [&](NodeClocks& clocks, VirtualTime) { clocks.jump_wall(by); });
  }

  void run_until(Duration at) {
    while (engine.step(VirtualTime(at))) {
    }
  }
  void run_for(Duration length) { run_until(engine.now().time_since_epoch() + length); }
  Duration now() const { return engine.now().time_since_epoch(); }

  void after_callback(HostId) override { ++callbacks; }
  void on_announcement(HostId, const seam::Announcement& announcement) override {
    announced.emplace_back(announcement.event);
  }
  void fault_met(std::uint32_t fault) override { faults_met.push_back(fault); }
  void on_withheld(HostId) override {}
  void on_fault_met(std::uint32_t fault) override { process_faults_met.push_back(fault); }

  Engine engine;
  LineDissector dissector;
  EventLines events;
  RandomKey key;
  Network network;
  std::vector<std::unique_ptr<Host>> hosts;
  std::uint64_t callbacks = 0;
  std::vector<std::string> announced;
  std::vector<std::uint32_t> faults_met;
  std::vector<std::uint32_t> process_faults_met;  // by these faults, callbacks

 private:
  std::array<seam::Runtime*, 4> runtimes_{};
};

// A listener at `server` and a connection of `client` to it. They come up three milliseconds later.
class Connected {
 public:
  static constexpr std::uint16_t port = 7000;

  Connected(SmallWorld& world, Host& client_host, Host& server_host) : world_(world), server_host_(server_host) {
    listen();
    client.connect(world.runtime(client_host), {server_host.name(), port});
  }
  // And waits until it stands.
  Connected(SmallWorld& world, Host& client_host, Host& server_host, Duration wait)
      : Connected(world, client_host, server_host) {
    world.run_for(wait);
  }

  void listen() {
    auto listening = world_.runtime(server_host_).listen({server_host_.name(), port}, [this](auto stream) {
      if (!server.has_stream()) server.adopt(std::move(stream));
    });
    listener = std::move(*listening);
  }

 private:
  SmallWorld& world_;
  Host& server_host_;

 public:
  RecordingStream client;
  RecordingStream server;
  std::unique_ptr<seam::Listener> listener;
};

}  // namespace groundhog::test
