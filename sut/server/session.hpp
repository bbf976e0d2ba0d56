// What a connection of a client is, as far as commands need to know.
#pragma once

#include <string>

#include "sut/runtime/stream.hpp"

namespace burrow {

struct ClientSession {
  StreamId id{0};
  Address peer = {};
  std::string name = {};       // CLIENT SETNAME
  bool authenticated = false;  // or no password is wanted
  int wrong_passwords = 0;     // since the last right one
  bool closing = false;        // the present command's reply is the last one
};

}  // namespace burrow
