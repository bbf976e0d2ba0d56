// A second replicated system for the simulator, as small as can be: named registers on a primary, pushed to its
// replicas in a text protocol of lines. It shares no code with Burrow and shows that the engine needs none of it;
// engine tests live on it.
//
//   client:       SET key value | GET key | WALL | MONO | MUTE (never answered) | PROMOTE | FOLLOW host port
//   replies:      +OK | $value | _ (nil) | :integer | -ERR …
//   replication:  hello | load history version key=value … | set version key value | ping n | pong n version
//
// A replica asks with `hello`, gets the whole state, then each change; a version that is missing makes it ask again.
// Keys and values are words without blanks.
#pragma once

#include <memory>

#include "sim/guest/guest.hpp"

namespace groundhog::test {

struct RegisterOptions {
  // A replica notices a missing version. Without it one lost frame makes it diverge: a planted bug.
  bool checks_versions = true;
  // The primary answers `hello`. Without it no replica ever streams.
  bool answers_hello = true;
};

std::unique_ptr<Guest> make_register_system(RegisterOptions options = {});

}  // namespace groundhog::test
