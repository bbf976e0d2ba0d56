#include "sut/server/limited_announcement.hpp"

#include <utility>

#include "sut/replication/announcements.hpp"

namespace burrow {

namespace {

constexpr seam::Duration rest = std::chrono::seconds(1);

}  // namespace

void LimitedAnnouncement::note(const seam::Address& client, std::string_view reason) {
  client_ = to_string(client);
  reason_ = reason;
  ++pending_;
  if (!resting_) announce_pending();
}

void LimitedAnnouncement::announce_pending() {
  announce(runtime_, severity_, event_,
           {{"client", client_}, {"reason", reason_}, {"count", std::exchange(pending_, 0)}});
  resting_ = true;
  rest_ = runtime_.start_timer(rest, [this] {
    resting_ = false;
    if (pending_ > 0) announce_pending();
  });
}

}  // namespace burrow
