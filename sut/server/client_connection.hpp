// One client: bytes in, commands out in order, replies back. Knows RESP and backpressure, not what commands mean.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sut/replication/ids.hpp"
#include "sut/resp/request_parser.hpp"
#include "sut/resp/writer.hpp"
#include "sut/runtime/stream.hpp"
#include "sut/server/options.hpp"

namespace burrow {

class ClientConnection final : private StreamEvents {
 public:
  // What became of a command.
  enum class Disposition : std::uint8_t {
    replied,
    blocked,  // the reply comes later, through unblock(); further commands wait
    close,    // the reply is the last one
    adopted,  // the stream was taken away (release()); this connection is no more
  };

  class Host {
   public:
    virtual Disposition on_command(ClientConnection& client, std::span<const std::string_view> arguments) = 0;
    // The connection is over: the host destroys it before it returns.
    virtual void on_client_closed(ClientConnection& client) = 0;

   protected:
    ~Host() = default;
  };

  ClientConnection(const NodeOptions& options, Host& host, std::unique_ptr<Stream> stream);

  // Replies go here, from within on_command() and before unblock().
  resp::ReplyWriter& reply() { return writer_; }

  // The reply to a blocked command has been written: goes on with the next one. May close the connection.
  void unblock();

  // Gives the stream away, and what was read behind the present command.
  struct Released {
    std::unique_ptr<Stream> stream;
    std::string rest;
  };
  Released release();

  StreamId id() const { return id_; }
  // Of the command that runs or ran last: 1, 2, 3 …
  std::uint64_t command_ordinal() const { return commands_; }

  // The last entry that a command of this connection appended; what WAIT waits for.
  struct Append {
    ReplicationId history = ReplicationId::none;
    Offset offset = 0;
  };
  Append last_append;

 private:
  void on_readable() override;
  void on_writable() override;
  void on_error(StreamError) override { host_.on_client_closed(*this); }

  enum class Progress : std::uint8_t { waiting, finished, gone };

  // Reads, runs and replies as far as possible.
  void proceed();
  Progress run_commands();
  Progress read_more();
  void flush();
  bool is_clogged() const { return output_.size() - written_ > options_.client_output_bytes; }

  const NodeOptions& options_;
  Host& host_;
  StreamId id_;
  resp::RequestParser parser_;
  std::string output_;
  std::size_t written_ = 0;  // of output_
  resp::ReplyWriter writer_{output_};
  std::uint64_t commands_ = 0;
  bool blocked_ = false;
  bool finishing_ = false;  // close when the output is written
  std::unique_ptr<Stream> stream_;
};

}  // namespace burrow
