// A stream on a non-blocking socket. Every read and write goes to the kernel at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sut/runtime/asio/readiness.hpp"
#include "sut/runtime/asio/socket_services.hpp"

namespace seam {

class SocketStream final : public Stream, private Watcher {
 public:
  // Connects to the first of the peer's addresses that answers. Who gives up before one does gets the next one to begin
  // with when he tries again: the kernel's patience with a silent address is longer than most people's.
  SocketStream(SocketServices& services, Address to, StreamEvents& events);
  // An accepted connection; silent until subscribe().
  SocketStream(SocketServices& services, Descriptor socket, Address peer);
  ~SocketStream() override;
  SocketStream(const SocketStream&) = delete;
  SocketStream& operator=(const SocketStream&) = delete;

  // -- Stream
  void subscribe(StreamEvents& events) override;
  std::size_t write(std::string_view bytes) override;
  ReadResult read(std::span<char> into) override;
  void shutdown_write() override;
  void abort() override;
  StreamId id() const override { return id_; }
  Address peer() const override { return peer_; }

 private:
  enum class Stage : std::uint8_t {
    connecting,  // or still resolving the name
    open,
    over,  // the connect failed, or abort() was called
  };

  // -- connecting
  void connect_to(std::vector<SocketAddress> candidates);
  bool try_next_candidate();
  bool start_connect(const SocketAddress& candidate);
  bool finish_connect();
  void note_silence();
  void fail(StreamError error);
  void fail_soon(StreamError error);

  // -- events
  void on_ready(std::uint32_t events) override;
  bool note_failure();
  // Calls back; false if this stream is gone afterwards.
  template <class Callback>
  bool call(Callback callback);
  void report_failure();

  bool watch();
  void close();

  SocketServices& services_;
  StreamId id_;
  Address peer_;
  StreamEvents* events_ = nullptr;
  Descriptor socket_;
  Readiness::Key key_ = Readiness::Key::none;
  Stage stage_ = Stage::connecting;
  StreamError error_ = StreamError::none;
  bool failure_reported_ = false;
  bool drained_ = true;       // the reader saw would_block: the next input is worth a callback
  bool write_short_ = false;  // the writer waits for room
  bool finished_ = false;     // shutdown_write() was called

  // While a callback runs: a short read has emptied the receive buffer, and what comes later is a new event.
  bool known_empty_ = false;
  bool hung_up_ = false;  // the peer's end of stream, or an error, may be behind the bytes: no such conclusion

  std::vector<SocketAddress> candidates_;  // not tried yet, in reverse order
  StreamError last_refusal_ = StreamError::unreachable;
  NameService::Request resolution_;
  Timer failing_;
  bool* destroyed_ = nullptr;  // set while a callback runs
};

}  // namespace seam
