// The seam in production: seam::Runtime on standalone Asio, the one place with real sockets, clocks and threads.
//
// Contract
//  - One thread calls run(); every callback (timers, streams, accepts, signals) runs on it, one after another.
//  - Everything but stop() is called from that thread, or before run().
//  - Streams, listeners and timers go before their runtime.
//  - Bytes that Stream::write() accepted are in the kernel: the runtime keeps no buffer of its own, so destroying a
//    Stream is close(2) and nothing else.
//
// Names: numeric addresses and "localhost" are taken as they are; others are resolved beside the loop for connect(),
// and at once for listen(), which has to answer at once. A destructor waits for a resolution that is under way.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "sut/runtime/runtime.hpp"

namespace seam {

struct AsioRuntimeOptions {
  // Connections that one listener accepts before others get their turn.
  std::size_t max_accepts_per_turn = 64;
  // Connections that the kernel holds for a listener that has not accepted them yet; the kernel may allow fewer.
  int listen_backlog = 511;
  // How long a listener rests when the process has no descriptor left for a new connection.
  Milliseconds accept_retry{100};
  // SO_SNDBUF and SO_RCVBUF of every stream, in bytes; 0: the kernel decides and adapts them.
  int send_buffer_bytes = 0;
  int receive_buffer_bytes = 0;
};

class AsioRuntime final : public Runtime {
 public:
  // Called where announce() is called, on the same thread.
  using AnnouncementSink = std::function<void(const Announcement&)>;

  explicit AsioRuntime(AnnouncementSink sink, AsioRuntimeOptions options = {});
  ~AsioRuntime() override;
  AsioRuntime(const AsioRuntime&) = delete;
  AsioRuntime& operator=(const AsioRuntime&) = delete;

  // Runs callbacks until stop(). May be called again afterwards.
  void run();
  // Runs what is due, and waits at most `at_most` for it. False if nothing came, or after stop().
  bool run_once(Duration at_most);
  // Lets run() return after the callback that is running. From any thread. A stop() before run() counts.
  void stop();

  // From now on these signals do not end the process: `handler` hears of each, as of any other event. A later call
  // replaces signals and handler.
  void on_signal(std::vector<int> signals, std::function<void(int)> handler);

  // A name is being resolved: the destructor would wait for the answer, however long the name service takes.
  bool is_resolving() const;

  // Sockets of streams and listeners that are open now.
  std::size_t open_sockets() const;

  // -- Runtime
  WallTime wall_now() override;
  MonotonicTime monotonic_now() override;
  [[nodiscard]] Timer start_timer(Duration after, std::function<void()> fire) override;
  [[nodiscard]] tl::expected<std::unique_ptr<Listener>, ListenError> listen(const Address& at,
                                                                            AcceptHandler on_accept) override;
  [[nodiscard]] std::unique_ptr<Stream> connect(const Address& to, StreamEvents& events) override;
  std::uint64_t random_u64(std::string_view purpose) override;
  void announce(const Announcement& announcement) override;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace seam
