// What a connection of a client is, as far as commands need to know.
#pragma once

#include <cstddef>
#include <string>

#include "sut/runtime/stream.hpp"

namespace burrow {

struct ClientSession {
  seam::StreamId id{0};
  seam::Address peer = {};
  std::string name = {};       // CLIENT SETNAME
  bool authenticated = false;  // or no password is wanted
  int wrong_passwords = 0;     // since the last right one
  std::size_t visited = 0;     // entries that the present command looks at without naming them
  bool closing = false;        // the present command's reply is the last one
};

}  // namespace burrow
