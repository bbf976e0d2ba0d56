#include "tests/support/binary.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/wait.h>

namespace groundhog::test {
namespace {

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

Finished run_binary(const std::vector<std::string>& arguments, const std::string& environment) {
  return run_program(GROUNDHOG_BINARY, arguments, environment);
}

Finished run_program(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& environment) {
  const TemporaryFolder folder;
  std::string command = "env -u CI -u GITHUB_ACTIONS -u GITHUB_STEP_SUMMARY " + environment + " " + quoted(program);
  for (const std::string& argument : arguments) command += " " + quoted(argument);
  command += " >" + quoted(folder.path("out")) + " 2>" + quoted(folder.path("err")) + " </dev/null";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), content_of(folder.path("out")), content_of(folder.path("err"))};
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "groundhog-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
}

TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(folder_); }

std::string TemporaryFolder::write(const std::string& name, const std::string& content) const {
  std::ofstream(folder_ / name) << content;
  return path(name);
}

std::string content_of(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace groundhog::test
