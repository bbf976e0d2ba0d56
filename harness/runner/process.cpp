#include "harness/runner/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <system_error>
#include <tuple>
#include <unistd.h>

namespace groundhog::harness {

FileDescriptor::~FileDescriptor() { close(); }

void FileDescriptor::close() {
  if (open()) ::close(std::exchange(number_, -1));
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

void set_nonblocking(const FileDescriptor& descriptor) {
  ::fcntl(descriptor.number(), F_SETFL, ::fcntl(descriptor.number(), F_GETFL) | O_NONBLOCK);
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool read_available(const FileDescriptor& descriptor, std::string& into) {
  std::array<char, 16 * 1024> buffer{};
  while (true) {
    const ssize_t count = ::read(descriptor.number(), buffer.data(), buffer.size());
    if (count > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      return false;
    } else if (errno != EINTR) {
      return errno == EAGAIN || errno == EWOULDBLOCK;
    }
  }
}

SharedText::SharedText() : file_(::memfd_create("groundhog", MFD_CLOEXEC)) {
  if (!file_.open()) throw std::system_error(errno, std::generic_category(), "memfd_create");
}

void SharedText::append(std::string_view text) { write_all(file_.number(), text); }

std::string SharedText::content() const {
  std::string text(static_cast<std::size_t>(::lseek(file_.number(), 0, SEEK_END)), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t count = ::pread(file_.number(), text.data() + have, text.size() - have, static_cast<off_t>(have));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    have += static_cast<std::size_t>(count);
  }
  text.resize(have);
  return text;
}

Interruption::Interruption() {
  sigset_t wanted;
  ::sigemptyset(&wanted);
  ::sigaddset(&wanted, SIGINT);
  ::sigaddset(&wanted, SIGTERM);
  sigset_t blocked = wanted;
  ::sigaddset(&blocked, SIGPIPE);
  ::sigprocmask(SIG_BLOCK, &blocked, &former_);
  signals_ = FileDescriptor(::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!signals_.open()) throw std::system_error(errno, std::generic_category(), "signalfd");
}

Interruption::~Interruption() {
  const bool is_outermost = ::sigismember(&former_, SIGINT) == 0;
  // Restoring the mask would deliver what was received already, and end the process before it has printed what is
  // known.
  if (is_outermost) std::ignore = happened();
  if (!is_outermost && heard_) ::raise(SIGINT);
  const timespec no_time{0, 0};
  sigset_t pipe_only;
  ::sigemptyset(&pipe_only);
  ::sigaddset(&pipe_only, SIGPIPE);
  while (::sigtimedwait(&pipe_only, nullptr, &no_time) == SIGPIPE) {
  }
  ::sigprocmask(SIG_SETMASK, &former_, nullptr);
}

bool Interruption::happened() const {
  std::string received;
  read_available(signals_, received);
  heard_ = heard_ || !received.empty();
  return heard_;
}

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

struct SpawnActions {
  posix_spawn_file_actions_t actions;
  SpawnActions() { ::posix_spawn_file_actions_init(&actions); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
};

// A program of its own ends where its reader leaves, whether this process ignores that signal or not.
struct SpawnAttributes {
  posix_spawnattr_t attributes;
  SpawnAttributes() {
    sigset_t pipe_only;
    ::sigemptyset(&pipe_only);
    ::sigaddset(&pipe_only, SIGPIPE);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setsigdefault(&attributes, &pipe_only);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
};

// Fills fresh and freed memory with a pattern, moves the allocator's thresholds and the stack.
std::vector<std::string> other_environment() {
  std::vector<std::string> variables = environment_without({"MALLOC_PERTURB_", "GLIBC_TUNABLES"});
  variables.emplace_back("MALLOC_PERTURB_=165");
  variables.emplace_back("GLIBC_TUNABLES=glibc.malloc.top_pad=77777:glibc.malloc.mmap_threshold=65536");
  variables.push_back("GROUNDHOG_PADDING=" + std::string(4321, 'x'));
  return variables;
}

constexpr int milliseconds_between_looks = 200;

// To the end of the stream.
void read_meanwhile(const FileDescriptor& output, const ChildProcess& child, std::string& into) {
  const auto start = std::chrono::steady_clock::now();
  set_nonblocking(output);
  while (read_available(output, into)) {
    if (child.meanwhile) child.meanwhile(std::chrono::steady_clock::now() - start);
    pollfd readable{.fd = output.number(), .events = POLLIN, .revents = 0};
    ::poll(&readable, 1, child.meanwhile ? milliseconds_between_looks : -1);
  }
}

}  // namespace

void become(std::vector<std::string> words) {
  std::signal(SIGPIPE, SIG_DFL);
  ::execvp(words.front().c_str(), pointers_to(words).data());
}

std::vector<std::string> environment_without(const std::vector<std::string>& names) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text(*variable);
    const bool unwanted =
        std::ranges::any_of(names, [&](const std::string& name) { return text.starts_with(name + "="); });
    if (!unwanted) variables.push_back(text);
  }
  return variables;
}

tl::expected<ChildOutput, std::string> run_child(const ChildProcess& child, const std::string& what) {
  SharedText input;
  input.append(child.input);
  ::lseek(input.descriptor(), 0, SEEK_SET);
  Pipe output = make_pipe();
  SpawnActions spawn;
  SpawnAttributes with;
  ::posix_spawn_file_actions_adddup2(&spawn.actions, input.descriptor(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&spawn.actions, output.write.number(), STDOUT_FILENO);
  if (child.discard_errors) {
    ::posix_spawn_file_actions_addopen(&spawn.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }

  std::vector<std::string> words = {child.program};
  words.insert(words.end(), child.arguments.begin(), child.arguments.end());
  std::vector<std::string> variables = child.environment;
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, child.program.c_str(), &spawn.actions, &with.attributes,
                                  pointers_to(words).data(), pointers_to(variables).data());
  if (error != 0) return tl::unexpected(what + " did not start: " + std::strerror(error));
  output.write.close();

  ChildOutput result;
  read_meanwhile(output.read, child, result.text);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (WIFSIGNALED(status)) {
    return tl::unexpected(what + " was killed by signal " + std::to_string(WTERMSIG(status)));
  }
  result.exit_status = WEXITSTATUS(status);
  return result;
}

tl::expected<ChildOutput, std::string> run_fresh_process(const std::vector<std::string>& arguments,
                                                         const std::string& input) {
  return run_child({.program = "/proc/self/exe",
                    .arguments = arguments,
                    .environment = other_environment(),
                    .input = input,
                    .discard_errors = true},
                   "the second process");
}

}  // namespace groundhog::harness
