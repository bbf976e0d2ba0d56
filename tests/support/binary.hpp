// Runs the real command as a process of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace groundhog::test {

struct Finished {
  int code = -1;  // exit status, or 128 + signal
  std::string out;
  std::string err;
};

// `environment` is VAR=value words in front of it; CI and GITHUB_ACTIONS are unset unless named there.
Finished run_binary(const std::vector<std::string>& arguments, const std::string& environment = "");

// The same for another program.
Finished run_program(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& environment = "");

// A folder of its own for one test, removed at its end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string write(const std::string& name, const std::string& content) const;

 private:
  std::filesystem::path folder_;
};

std::string content_of(const std::string& file);

// In what it printed.
inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace groundhog::test
