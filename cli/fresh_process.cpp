#include "cli/fresh_process.hpp"

#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/campaign/file_descriptor.hpp"

namespace groundhog {
namespace {

// Fills fresh and freed memory with a pattern, moves the allocator's thresholds and the stack.
std::vector<std::string> other_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text(*variable);
    if (!text.starts_with("MALLOC_PERTURB_=") && !text.starts_with("GLIBC_TUNABLES=")) variables.push_back(text);
  }
  variables.emplace_back("MALLOC_PERTURB_=165");
  variables.emplace_back("GLIBC_TUNABLES=glibc.malloc.top_pad=77777:glibc.malloc.mmap_threshold=65536");
  variables.push_back("GROUNDHOG_PADDING=" + std::string(4321, 'x'));
  return variables;
}

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

}  // namespace

tl::expected<FreshProcessOutput, std::string> run_fresh_process(const std::vector<std::string>& arguments,
                                                                const std::string& input) {
  const File stdin_file = file_with(input);
  if (!stdin_file) return tl::unexpected(std::string("no temporary file for the second process"));
  Pipe output = make_pipe();
  SpawnActions spawn;
  ::posix_spawn_file_actions_adddup2(&spawn.actions, ::fileno(stdin_file.get()), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&spawn.actions, output.write.number(), STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&spawn.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);

  std::vector<std::string> words = {"groundhog"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = other_environment();
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, "/proc/self/exe", &spawn.actions, nullptr, pointers_to(words).data(),
                                  pointers_to(variables).data());
  if (error != 0) return tl::unexpected("the second process did not start: " + std::string(std::strerror(error)));
  output.write.close();

  FreshProcessOutput result;
  read_available(output.read, result.text);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (WIFSIGNALED(status)) {
    return tl::unexpected(std::string("the second process was killed by signal ") + std::to_string(WTERMSIG(status)));
  }
  result.exit_status = WEXITSTATUS(status);
  return result;
}

}  // namespace groundhog
