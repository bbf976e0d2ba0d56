// One replication connection as either end sees it: frames in and out, sequence numbers, heartbeats both ways on their
// own timer, and the decision that the peer is down. What the frames mean is the owner's business.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "sut/replication/failure_detector.hpp"
#include "sut/replication/frame_reader.hpp"
#include "sut/replication/options.hpp"
#include "sut/replication/outbox.hpp"
#include "sut/runtime/runtime.hpp"

namespace burrow {

// What happens on a replica's connection before the first frame, in plain RESP: AUTH and its answer, if the upstream
// wants a password; and the error line of an upstream that will not talk to us ("-NOAUTH …", "-ERR max number of …").
class UpstreamLogin {
 public:
  enum class Step : std::uint8_t {
    more,      // the answer is not complete
    accepted,  // AUTH was answered: say hello now
    refused,   // see answer()
    through,   // frames from here on
  };

  // An empty password: nothing to say.
  explicit UpstreamLogin(std::string_view password);

  // What to send when the connection stands; may be empty.
  const std::string& request() const { return request_; }

  // Takes from the front of `bytes` what is not a frame.
  Step take(std::string_view& bytes);

  // The upstream's words, without the '-'.
  std::string_view answer() const { return std::string_view(line_).substr(line_.empty() ? 0 : 1); }

 private:
  bool complete_line(std::string_view& bytes);

  std::string request_;
  std::string line_;
  bool answer_due_;
};

// Why a connection is over.
enum class LinkLoss : std::uint8_t {
  refused,        // no process listens
  unreachable,    // the name does not resolve, or no route leads there
  timed_out,      // the network gave up
  reset,          // the peer or the network ended it
  end_of_stream,  // the peer closed it
  declared_down,  // no sign of life
  damaged,        // a malformed frame, a gap or a repetition
  oversized,      // more than our limits take
  rejected,       // the peer will not serve us now
  cycle,          // we are our own upstream
  held,           // an empty primary, refused for now
  overrun,        // the peer does not read fast enough
};

std::string_view to_string(LinkLoss loss);

class PeerConnection final : private seam::StreamEvents {
 public:
  // Which end we are: decides what counts as evidence (replication.md, rule 7).
  enum class Side : std::uint8_t { primary, replica };

  // No call may destroy the connection except on_lost(), which must.
  class Owner {
   public:
    virtual void on_established() {}
    // A frame other than PING and PONG, in sequence. A value ends the connection for that reason.
    virtual std::optional<LinkLoss> on_frame(const FrameView& frame) = 0;
    // The peer's chain of processes, from a PING.
    virtual std::optional<LinkLoss> on_peer_chain(const Chain&) { return std::nullopt; }
    // The peer's applied offset, from a PONG.
    virtual void on_peer_applied(Offset) {}
    // There is room for more frames.
    virtual std::optional<LinkLoss> on_drained() { return std::nullopt; }
    virtual void on_lost(LinkLoss loss) = 0;

    // For our own PINGs and PONGs.
    virtual Chain chain() const = 0;
    virtual Offset applied_for_pong() const = 0;

   protected:
    ~Owner() = default;
  };

  // Connects, and logs in if options say so. `generation` is different for every connection of this process.
  PeerConnection(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner, std::uint32_t generation,
                 const seam::Address& upstream);
  // Takes over an accepted stream on which hello, sequence number 1, was read already, and `rest` behind it. Call
  // resume() when the owner is ready for frames.
  PeerConnection(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner, std::uint32_t generation,
                 std::unique_ptr<seam::Stream> stream, std::string_view rest);

  // Handles what had arrived before. The connection may be lost inside.
  void resume();

  void send(std::string frame) { outbox_.push(std::move(frame)); }
  std::uint64_t next_sequence() { return ++sent_sequence_; }
  bool has_room() const { return outbox_.unsent_bytes() < options_.outbox_bytes; }
  std::size_t unsent_bytes() const { return outbox_.unsent_bytes(); }
  // The stream has taken everything.
  bool is_drained() const { return outbox_.unsent_bytes() == 0; }
  // Writes what the stream takes.
  void flush();
  // Pings behind every frame sent so far: its pong shows what became of them.
  void ping_in_turn();

  // Drops unsent bytes and resets the connection at once.
  void abort() { stream_->abort(); }

  seam::StreamId id() const { return stream_->id(); }
  seam::Address peer() const { return stream_->peer(); }
  // What an upstream said that would not talk to us; empty if it did not say anything.
  std::string_view refusal() const { return login_ ? login_->answer() : std::string_view(); }
  seam::MonotonicTime last_evidence() const { return last_evidence_; }

 private:
  void on_connected() override;
  void on_readable() override;
  void on_writable() override;
  void on_error(seam::StreamError error) override;

  // The connection stands, and the peer takes frames.
  void enter();

  // Each returns why the connection is over, if it is. What is left to read comes in the next turn.
  std::optional<LinkLoss> read_at_most(std::size_t bytes);
  std::optional<LinkLoss> pass_login(std::string_view& bytes);
  std::optional<LinkLoss> handle_frames();
  std::optional<LinkLoss> handle(const FrameView& frame);
  std::optional<LinkLoss> handle_ping(const PingFrame& ping);
  std::optional<LinkLoss> check_sequence(const FrameView& frame);

  void ping();
  void note_evidence();
  void arm_window();
  void on_window_end();
  void announce_down();
  void lose(LinkLoss loss) { owner_.on_lost(loss); }

  seam::Runtime& runtime_;
  const ReplicationOptions& options_;
  Owner& owner_;
  Side side_;
  FrameReader reader_;
  Outbox outbox_;
  Heartbeat heartbeat_;
  FailureDetector detector_;
  std::optional<UpstreamLogin> login_;  // until the first frame
  bool connected_ = false;
  bool established_ = false;
  std::uint64_t sent_sequence_ = 0;
  std::uint64_t received_sequence_ = 0;
  std::uint64_t received_bytes_ = 0;
  std::uint64_t peer_received_bytes_ = 0;  // as its last PING said
  seam::MonotonicTime last_evidence_;
  std::unique_ptr<seam::Stream> stream_;
  seam::Timer window_timer_;
  seam::Timer turn_timer_;
};

}  // namespace burrow
