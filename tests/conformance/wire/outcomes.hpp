// What two processes can observe of a network that drops, delays and resets: the same script on every wire, one line
// for each observation. Equal lines are the point; so they hold no figure that depends on a scheduler.
//
// A wire offers: client() and server(), runtimes; listen(handler), at the server; set_link(way, carries);
// delayed(address, by), an address from which everything takes `by` longer either way; run_until(condition, at most).
#pragma once

#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/recording_stream.hpp"

namespace groundhog::test {

enum class Way { to_server, to_client };

template <class Wire>
class Outcomes {
 public:
  explicit Outcomes(std::ostream& out) : out_(out) {}

  void drop_both_ways() {
    Session session(*this, "drop both ways");
    session.establish();
    session.cut(Way::to_server, Way::to_client);
    session.client.write("question");
    session.server.write("announcement");
    session.wait();
    session.observe("while cut");
    RecordingStream early;
    early.connect(session.wire.client(), session.listener->local());
    session.wait();
    session.note("a connect while cut: heard " + heard(early));
    session.heal();
    session.wait_until([&] { return early.has_heard("connected") && session.all_arrived(8, 12); });
    session.observe("once healed");
    session.note("that connect: heard " + heard(early));
  }

  void drop_to_the_server() {
    Session session(*this, "drop to the server");
    session.establish();
    session.cut(Way::to_server);
    session.client.write("question");
    session.server.write("announcement");
    session.wait();
    session.observe("while cut");
    session.heal();
    session.wait_until([&] { return session.all_arrived(8, 12); });
    session.observe("once healed");
  }

  void drop_to_the_client() {
    Session session(*this, "drop to the client");
    session.establish();
    session.cut(Way::to_client);
    session.client.write("question");
    session.server.write("announcement");
    session.wait();
    session.observe("while cut");
    session.server.close();
    session.wait();
    session.observe("closed while cut");
    session.heal();
    session.wait_until([&] { return session.client.has_heard("end"); });
    session.observe("once healed");
  }

  void delay() {
    using namespace std::chrono_literals;
    constexpr seam::Duration one_way = 150ms;
    Session session(*this, "delay");
    session.establish(one_way);
    const seam::MonotonicTime sent = session.wire.client().monotonic_now();
    session.client.write("question");
    session.wait_until([&] { return session.server.received == "question"; });
    session.server.write("answer");
    session.wait_until([&] { return session.client.received == "answer"; });
    const seam::Duration taken = session.wire.client().monotonic_now() - sent;
    session.observe("later");
    session.note(std::string("the round trip took ") + (taken < 2 * one_way    ? "less than it may"
                                                        : taken < 10 * one_way ? "what the delay says"
                                                                               : "far too long"));
  }

  void reset() {
    Session session(*this, "reset");
    session.establish();
    session.server.write("last words");
    session.server.stream().abort();
    session.wait_until([&] { return session.client.has_heard("reset"); });
    session.observe("after the abort");
  }

  void lost_reset() {
    Session session(*this, "lost reset");
    session.establish();
    session.cut(Way::to_client);
    session.server.stream().abort();
    session.wait();
    session.heal();
    session.wait();
    session.observe("half open");
    session.client.write("are you there?");
    session.wait_until([&] { return session.client.has_heard("reset"); });
    session.observe("after a write");
  }

  void all() {
    drop_both_ways();
    drop_to_the_server();
    drop_to_the_client();
    delay();
    reset();
    lost_reset();
  }

 private:
  // Twice in a row counts once: whether two arrivals are one event or two is up to the scheduler.
  static std::string heard(const RecordingStream& end) {
    std::string text;
    std::string_view last;
    for (const std::string& event : end.heard) {
      if (event != last) text += (text.empty() ? "" : ", ") + event;
      last = event;
    }
    return text.empty() ? "nothing" : text;
  }

  // One wire, one connection over it.
  struct Session {
    Session(Outcomes& outcomes, const std::string& name) : out(outcomes.out_) { out << "# " << name << "\n"; }

    void establish(seam::Duration delay = {}) {
      listener = wire.listen([this](std::unique_ptr<seam::Stream> stream) {
        if (server.has_stream()) {
          others.push_back(std::move(stream));
        } else {
          server.adopt(std::move(stream));
        }
      });
      client.connect(wire.client(), delay.count() == 0 ? listener->local() : wire.delayed(listener->local(), delay));
      wait_until([this] { return client.has_heard("connected") && server.has_stream(); });
      observe("established");
    }
    template <class... Ways>
    void cut(Ways... ways) {
      (wire.set_link(ways, false), ...);
    }
    void heal() {
      wire.set_link(Way::to_server, true);
      wire.set_link(Way::to_client, true);
    }
    bool all_arrived(std::size_t at_server, std::size_t at_client) const {
      return server.received.size() == at_server && client.received.size() == at_client;
    }
    // Long against a retransmission timer, short against a time-out of TCP.
    void wait() {
      wire.run_until([] { return false; }, std::chrono::milliseconds(700));
    }
    void wait_until(const std::function<bool()>& done) { wire.run_until(done, std::chrono::seconds(8)); }
    void observe(const std::string& when) {
      note(when + ": the client heard " + heard(client) + " and has \"" + client.received + "\"");
      note(when + ": the server heard " + heard(server) + " and has \"" + server.received + "\"");
    }
    void note(const std::string& line) { out << line << "\n"; }

    std::ostream& out;
    Wire wire;
    std::unique_ptr<seam::Listener> listener;
    RecordingStream client;
    RecordingStream server;
    std::vector<std::unique_ptr<seam::Stream>> others;  // later connections
  };

  std::ostream& out_;
};

}  // namespace groundhog::test
