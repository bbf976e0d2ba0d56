// The law of streams, for every implementation: whatever the sizes of writes and reads and their interleaving, the
// bytes that come out are those that went in.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/conformance/conformance.hpp"

namespace groundhog::test {
namespace {

struct Step {
  int action;
  std::size_t amount;
};

rc::Gen<std::vector<Step>> steps() {
  const auto amount = rc::gen::oneOf(rc::gen::inRange<std::size_t>(1, 10), rc::gen::inRange<std::size_t>(1, 30'000));
  return rc::gen::container<std::vector<Step>>(
      rc::gen::build<Step>(rc::gen::set(&Step::action, rc::gen::inRange(0, 6)), rc::gen::set(&Step::amount, amount)));
}

// One direction: what its writer was rid of, and what its reader has.
struct Direction {
  RecordingStream& writer;
  RecordingStream& reader;
  std::string written = {};

  void write(std::size_t size) {
    const std::string bytes = numbered_bytes(size);
    written += bytes.substr(0, writer.write(bytes));
  }
  bool is_prefix() const { return written.starts_with(reader.received); }
};

template <class World>
class Exchange {
 public:
  Exchange() {
    auto listening = world_.server().listen(
        world_.any_port(), [this](std::unique_ptr<seam::Stream> stream) { server_.adopt(std::move(stream)); });
    listener_ = std::move(*listening);
    client_.connect(world_.client(), listener_->local());
    RC_ASSERT(world_.run_until([this] { return client_.has_heard("connected") && server_.has_stream(); }));
    client_.reads = server_.reads = false;
  }

  void perform(const Step& step) {
    Direction& way = step.action % 2 == 0 ? there_ : back_;
    if (step.action < 2) {
      way.write(step.amount);
    } else if (step.action < 4) {
      way.reader.drain(step.amount);
    } else {
      int turns = static_cast<int>(step.amount % 10);
      world_.run_until([&] { return turns-- == 0; });
    }
    RC_ASSERT(there_.is_prefix());
    RC_ASSERT(back_.is_prefix());
  }

  void finish() {
    client_.stream().shutdown_write();
    server_.stream().shutdown_write();
    client_.reads = server_.reads = true;
    client_.on_readable();
    server_.on_readable();
    RC_ASSERT(world_.run_until([this] { return client_.has_heard("end") && server_.has_heard("end"); }));
    RC_ASSERT(there_.written == server_.received);
    RC_ASSERT(back_.written == client_.received);
  }

 private:
  World world_;
  RecordingStream client_;
  RecordingStream server_;
  std::unique_ptr<seam::Listener> listener_;
  Direction there_{client_, server_};
  Direction back_{server_, client_};
};

template <class World>
void bytes_in_are_bytes_out() {
  Exchange<World> exchange;
  for (const Step& step : *steps()) exchange.perform(step);
  exchange.finish();
}

RC_GTEST_PROP(TransferLaw, SimulatedBytesInAreBytesOut, ()) { bytes_in_are_bytes_out<SimulatedWorld>(); }
RC_GTEST_PROP(TransferLaw, ProductionBytesInAreBytesOut, ()) { bytes_in_are_bytes_out<LoopbackWorld>(); }

template <class World>
class BigTransfer : public Conformance<World> {};
TYPED_TEST_SUITE(BigTransfer, Worlds, WorldNames);

TYPED_TEST(BigTransfer, AWriterThatWaitsForRoomGetsMegabytesThrough) {
  const std::string all = numbered_bytes(std::size_t{4} << 20);
  std::size_t sent = 0;
  RecordingStream* self = nullptr;
  const auto write_on = [&] { sent += self->write(std::string_view(all).substr(sent)); };
  RecordingStream writer([&](std::string_view event) {
    if (event == "connected" || event == "writable") write_on();
    if (sent == all.size()) self->stream().shutdown_write();
  });
  self = &writer;
  writer.connect(this->world.client(), this->listener->local());
  this->run_until_heard(this->server, "end");
  EXPECT_TRUE(this->server.received == all);
}

}  // namespace
}  // namespace groundhog::test
