#include "harness/replay/debugger.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

#include "harness/runner/process.hpp"

namespace groundhog::harness {
namespace {

// For gdb's Python. Files have names as they were compiled: from the root of this tree (the innermost frame that has a
// file of it says which), or from a build folder in it. What lies in the folders of the simulation, in the standard
// library or in another library is none of the system's.
constexpr const char* select_frame = R"python(python import gdb, re

def stack():
    frame = gdb.newest_frame()
    while frame is not None:
        table = frame.find_sal().symtab
        if table and table.objfile.filename == gdb.current_progspace().filename:
            yield frame, re.sub(r"^(\.\./)+", "", table.filename)
        frame = frame.older()

def select_frame_of_system():
    own = "harness/replay/replay_run.cpp"
    root = next((file[:-len(own)] for _, file in stack() if file.endswith(own)), "")
    others = ("sim/", "harness/", "checkers/", "cli/", "/usr/")
    for frame, file in stack():
        if not file[len(root):].startswith(others) and not file.startswith(others):
            frame.select()
            return gdb.execute("frame")
    print("no frame of the system under test is on this stack; bt shows all of it")

select_frame_of_system()
)python";

}  // namespace

std::string become_gdb(const std::string& file, bool guided, std::uint64_t event) {
  std::error_code error;
  const std::string binary = std::filesystem::read_symlink("/proc/self/exe", error).string();
  std::vector<std::string> words = {"gdb",    "-q",   "-ex",    "run", "-ex",    select_frame,
                                    "--args", binary, "replay", file,  "--trap", std::to_string(event)};
  if (guided) words.emplace_back("--guided");
  become(std::move(words));
  if (errno == ENOENT) return "there is no gdb here: install the Debian package gdb (apt-get install gdb)";
  return std::string("gdb did not start: ") + std::strerror(errno);
}

}  // namespace groundhog::harness
