#include "sim/runtime/sim_stream.hpp"

#include <utility>

namespace groundhog {
namespace {

Host::Waiting waiting_stream(Endpoint end) {
  return {Host::Waiting::Kind::stream, index(end.connection) << 1 | static_cast<std::uint64_t>(end.side)};
}

}  // namespace

// ---- streams ------------------------------------------------------------------------------------------------------

SimStream::SimStream(SimRuntime& runtime, Endpoint end, seam::Address peer, seam::StreamEvents* events)
    : runtime_(runtime), end_(end), peer_(std::move(peer)), events_(events) {
  network().attach(end_, this);
  ++runtime_.streams_;
}

SimStream::~SimStream() {
  if (!runtime_.is_cut()) --runtime_.streams_;
  if (destroyed_ != nullptr) *destroyed_ = true;
  if (usable()) network().close(end_);
}

Network& SimStream::network() const { return runtime_.host().network_; }

seam::StreamId SimStream::id() const {
  constexpr std::uint64_t own_accepting_end = std::uint64_t{1} << 63;
  const bool is_own = end_.side == Side::server && peer_.host == runtime_.host().name();
  return seam::StreamId{index(end_.connection) | (is_own ? own_accepting_end : 0)};
}

void SimStream::subscribe(seam::StreamEvents& events) {
  if (!usable()) return;
  events_ = &events;
  drained_ = true;
  pending_ |= network().waiting(end_);
  if (pending_ != 0) runtime_.host().schedule_waiting(waiting_stream(end_), runtime_.host().draw_tie());
}

std::size_t SimStream::write(std::string_view bytes) { return usable() ? network().write(end_, bytes) : 0; }

seam::ReadResult SimStream::read(std::span<char> into) {
  if (!usable()) return {seam::ReadStatus::error};
  const seam::ReadResult result = network().read(end_, into);
  if (result.status == seam::ReadStatus::would_block) drained_ = true;
  return result;
}

void SimStream::shutdown_write() {
  if (usable()) network().shutdown_write(end_);
}

void SimStream::abort() {
  if (usable()) network().abort(end_);
  closed_ = true;
  pending_ = 0;
}

// Without a subscriber nothing is kept: subscribe() asks what waits.
void SimStream::on_signals(SocketSignals signals) {
  if (events_ == nullptr) return;
  pending_ |= signals;
  run_pending();
}

bool SimStream::signal_without_cause(SocketSignals signal) {
  const bool has_cause = ((pending_ | network().waiting(end_)) & signal) != 0;
  if (events_ == nullptr || has_cause || !usable()) return false;
  pending_ |= signal;
  without_cause_ |= signal;
  run_pending();
  return true;
}

void SimStream::run_pending() {
  bool destroyed = false;
  while (pending_ != 0) {
    const auto next = static_cast<SocketSignals>(pending_ & -pending_);
    if (!is_due(next)) {
      pending_ = static_cast<SocketSignals>(pending_ & ~next);
      continue;
    }
    if (runtime_.is_cut() || !runtime_.host().may_run(waiting_stream(end_))) return;
    pending_ = static_cast<SocketSignals>(pending_ & ~next);
    const bool has_cause = (without_cause_ & next) == 0;
    without_cause_ = static_cast<SocketSignals>(without_cause_ & ~next);
    Host& host = runtime_.host();
    destroyed_ = &destroyed;
    host.enter([&] { call_back(next); });
    if (destroyed) return;
    destroyed_ = nullptr;
    if (next == signal_readable && has_cause && drained_ && usable()) host.repeat_readiness(end_);
  }
}

bool SimStream::is_due(SocketSignals signal) const {
  if (!usable()) return false;
  if ((without_cause_ & signal) != 0) return true;
  if (signal == signal_readable) return drained_ && (network().waiting(end_) & signal_readable) != 0;
  if (signal == signal_failed) return !failure_reported_;
  return true;
}

void SimStream::call_back(SocketSignals signal) {
  switch (signal) {
    case signal_connected:
      network().note_connected(end_);
      return events_->on_connected();
    case signal_readable:
      drained_ = false;
      return events_->on_readable();
    case signal_writable:
      return events_->on_writable();
    default:
      failure_reported_ = true;
      return events_->on_error(network().note_failed(end_));
  }
}

// ---- listeners ----------------------------------------------------------------------------------------------------

SimListener::SimListener(SimRuntime& runtime, seam::Address local, seam::AcceptHandler on_accept)
    : runtime_(runtime), local_(std::move(local)), on_accept_(std::move(on_accept)) {}

bool SimListener::open() {
  Host& host = runtime_.host();
  listening_ = host.network_.listen(host.id(), local_.port, *this);
  return listening_;
}

SimListener::~SimListener() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  Host& host = runtime_.host();
  if (listening_ && !runtime_.is_cut()) host.network_.stop_listening(host.id(), local_.port);
}

void SimListener::on_pending() {
  Host& host = runtime_.host();
  bool destroyed = false;
  while (!runtime_.is_cut() && host.may_run({Host::Waiting::Kind::listener, local_.port})) {
    const auto end = host.network_.accept(host.id(), local_.port);
    if (!end) return;
    auto stream = std::make_unique<SimStream>(runtime_, *end, host.network_.peer(*end), nullptr);
    // A copy: the handler may destroy its listener.
    const seam::AcceptHandler handler = on_accept_;
    destroyed_ = &destroyed;
    host.enter([&] { handler(std::move(stream)); });
    if (destroyed) return;
    destroyed_ = nullptr;
  }
}

}  // namespace groundhog
