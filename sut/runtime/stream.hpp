// Byte streams of the seam: what a non-blocking TCP socket offers, and nothing more.
//
// Contract of every implementation:
//  - No call into a Stream or Listener runs a callback before it returns.
//  - Callbacks of one runtime never overlap; they run one after another on its single logical thread.
//  - A Stream may be destroyed inside any callback, its own included; nothing is called for it afterwards.
//  - Bytes arrive in order and intact, or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace seam {

// Where a peer listens.
struct Address {
  std::string host;  // a name or a numeric address; the runtime resolves it
  std::uint16_t port = 0;

  friend bool operator==(const Address&, const Address&) = default;
};

// This machine as it calls itself.
inline bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

// All addresses of this machine, to listen at.
inline bool is_any_address(std::string_view host) { return host.empty() || host == "0.0.0.0" || host == "::"; }

inline std::string to_string(const Address& address) { return address.host + ":" + std::to_string(address.port); }

enum class StreamError : std::uint8_t {
  none,
  refused,      // no process listens there
  reset,        // the peer aborted (RST)
  timed_out,    // connect or retransmission gave up
  unreachable,  // the name does not resolve, no route, out of sockets
};

constexpr std::string_view to_string(StreamError error) {
  constexpr std::string_view names[] = {"none", "refused", "reset", "timed_out", "unreachable"};
  return names[static_cast<std::size_t>(error)];
}

// Names one stream within its process, for announcements. Never reused by a process.
enum class StreamId : std::uint64_t {};

// What the owner of a stream hears. The object must outlive its Stream.
class StreamEvents {
 public:
  // The connect succeeded. Never called for an accepted stream.
  virtual void on_connected() {}
  // Bytes or end-of-stream became available since the last read that said `would_block`. Edge-triggered:
  // read until `would_block` or stop on purpose (backpressure) and call read() again later.
  virtual void on_readable() = 0;
  // A write was short before, and there is room again.
  virtual void on_writable() = 0;
  // Connect failed, or the connection was reset or timed out. Bytes that had arrived before are still readable.
  // Called at most once; end-of-stream is not an error and comes through on_readable().
  virtual void on_error(StreamError error) = 0;

 protected:
  ~StreamEvents() = default;
};

enum class ReadStatus : std::uint8_t {
  data,           // `bytes` > 0 were copied
  would_block,    // nothing now; on_readable() will follow
  end_of_stream,  // the peer finished writing; it may still read
  error,          // see on_error()
};

struct ReadResult {
  ReadStatus status;
  std::size_t bytes = 0;
};

// Destroying a Stream closes it as close(2) does: accepted bytes are still sent, then FIN, or RST if unread input
// remained.
class Stream {
 public:
  virtual ~Stream() = default;

  // Who hears of this stream from now on. If input, end-of-stream or an error already waits, a callback follows.
  virtual void subscribe(StreamEvents& events) = 0;

  // Accepts as many bytes as fit into the send buffer and returns their number (0 before the connection stands or after
  // an error). After a short write on_writable() follows once there is room.
  virtual std::size_t write(std::string_view bytes) = 0;

  // `into` is not empty.
  virtual ReadResult read(std::span<char> into) = 0;

  // Sends FIN after the accepted bytes; reading continues (half-close). Nothing is accepted any more, and on_writable()
  // does not follow. Before the connection stands it is carried out once it does.
  virtual void shutdown_write() = 0;

  // Drops unsent bytes and sends RST. The stream is unusable afterwards; no callback follows.
  virtual void abort() = 0;

  virtual StreamId id() const = 0;
  virtual Address peer() const = 0;
};

using AcceptHandler = std::function<void(std::unique_ptr<Stream>)>;

// Destroying a Listener stops accepting; accepted streams stay.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual Address local() const = 0;
};

}  // namespace seam
