// Owns a file descriptor; small helpers over the system calls that a campaign needs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace groundhog::harness {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor();

  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  void close();

 private:
  int number_ = -1;
};

struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
};

// Close-on-exec at both ends. Throws std::system_error where the process has no descriptors left.
Pipe make_pipe();
void set_nonblocking(const FileDescriptor& descriptor);

// Blocks until all is written; false if the reader has gone.
bool write_all(int descriptor, std::string_view bytes);

// Appends what can be read at once; false at the end of the stream.
bool read_available(const FileDescriptor& descriptor, std::string& into);

}  // namespace groundhog::harness
