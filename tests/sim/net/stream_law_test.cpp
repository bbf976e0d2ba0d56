// The law of streams: whatever the network does, the bytes read are a prefix of the bytes written; once it heals, all
// arrive.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

struct Step {
  int action;
  int amount;
};

// Numbers in lines of varying length: any loss, repetition or change of order shows.
std::string text_from(std::size_t& next, int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += "entry:" + std::to_string(next) + std::string(next % 37, '.') + "\n";
    ++next;
  }
  return text;
}

class Exchange {
 public:
  explicit Exchange(std::uint64_t seed) : world(options(), links(), seed), pair(world, world.a(), world.b(), 60s) {}

  void perform(const Step& step) {
    const HostId a = world.a().id();
    const HostId b = world.b().id();
    switch (step.action) {
      case 0:
      case 1:
      case 2:
        write(text_from(next_, step.amount));
        break;
      case 3:
        world.network.cut(a, b, 0);
        break;
      case 4:
        world.network.heal(a, b, 0);
        break;
      case 5:
        world.network.cut(b, a, 1);
        break;
      case 6:
        world.network.heal(b, a, 1);
        break;
      case 7:
        pair.server.reads = false;
        break;
      case 8:
        pair.server.reads = true;
        if (pair.server.has_stream()) pair.server.drain();
        break;
      case 9:
        if (pair.server.has_stream()) pair.server.drain(static_cast<std::size_t>(step.amount));
        break;
      case 10:
        world.b().running() && !world.b().paused() ? world.b().pause() : world.b().resume();
        break;
      default:
        world.run_for(step.amount * 10ms);
        break;
    }
    world.run_for(1ms);
  }

  bool is_prefix() const { return written.compare(0, pair.server.received.size(), pair.server.received) == 0; }

  void heal() {
    world.network.heal_all();
    if (world.b().paused()) world.b().resume();
    pair.server.reads = true;
    if (pair.server.has_stream()) pair.server.drain();
    world.run_for(30s);
  }

 private:
  static TcpOptions options() { return {.send_buffer_bytes = 2000, .receive_window_bytes = 700, .gate_bytes = 300}; }
  static NetworkSpec links() {
    NetworkSpec spec;
    spec.fallback = {.delay = {.mean = 3ms, .jitter = 2ms}, .loss = 0.05};
    return spec;
  }

  void write(const std::string& text) { written += text.substr(0, pair.client.write(text)); }

 public:
  SmallWorld world;
  Connected pair;
  std::string written;

 private:
  std::size_t next_ = 0;
};

rc::Gen<std::vector<Step>> steps() {
  return rc::gen::container<std::vector<Step>>(rc::gen::build<Step>(
      rc::gen::set(&Step::action, rc::gen::inRange(0, 13)), rc::gen::set(&Step::amount, rc::gen::inRange(1, 30))));
}

RC_GTEST_PROP(StreamLaw, WhatIsReadIsAPrefixOfWhatWasWrittenAndAllArrivesOnceHealed, (std::uint64_t seed)) {
  Exchange exchange(seed);
  for (const Step& step : *steps()) {
    exchange.perform(step);
    RC_ASSERT(exchange.is_prefix());
  }
  exchange.heal();
  RC_ASSERT(exchange.pair.server.received == exchange.written);
}

RC_GTEST_PROP(StreamLaw, ACloseLosesNothingThatWasAccepted, (std::uint64_t seed)) {
  Exchange exchange(seed);
  for (const Step& step : *steps()) exchange.perform(step);
  exchange.pair.client.close();
  exchange.heal();
  RC_ASSERT(exchange.pair.server.received == exchange.written);
  RC_ASSERT(exchange.pair.server.has_heard("end"));
}

RC_GTEST_PROP(StreamLaw, TheSameSeedIsTheSameRun, (std::uint64_t seed)) {
  const auto script = *steps();
  const auto run = [&] {
    Exchange exchange(seed);
    for (const Step& step : script) exchange.perform(step);
    exchange.heal();
    return exchange.world.events.lines;
  };
  RC_ASSERT(run() == run());
}

}  // namespace
}  // namespace groundhog::test
