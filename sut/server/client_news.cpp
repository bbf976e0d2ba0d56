#include "sut/server/client_news.hpp"

#include <utility>

#include "sut/replication/announcements.hpp"

namespace burrow {

namespace {

constexpr seam::Duration rest = std::chrono::seconds(1);

}  // namespace

void ClientNews::tell(const seam::Address& client, std::string_view reason) {
  client_ = to_string(client);
  reason_ = reason;
  ++untold_;
  if (!resting_) say();
}

void ClientNews::say() {
  announce(runtime_, severity_, event_,
           {{"client", client_}, {"reason", reason_}, {"count", std::exchange(untold_, 0)}});
  resting_ = true;
  rest_ = runtime_.start_timer(rest, [this] {
    resting_ = false;
    if (untold_ > 0) say();
  });
}

}  // namespace burrow
