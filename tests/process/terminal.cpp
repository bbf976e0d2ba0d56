#include "tests/process/terminal.hpp"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <pty.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/process/waiting.hpp"

namespace burrow::test {

Terminal::Terminal(const std::vector<std::string>& command, unsigned short columns) {
  const winsize size{.ws_row = 25, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
  pid_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
  if (pid_ < 0) throw std::runtime_error("no terminal");
  if (pid_ > 0) {
    ::fcntl(terminal_, F_SETFL, O_NONBLOCK);
    return;
  }
  ::setenv("TERM", "xterm", 1);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

Terminal::~Terminal() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  ::close(terminal_);
}

void Terminal::type(const std::string& keys) {
  screen_.clear();
  const ssize_t typed = ::write(terminal_, keys.data(), keys.size());
  if (typed != static_cast<ssize_t>(keys.size())) throw std::runtime_error("the terminal takes no keys");
}

bool Terminal::shows(const std::string& text) {
  return eventually([&] {
    std::array<char, 4096> chunk;  // NOLINT: filled by read()
    for (ssize_t got; (got = ::read(terminal_, chunk.data(), chunk.size())) > 0;) {
      screen_.append(chunk.data(), static_cast<std::size_t>(got));
    }
    return screen_.find(text) != std::string::npos;
  });
}

}  // namespace burrow::test
