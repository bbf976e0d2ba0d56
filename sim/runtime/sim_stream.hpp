// The process's half of a connection and of a listening port. They decide when a callback is due; Host decides when it
// may run.
#pragma once

#include <memory>
#include <string>

#include "sim/runtime/sim_runtime.hpp"

namespace groundhog {

class SimStream final : public seam::Stream, public Socket {
 public:
  SimStream(SimRuntime& runtime, Endpoint end, seam::Address peer, seam::StreamEvents* events);
  // A stream of a process that is cut off already.
  SimStream(SimRuntime& runtime, seam::Address peer) : runtime_(runtime), peer_(std::move(peer)), closed_(true) {}
  ~SimStream() override;
  SimStream(const SimStream&) = delete;
  SimStream& operator=(const SimStream&) = delete;

  // -- seam::Stream
  void subscribe(seam::StreamEvents& events) override;
  std::size_t write(std::string_view bytes) override;
  seam::ReadResult read(std::span<char> into) override;
  void shutdown_write() override;
  void abort() override;
  // The connection's, at both of its ends; but at the accepting one of a process that is connected to itself, where
  // that name is taken.
  seam::StreamId id() const override;
  seam::Address peer() const override { return peer_; }

  // -- Socket
  void on_signals(SocketSignals signals) override;

  // Calls back for everything that is pending, as far as the process may run.
  void run_pending();
  // Calls back though nothing happened. False if there is a cause after all, or no reader.
  bool signal_without_cause(SocketSignals signal);

 private:
  bool usable() const { return !closed_ && !runtime_.is_cut(); }
  bool is_due(SocketSignals signal) const;
  void call_back(SocketSignals signal);
  Network& network() const;

  SimRuntime& runtime_;
  Endpoint end_;
  seam::Address peer_;
  seam::StreamEvents* events_ = nullptr;
  SocketSignals pending_ = 0;
  SocketSignals without_cause_ = 0;  // of these
  bool closed_ = false;
  bool failure_reported_ = false;
  bool drained_ = true;        // the reader saw would_block: the next input is worth a callback
  bool* destroyed_ = nullptr;  // set while a callback runs
};

class SimListener final : public seam::Listener, public Acceptor {
 public:
  SimListener(SimRuntime& runtime, seam::Address local, seam::AcceptHandler on_accept);
  ~SimListener() override;
  SimListener(const SimListener&) = delete;
  SimListener& operator=(const SimListener&) = delete;

  // False if the port is taken.
  bool open();
  seam::Address local() const override { return local_; }

  // -- Acceptor: hands out all that waits, as far as the process may run.
  void on_pending() override;

 private:
  SimRuntime& runtime_;
  seam::Address local_;
  seam::AcceptHandler on_accept_;
  bool listening_ = false;
  bool* destroyed_ = nullptr;  // set while a callback runs
};

}  // namespace groundhog
