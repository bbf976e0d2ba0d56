#include "tests/process/child.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/process/waiting.hpp"

namespace burrow::test {

namespace {

void redirect(const std::string& path, int flags, int to) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (file < 0 || ::dup2(file, to) < 0) ::_exit(126);
}

[[noreturn]] void become(const std::vector<std::string>& command, const TemporaryFolder& folder, Child::Limits limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (limits.open_files) {
    const rlimit limit{*limits.open_files, *limits.open_files};
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  redirect(folder.path("in"), O_RDONLY, STDIN_FILENO);
  redirect(folder.path("out"), O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
  redirect(folder.path("err"), O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
  if (limits.error_output && ::dup2(*limits.error_output, STDERR_FILENO) < 0) ::_exit(126);
  // Memory is measured; what AddressSanitizer keeps back for its own purposes does not count.
  ::setenv("ASAN_OPTIONS", "quarantine_size_mb=1", 0);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  folder_ = (std::filesystem::temp_directory_path() / "burrow-test-XXXXXX").string();
  if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& content) const {
  std::ofstream(path(name)) << content;
  return path(name);
}

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Child::Child(std::vector<std::string> command, const std::string& input, Limits limits) {
  folder_.write("in", input);
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ == 0) become(command, folder_, limits);
}

Child::~Child() { kill(); }

void Child::signal(int number) const {
  if (!exit_code_) ::kill(pid_, number);
}

bool Child::is_running() {
  if (exit_code_) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return true;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

std::optional<int> Child::exit_code() {
  if (!eventually([this] { return !is_running(); })) return std::nullopt;
  return exit_code_;
}

void Child::kill() {
  signal(SIGKILL);
  exit_code();
}

}  // namespace burrow::test
