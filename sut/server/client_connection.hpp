// One client: bytes in, commands out in order, replies back. Knows RESP, backpressure and the limits of a client, not
// what commands mean.
//
// Work comes in turns: after so much of it the connection lets others go first, and continues by itself.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sut/replication/log.hpp"
#include "sut/resp/request_parser.hpp"
#include "sut/resp/wire.hpp"
#include "sut/runtime/runtime.hpp"
#include "sut/server/commands/command.hpp"
#include "sut/server/options.hpp"

namespace burrow {

// Why a connection is over.
enum class ClientEnd : std::uint8_t {
  closed,          // the peer's doing, or what a command asked for
  refused,         // there was no room
  protocol_error,  // it does not speak RESP
  web_page,        // a browser speaks HTTP
  output_limit,    // it is owed too much
  output_timeout,  // it does not read its replies
  idle,
};

std::string_view to_string(ClientEnd end);

class ClientConnection final : private seam::StreamEvents {
 public:
  // What became of a command.
  enum class Disposition : std::uint8_t {
    replied,
    blocked,  // the reply comes later, through unblock(); further commands wait
    hostile,  // there is no reply, and no further command runs
    adopted,  // the stream was taken away (release()); this connection is no more
  };

  class Owner {
   public:
    virtual Disposition on_command(ClientConnection& client, std::span<const std::string_view> arguments) = 0;
    // The connection is over: the host destroys it before it returns.
    virtual void on_client_closed(ClientConnection& client, ClientEnd end) = 0;

   protected:
    ~Owner() = default;
  };

  ClientConnection(seam::Runtime& runtime, const NodeOptions& options, Owner& owner,
                   std::unique_ptr<seam::Stream> stream);

  // Replies go here, from within on_command() and before unblock().
  resp::ReplyWriter& reply() { return writer_; }

  // The reply to a blocked command has been written: continues with the next one. May close the connection.
  void unblock();

  // There is no room for it: it has so long to show that it may stay all the same (admit()); then it is dismissed.
  void put_on_trial(seam::Duration time, std::string_view error);
  bool is_on_trial() const { return on_trial_; }
  void admit();
  // Says `error` and closes. May be over when it returns.
  void dismiss(std::string_view error);
  // The client that is dismissed by its present command takes no client's place either.
  bool takes_a_place() const { return takes_a_place_; }
  // Runs what has been received, replies, and closes. May be over when it returns.
  void drain();

  // Gives the stream away, and what was read behind the present command.
  struct Released {
    std::unique_ptr<seam::Stream> stream;
    std::string rest;
  };
  Released release();

  seam::StreamId id() const { return session_.id; }
  ClientSession& session() { return session_; }
  const ClientSession& session() const { return session_; }
  bool has_unsent_replies() const { return written_ < output_.size(); }
  // Of the command that runs or ran last: 1, 2, 3 …
  std::uint64_t command_ordinal() const { return commands_; }

  // The last entry that a command of this connection appended; what WAIT waits for.
  struct Append {
    ReplicationId history = ReplicationId::none;
    Offset offset = 0;
  };
  Append last_append;

 private:
  void on_readable() override { take_turn(); }
  void on_writable() override { take_turn(); }
  void on_error(seam::StreamError) override { owner_.on_client_closed(*this, end_); }

  enum class Progress : std::uint8_t { waiting, finished, gone };
  enum class Input : std::uint8_t { more, none_now, ended, broken };

  void take_turn();
  // Reads, runs and replies as far as possible, or as far as a turn goes.
  void proceed();
  Progress run_commands();
  Progress run(std::span<const std::string_view> arguments);
  Input read_more();
  void flush();
  // The last reply is written: lets the peer read it before the connection goes.
  void linger();
  void discard_input();
  void finish(ClientEnd end);
  void open_limits();
  void watch_output(bool moved);
  void on_output_stands();
  void watch_idleness();
  void note_activity();
  std::size_t unsent_bytes() const { return output_.size() - written_; }
  bool is_clogged() const { return unsent_bytes() > options_.client_output_bytes; }
  bool is_turn_over() const;

  seam::Runtime& runtime_;
  const NodeOptions& options_;
  Owner& owner_;
  ClientSession session_;
  resp::RequestParser parser_;
  bool limits_are_open_ = false;
  std::string output_;
  std::size_t written_ = 0;  // of output_
  resp::ReplyWriter writer_;
  std::uint64_t commands_ = 0;
  std::size_t turn_cost_ = 0;
  bool resting_ = false;  // its next turn is scheduled
  bool blocked_ = false;
  bool on_trial_ = false;
  bool takes_a_place_ = true;
  bool draining_ = false;   // close when the input has run
  bool finishing_ = false;  // close when the output is written
  bool lingering_ = false;  // the output is written; what still comes in is thrown away
  bool input_ended_ = false;
  ClientEnd end_ = ClientEnd::closed;
  std::size_t discarded_bytes_ = 0;
  seam::MonotonicTime last_activity_{};
  std::unique_ptr<seam::Stream> stream_;
  seam::Timer turn_timer_;
  bool watches_output_ = false;
  seam::Timer output_timer_;
  seam::Timer idle_timer_;
  seam::Timer linger_timer_;
  seam::Timer trial_timer_;
};

}  // namespace burrow
