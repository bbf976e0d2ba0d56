// Events a second of the bare queue: every node sends a ping to another one and waits for the answer.
#include <vector>

#include <benchmark/benchmark.h>

#include "sim/core/engine.hpp"
#include "sim/core/random.hpp"

namespace groundhog::test {
namespace {

class PingPong {
 public:
  explicit PingPong(std::size_t nodes) {
    for (std::size_t node = 0; node < nodes; ++node) send(node);
  }

  void run(std::uint64_t events) {
    for (std::uint64_t i = 0; i < events; ++i) engine_.step(VirtualTime::max());
  }

 private:
  void send(std::size_t node) {
    const Duration delay(1'000'000 + static_cast<std::int64_t>(uniform_below(draws_.next(), 1'000'000)));
    engine_.schedule(engine_.now() + delay, ties_.next(), [this, node] { send(node); });
  }

  Engine engine_;
  RandomStream draws_{RandomKey(1).sub("delay")};
  RandomStream ties_{RandomKey(1).sub("tie")};
};

void ping_pong(benchmark::State& state) {
  PingPong game(static_cast<std::size_t>(state.range(0)));
  constexpr std::uint64_t batch = 1000;
  for ([[maybe_unused]] auto _ : state) game.run(batch);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
}

BENCHMARK(ping_pong)->Arg(3)->Arg(100)->Arg(1000);

}  // namespace
}  // namespace groundhog::test
