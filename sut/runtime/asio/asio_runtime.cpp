#include "sut/runtime/asio/asio_runtime.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <sys/random.h>
#include <utility>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include "sut/runtime/asio/readiness.hpp"
#include "sut/runtime/asio/socket_listener.hpp"
#include "sut/runtime/asio/socket_services.hpp"
#include "sut/runtime/asio/socket_stream.hpp"
#include "sut/runtime/asio/timer_queue.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/runtime/time.hpp"

namespace seam {
namespace {

using SteadyClock = std::chrono::steady_clock;

MonotonicTime read_monotonic_clock() {
  return MonotonicTime(std::chrono::duration_cast<Duration>(SteadyClock::now().time_since_epoch()));
}

SteadyClock::time_point steady(MonotonicTime at) {
  return SteadyClock::time_point(std::chrono::duration_cast<SteadyClock::duration>(at.time_since_epoch()));
}

std::vector<SocketAddress> addresses(const asio::ip::tcp::resolver::results_type& found) {
  std::vector<SocketAddress> all;
  for (const auto& entry : found) {
    const asio::ip::tcp::endpoint endpoint = entry.endpoint();
    SocketAddress& address = all.emplace_back();
    address.size = static_cast<socklen_t>(endpoint.size());
    std::copy_n(reinterpret_cast<const char*>(endpoint.data()), endpoint.size(),
                reinterpret_cast<char*>(&address.storage));
  }
  return all;
}

}  // namespace

// Asio's share: it waits for the sockets as a whole, for the earliest timer, for names and for signals.
class AsioRuntime::Loop final : public TimerService, public NameService {
 public:
  Loop(Runtime& runtime, AnnouncementSink sink, const AsioRuntimeOptions& options)
      : announce(std::move(sink)), sockets{runtime, readiness, *this, options}, readiness_wait_(context) {
    readiness_wait_.assign(readiness.descriptor());
    wait_for_sockets();
  }
  // Both own the descriptor: the wait lets go first.
  ~Loop() {
    SEAM_ASSERT(readiness.size() == 0);
    readiness_wait_.release();
  }

  Timer start_timer(Duration after, std::function<void()> fire) {
    const Duration wait = std::clamp(after, Duration::zero(), longest_wait);
    const TimerId id = timers_.add(saturating_add(read_monotonic_clock(), wait), std::move(fire));
    arm_timers();
    return {*this, id};
  }

  // Its captures may own timers: the queue is in order before they go.
  void cancel_timer(TimerId id) noexcept override { const TimerQueue::Action dropped = timers_.cancel(id); }

  Request resolve(const Address& address, Handler handler) override;
  bool is_resolving() const { return !asked_.empty(); }
  void on_signal(const std::vector<int>& signals, std::function<void(int)> handler);

  asio::io_context context{1};
  AnnouncementSink announce;
  Readiness readiness;
  SocketServices sockets;

 private:
  void wait_for_sockets();
  void arm_timers();
  void run_timers();
  void wait_for_signal();
  void answer(const Address& address, const std::vector<SocketAddress>& found);

  asio::posix::stream_descriptor readiness_wait_;
  TimerQueue timers_;
  asio::steady_timer timer_wait_{context};
  std::optional<MonotonicTime> armed_for_;
  bool firing_ = false;
  asio::ip::tcp::resolver resolver_{context};
  // Who waits for which name: it is asked for once at a time, however often a connect is given up and tried again.
  std::map<std::string, std::vector<std::weak_ptr<Handler>>> asked_;
  asio::signal_set signals_{context};
  std::function<void(int)> on_signal_;
};

void AsioRuntime::Loop::wait_for_sockets() {
  readiness_wait_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const asio::error_code& error) {
    if (error) return;
    readiness.dispatch();
    wait_for_sockets();
  });
}

// A wait for a timer that was cancelled since runs out and finds nothing due.
void AsioRuntime::Loop::arm_timers() {
  const auto due = timers_.next_due();
  if (firing_ || !due || (armed_for_ && *armed_for_ <= *due)) return;
  armed_for_ = due;
  timer_wait_.expires_at(steady(*due));
  timer_wait_.async_wait([this](const asio::error_code& error) {
    if (!error) run_timers();
  });
}

// Timers that these start have to wait for the next turn, so that sockets get theirs.
void AsioRuntime::Loop::run_timers() {
  armed_for_.reset();
  firing_ = true;
  const MonotonicTime now = read_monotonic_clock();
  const std::uint64_t among = timers_.started();
  while (const TimerQueue::Action fire = timers_.take_due(now, among)) fire();
  firing_ = false;
  arm_timers();
}

NameService::Request AsioRuntime::Loop::resolve(const Address& address, Handler handler) {
  auto request = std::make_shared<Handler>(std::move(handler));
  const auto [asked, is_new] = asked_.try_emplace(to_string(address));
  std::erase_if(asked->second, [](const auto& dropped) { return dropped.expired(); });
  asked->second.push_back(request);
  if (!is_new) return request;
  resolver_.async_resolve(
      address.host, std::to_string(address.port), asio::ip::tcp::resolver::numeric_service,
      [this, address](const asio::error_code& error, const asio::ip::tcp::resolver::results_type& found) {
        if (error != asio::error::operation_aborted) answer(address, addresses(found));
      });
  return request;
}

void AsioRuntime::Loop::answer(const Address& address, const std::vector<SocketAddress>& found) {
  const auto asked = asked_.extract(to_string(address));
  for (const std::weak_ptr<Handler>& request : asked.mapped()) {
    if (const auto heard = request.lock()) (*heard)(found);
  }
}

void AsioRuntime::Loop::on_signal(const std::vector<int>& signals, std::function<void(int)> handler) {
  on_signal_ = std::move(handler);
  signals_.cancel();
  signals_.clear();
  for (const int signal : signals) signals_.add(signal);
  wait_for_signal();
}

void AsioRuntime::Loop::wait_for_signal() {
  signals_.async_wait([this](const asio::error_code& error, int signal) {
    if (error) return;
    wait_for_signal();
    const std::function<void(int)> handler = on_signal_;
    handler(signal);
  });
}

// ---- the runtime --------------------------------------------------------------------------------------------------

AsioRuntime::AsioRuntime(AnnouncementSink sink, AsioRuntimeOptions options)
    : loop_(std::make_unique<Loop>(*this, std::move(sink), options)) {}

AsioRuntime::~AsioRuntime() = default;

// Restarted after a stop, not before a run: so no stop is lost.
void AsioRuntime::run() {
  loop_->context.run();
  loop_->context.restart();
}

bool AsioRuntime::run_once(Duration at_most) {
  const bool ran = loop_->context.poll_one() > 0 || loop_->context.run_one_for(at_most) > 0;
  if (!loop_->context.stopped()) return ran;
  loop_->context.restart();
  return false;
}

void AsioRuntime::stop() { loop_->context.stop(); }

void AsioRuntime::on_signal(std::vector<int> signals, std::function<void(int)> handler) {
  loop_->on_signal(signals, std::move(handler));
}

bool AsioRuntime::is_resolving() const { return loop_->is_resolving(); }

std::size_t AsioRuntime::open_sockets() const { return loop_->readiness.size(); }

WallTime AsioRuntime::wall_now() {
  return WallTime(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

MonotonicTime AsioRuntime::monotonic_now() { return read_monotonic_clock(); }

Timer AsioRuntime::start_timer(Duration after, std::function<void()> fire) {
  return loop_->start_timer(after, std::move(fire));
}

tl::expected<std::unique_ptr<Listener>, ListenError> AsioRuntime::listen(const Address& at, AcceptHandler on_accept) {
  return SocketListener::open(loop_->sockets, at, std::move(on_accept));
}

std::unique_ptr<Stream> AsioRuntime::connect(const Address& to, StreamEvents& events) {
  return std::make_unique<SocketStream>(loop_->sockets, to, events);
}

// The kernel's numbers need no names to be independent.
std::uint64_t AsioRuntime::random_u64(std::string_view) {
  std::uint64_t value = 0;
  const ssize_t filled = getrandom(&value, sizeof value, 0);  // whole, and not interrupted, up to 256 bytes
  SEAM_ASSERT(filled == sizeof value);
  return value;
}

void AsioRuntime::announce(const Announcement& announcement) { loop_->announce(announcement); }

}  // namespace seam
