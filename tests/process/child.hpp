// Another program, with its output in files of a temporary folder of its own. Dies with the test.
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace burrow::test {

// A folder that goes away with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string write(const std::string& name, const std::string& content) const;

 private:
  std::string folder_;
};

std::string content_of(const std::string& path);

// How it is started.
struct ChildLimits {
  std::optional<unsigned> open_files = {};  // hard and soft
  std::optional<int> error_output = {};     // a descriptor instead of the file that err() reads
};

class Child {
 public:
  using Limits = ChildLimits;

  // `input` is its stdin.
  explicit Child(std::vector<std::string> command, const std::string& input = "", Limits limits = {});
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  bool is_running();
  // Its exit code, or 128 + signal; nullopt: it did not end in time.
  std::optional<int> exit_code();
  // SIGKILL, and until it is gone.
  void kill();

  std::string out() const { return content_of(folder_.path("out")); }
  std::string err() const { return content_of(folder_.path("err")); }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
  pid_t pid_ = -1;
  std::optional<int> exit_code_;
};

}  // namespace burrow::test
