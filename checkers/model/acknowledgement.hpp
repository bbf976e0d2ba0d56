// Whether an acknowledged write is where it must be: in the log, unless it changed nothing.
#pragma once

#include "checkers/model/read_window.hpp"

namespace groundhog::checkers {

// Whether a deadline asked for is past when E shows `now`. False for requests that name none.
bool is_past(const TtlRequest& ttl, ExpiryTime now);

// Whether `held` is what the request makes of a deadline, for some E in [earliest, latest]. `before` is what the key
// had.
bool fits(const TtlRequest& ttl, const Deadline& held, const Deadline& before, ExpiryTime earliest, ExpiryTime latest);

// False if the reply claims a change that the log does not show and that some state in the window would have needed.
bool is_in_log(const Operation& operation, const Reply& reply, const ReadWindow& window);

}  // namespace groundhog::checkers
