// stdout and stderr, with what went wrong with them: results that could not be written are no success.
#pragma once

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "harness/runner/shared_value.hpp"

namespace groundhog::cli {

// The reader of stdout has left, as `head` does: there is nothing more to do for it. Thrown in the process that began,
// so that everything is put in order on the way out; a worker process writes no more.
struct ReaderLeft {};

class StandardStream {
 public:
  enum class Flushes : std::uint8_t { when_full, always };

  StandardStream(int descriptor, Flushes flushes);
  StandardStream(const StandardStream&) = delete;
  StandardStream& operator=(const StandardStream&) = delete;

  // Of stdout: throws ReaderLeft.
  void write(std::string_view text);
  void flush();

  bool reader_left() const { return *error_ == EPIPE; }
  // "cannot write to stdout: No space left on device"; empty: everything was written, or its reader has left.
  std::string problem() const;

 private:
  int descriptor_;
  Flushes flushes_;
  std::string waiting_;
  pid_t writer_;  // whose `waiting_` it is: a worker process does not write what it inherited
  pid_t owner_;
  harness::SharedValue<int> error_;  // an errno
};

StandardStream& standard_output();
StandardStream& standard_error();

// At the very start of the process: a descriptor that is closed would become that of the first file opened. From now on
// a reader that leaves is an error of the write, no signal.
void prepare_standard_streams();

// Ends the process as the signal of a reader that left does.
[[noreturn]] void end_without_reader();

}  // namespace groundhog::cli
