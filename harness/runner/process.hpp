// What the runner asks of the operating system: descriptors and pipes, signals that interrupt, other programs.
#pragma once

#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace groundhog::harness {

// Owns a file descriptor.
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

// A file without a name: what a worker process writes and the process that forked it reads, however the worker ends.
class SharedText {
 public:
  // Throws std::system_error where the process has no descriptors left.
  SharedText();

  int descriptor() const { return file_.number(); }
  void append(std::string_view text);
  std::string content() const;

 private:
  FileDescriptor file_;
};

// SIGINT and SIGTERM as a readable descriptor, for as long as this exists. SIGPIPE is ignored meanwhile: a worker that
// died is noticed by its end of stream.
//
// They nest: what an inner one heard, the one around it hears as well, so that no caller that starts a campaign within
// another has to pass an interruption on.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  int descriptor() const { return signals_.number(); }
  bool happened() const;

 private:
  sigset_t former_{};
  FileDescriptor signals_;
  mutable bool heard_ = false;
};

// Puts another program in this process's place: `words` are its path, or a name to search for, and its arguments.
// Returns only if that fails: errno says why.
void become(std::vector<std::string> words);

// Another program, run to its end.
struct ChildProcess {
  std::string program;                   // a path
  std::vector<std::string> arguments;    // without the program's name
  std::vector<std::string> environment;  // NAME=value
  std::string input;                     // its stdin
  bool discard_errors = false;           // its stderr is ours otherwise
  // Called several times a second while it runs, with how long it has been running.
  std::function<void(std::chrono::steady_clock::duration elapsed)> meanwhile = {};
};

struct ChildOutput {
  int exit_status = 0;
  std::string text;  // its stdout
};

// This process's environment without the variables of these names.
std::vector<std::string> environment_without(const std::vector<std::string>& names);

// The error is a sentence for people that begins with `what`, the name of the child in it.
tl::expected<ChildOutput, std::string> run_child(const ChildProcess& child, const std::string& what);

// This same binary, run to its end with another memory layout: what depends on addresses, on uninitialised memory or on
// the environment shows as another history. Its stderr is discarded.
tl::expected<ChildOutput, std::string> run_fresh_process(const std::vector<std::string>& arguments,
                                                         const std::string& input);

}  // namespace groundhog::harness
