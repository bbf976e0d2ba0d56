#include "harness/runner/child_process.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/runner/file_descriptor.hpp"

namespace groundhog::harness {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File file_with(const std::string& content) {
  File file(std::tmpfile());
  if (!file) return nullptr;
  std::fwrite(content.data(), 1, content.size(), file.get());
  std::rewind(file.get());
  return file;
}

struct SpawnActions {
  posix_spawn_file_actions_t actions;
  SpawnActions() { ::posix_spawn_file_actions_init(&actions); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
};

// Fills fresh and freed memory with a pattern, moves the allocator's thresholds and the stack.
std::vector<std::string> other_environment() {
  std::vector<std::string> variables = environment_without({"MALLOC_PERTURB_", "GLIBC_TUNABLES"});
  variables.emplace_back("MALLOC_PERTURB_=165");
  variables.emplace_back("GLIBC_TUNABLES=glibc.malloc.top_pad=77777:glibc.malloc.mmap_threshold=65536");
  variables.push_back("GROUNDHOG_PADDING=" + std::string(4321, 'x'));
  return variables;
}

}  // namespace

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
  const File stdin_file = file_with(child.input);
  if (!stdin_file) return tl::unexpected("no temporary file for " + what);
  Pipe output = make_pipe();
  SpawnActions spawn;
  ::posix_spawn_file_actions_adddup2(&spawn.actions, ::fileno(stdin_file.get()), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&spawn.actions, output.write.number(), STDOUT_FILENO);
  if (child.discard_errors) {
    ::posix_spawn_file_actions_addopen(&spawn.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }

  std::vector<std::string> words = {child.program};
  words.insert(words.end(), child.arguments.begin(), child.arguments.end());
  std::vector<std::string> variables = child.environment;
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, child.program.c_str(), &spawn.actions, nullptr, pointers_to(words).data(),
                                  pointers_to(variables).data());
  if (error != 0) return tl::unexpected(what + " did not start: " + std::strerror(error));
  output.write.close();

  ChildOutput result;
  read_available(output.read, result.text);
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
