// What may be done inside callbacks, and that none comes inside a call or after its time.
#include "tests/conformance/conformance.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

template <class World>
class Callbacks : public Conformance<World> {
 protected:
  // Connects `end`, which is then destroyed in the callback named `when`, whatever happens around it.
  void exist_until(const std::string& when, RecordingStream& end) {
    std::unique_ptr<seam::Stream> other;
    auto listening = this->world.server().listen(
        this->world.any_port(), [&](std::unique_ptr<seam::Stream> stream) { other = std::move(stream); });
    ASSERT_TRUE(listening);
    end.connect(this->world.client(), when == "refused" ? this->world.refusing_address() : (*listening)->local());
    if (when == "refused" || when == "connected") return this->run_until_heard(end, when);
    ASSERT_TRUE(this->world.run_until([&] { return end.has_heard("connected") && other != nullptr; }));
    if (when == "writable") {
      this->fill(end);
      RecordingStream reader;
      reader.adopt(std::move(other));
      return this->run_until_heard(end, when);
    }
    other->write("hello");
    if (when == "end") other->shutdown_write();
    if (when == "reset") {
      EXPECT_TRUE(this->world.run_until([&] { return end.received == "hello"; }));
      other->abort();
    }
    this->run_until_heard(end, when);
  }
};
TYPED_TEST_SUITE(Callbacks, Worlds, WorldNames);

TYPED_TEST(Callbacks, AStreamMayBeDestroyedInAnyOfItsOwn) {
  for (const std::string when : {"connected", "readable", "writable", "end", "reset", "refused"}) {
    RecordingStream* self = nullptr;
    RecordingStream end([&](std::string_view event) {
      if (event == when) self->close();
    });
    self = &end;
    this->exist_until(when, end);
    this->world.settle();
    EXPECT_FALSE(end.has_stream()) << when;
    ASSERT_FALSE(end.heard.empty()) << when;
    EXPECT_EQ(end.heard.back(), when);
  }
}

TYPED_TEST(Callbacks, AStreamMayBeAbortedInAnyOfItsOwn) {
  for (const std::string when : {"connected", "readable", "writable", "reset", "refused"}) {
    RecordingStream* self = nullptr;
    RecordingStream end([&](std::string_view event) {
      if (event == when) self->stream().abort();
    });
    self = &end;
    this->exist_until(when, end);
    this->world.settle();
    ASSERT_FALSE(end.heard.empty()) << when;
    EXPECT_EQ(end.heard.back(), when);
  }
}

// Every call is made inside a callback, and outside; no callback is inside another.
TYPED_TEST(Callbacks, NeverComeInsideACallOrInsideOneAnother) {
  int depth = 0;
  int deepest = 0;
  std::vector<seam::Timer> timers;
  std::vector<std::unique_ptr<seam::Stream>> others;
  RecordingStream outcome;
  RecordingStream* self = nullptr;
  RecordingStream busy([&](std::string_view) {
    deepest = std::max(deepest, ++depth);
    seam::Runtime& runtime = this->world.client();
    timers.push_back(runtime.start_timer(0ns, [&] {
      deepest = std::max(deepest, ++depth);
      --depth;
    }));
    others.push_back(runtime.connect(this->listener->local(), outcome));
    others.push_back(runtime.connect(this->world.refusing_address(), outcome));
    self->stream().subscribe(*self);
    self->write("x");
    self->drain(1);
    --depth;
  });
  self = &busy;
  busy.reads = false;
  busy.connect(this->world.client(), this->listener->local());
  this->run_until_heard(busy, "connected");
  ASSERT_TRUE(this->world.run_until([&] { return this->server.has_stream(); }));
  this->server.write("hello");
  this->run_until_heard(busy, "readable");

  const auto silently = [&](auto call) {
    const std::size_t before = busy.heard.size() + this->server.heard.size();
    call();
    EXPECT_EQ(busy.heard.size() + this->server.heard.size(), before);
  };
  silently([&] { this->fill(busy); });
  silently([&] { this->server.write("more"); });
  silently([&] { busy.drain(); });
  silently([&] { busy.stream().subscribe(busy); });
  silently([&] { busy.stream().shutdown_write(); });
  silently([&] { this->server.stream().abort(); });
  this->run_until_heard(busy, "reset");
  silently([&] { busy.drain(); });
  silently([&] { busy.close(); });
  EXPECT_EQ(deepest, 1);
  others.clear();
}

TYPED_TEST(Callbacks, OfOneStreamMayDestroyAnotherThatIsReadyToo) {
  RecordingStream* victims[2] = {};
  const auto close_other = [&](int self) { victims[1 - self]->close(); };
  RecordingStream one([&](std::string_view event) {
    if (event == "readable") close_other(0);
  });
  RecordingStream two([&](std::string_view event) {
    if (event == "readable") close_other(1);
  });
  victims[0] = &one;
  victims[1] = &two;
  this->adopts = false;
  one.connect(this->world.client(), this->listener->local());
  two.connect(this->world.client(), this->listener->local());
  this->run_until_heard(one, "connected");
  this->run_until_heard(two, "connected");
  ASSERT_TRUE(this->world.run_until([&] { return this->accepted.size() == 2; }));
  for (const auto& stream : this->accepted) stream->write("hello");
  this->world.settle();
  EXPECT_NE(one.has_stream(), two.has_stream());
  EXPECT_NE(one.has_heard("readable"), two.has_heard("readable"));
}

// Its descriptor may be the old one's.
TYPED_TEST(Callbacks, LateEventsOfAnOldConnectionReachNoOwner) {
  RecordingStream successor;
  RecordingStream old_one;
  RecordingStream trigger([&](std::string_view event) {
    if (event != "readable") return;
    old_one.close();
    successor.connect(this->world.client(), this->world.black_hole());
  });
  this->adopts = false;
  trigger.connect(this->world.client(), this->listener->local());
  this->run_until_heard(trigger, "connected");
  old_one.connect(this->world.client(), this->listener->local());
  this->run_until_heard(old_one, "connected");
  ASSERT_TRUE(this->world.run_until([&] { return this->accepted.size() == 2; }));
  // Both are ready when the trigger is called.
  this->accepted[0]->write("go");
  this->accepted[1]->write("late");
  this->accepted[1]->abort();
  this->world.settle();
  EXPECT_TRUE(successor.has_stream());
  EXPECT_EQ(successor.heard, Heard{});
}

TYPED_TEST(Callbacks, AnEndMayOutliveTheListenerAndTheOther) {
  this->establish();
  this->listener.reset();
  this->client.close();
  this->run_until_heard(this->server, "end");
  this->server.close();
  this->world.settle();
  EXPECT_EQ(this->server.heard, (Heard{"readable", "end"}));
}

}  // namespace
}  // namespace groundhog::test
